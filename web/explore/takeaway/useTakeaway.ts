// What the screen shows, as the question of a file: unit, level, metrics and the very tick and version of the figures.
import { computed } from 'vue'
import { localDay, localTime } from '../../shared/zone.ts'
import { useCity } from '../../stores/city.ts'
import { useExplore } from '../../stores/explore.ts'
import { useSettings } from '../../stores/settings.ts'
import { pinnedSlice } from '../../stores/sliceQuery.ts'

export function useTakeaway() {
  const explore = useExplore()
  const settings = useSettings()
  const city = useCity()

  const sliceParams = computed(() =>
    explore.slice ? { within: explore.within, lang: settings.lang, ...pinnedSlice(explore.slice) } : null,
  )
  const mapParams = computed(
    () =>
      sliceParams.value && {
        ...sliceParams.value,
        level: explore.level,
        metrics: explore.metrics,
        figures: explore.figures,
      },
  )
  const childParams = computed(
    () =>
      sliceParams.value && {
        ...sliceParams.value,
        level: explore.childLevel,
        metrics: [
          ...new Set([explore.rankedMetric.id, 'received', 'density', 'onTimeRate', 'open', 'overdue']),
        ],
      },
  )
  const levelParams = computed(() => childParams.value && { ...childParams.value, level: explore.level })
  /** 长治市-20261122-1042 */
  const stem = computed(() => {
    const name = explore.unit.data?.name ?? city.city?.name.zh ?? 'jingwei'
    const ms = explore.slice ? Date.parse(explore.slice.asOf) : city.nowMs()
    const day = localDay(ms, city.zone).replaceAll('-', '')
    return `${name}-${day}-${localTime(ms, city.zone).replace(':', '')}`
  })
  return { slice: computed(() => explore.slice), sliceParams, mapParams, childParams, levelParams, stem }
}
