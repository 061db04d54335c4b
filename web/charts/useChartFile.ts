// A chart as a file: drawn anew on a slide with its title, period, n, as-of and source. The drawing is fetched when first asked for.
import { ref } from 'vue'
import type { ChartPicture } from '#data/drawing/charts/picture.ts'
import type { Slice } from '#data/model/slice.ts'
import { useText } from '../locales/text.ts'
import { localDay, localTime } from '../shared/zone.ts'
import { useCity } from '../stores/city.ts'
import { useExplore } from '../stores/explore.ts'

export interface ChartFile {
  readonly heading: string
  readonly picture: ChartPicture
  /** How many matters it stands on, in words. */
  readonly n: string
}

export function useChartFile() {
  const city = useCity()
  const explore = useExplore()
  const text = useText()
  const isWorking = ref(false)

  async function drawing({ heading, picture, n }: ChartFile): Promise<string | null> {
    const [resolved, info] = [explore.slice, city.info]
    if (!resolved || !info || !city.city) return null
    const [{ chartSheet }, { coverLines, windowWords, sourceWords }] = await Promise.all([
      import('#data/drawing/charts/chartSheet.ts'),
      import('#data/tables/sliceWords.ts'),
    ])
    const slice: Slice = {
      ...resolved,
      fromMs: Date.parse(resolved.from),
      toMs: Date.parse(resolved.to),
      asOfMs: Date.parse(resolved.asOf),
    }
    const { lang } = text
    const id = resolved.version ?? info.currentVersion ?? 0
    const effectiveFrom = info.versions.find((version) => version.id === id)?.effectiveFrom
    const version = { id, effectiveFrom: effectiveFrom ?? localDay(slice.asOfMs, city.zone) }
    // The period stands beneath the title.
    const notes = coverLines({ slice, city: city.city, version, lang }).slice(1)
    return chartSheet(picture, {
      lang,
      title: `${explore.unit.data?.name ?? ''} · ${heading.replace(/　(.+)$/, '（$1）')}`,
      subtitle: windowWords(slice, city.zone, lang),
      notes: [{ name: 'n', value: n }, ...notes],
      source: sourceWords(city.city, lang),
    })
  }
  function stem(heading: string): string {
    const ms = explore.slice ? Date.parse(explore.slice.asOf) : city.nowMs()
    const at = `${localDay(ms, city.zone)}-${localTime(ms, city.zone)}`.replace(/-(?=\d\d)|:/g, '')
    return `${explore.unit.data?.name ?? 'jingwei'}-${heading.split(/\s/)[0]}-${at}`
  }
  async function take(file: ChartFile, format: 'png' | 'svg'): Promise<void> {
    if (isWorking.value) return
    isWorking.value = true
    try {
      const svg = await drawing(file)
      if (svg === null) return
      const { rasterise, save } = await import('../shared/rasterise.ts')
      const blob =
        format === 'svg' ? new Blob([svg], { type: 'image/svg+xml' }) : await rasterise(svg, 1920, 1080, 1)
      save(blob, `${stem(file.heading)}.${format}`)
    } finally {
      isWorking.value = false
    }
  }
  return { take, isWorking }
}
