// Sources that are late, as far as a live view is of them: what was so at an earlier moment is as whole as it will be.
import { computed } from 'vue'
import { useText } from '../locales/text.ts'
import { useCity } from './city.ts'
import { useExplore } from './explore.ts'
import { useView } from './view.ts'

export interface LateSource {
  readonly key: string
  readonly name: string
  readonly lastWrittenMs: number
  /** Since then, by the server's clock. */
  readonly silentMs: number
  /** null: too few deliveries to tell. */
  readonly rhythmMs: number | null
  /** The unit all its matters are of; null: the whole city's. */
  readonly unitId: number | null
}

export function useLateness() {
  const city = useCity()
  const explore = useExplore()
  const views = useView()
  const text = useText()

  /** Whether a unit is certainly no part of the one looked within, nor around it. */
  function isElsewhere(area: { readonly unitId: number; readonly level: string }): boolean {
    const unit = explore.unit.data
    if (!unit || city.levelIndex(area.level) > city.levelIndex(explore.childLevel ?? unit.level)) return false
    return ![unit, ...unit.ancestors, ...unit.children].some(({ id }) => id === area.unitId)
  }
  /** The longest silent first. */
  const late = computed<readonly LateSource[]>(() => {
    const { info } = city
    if (!info || views.view.asOf !== null) return []
    return info.sources
      .filter(({ isLate, area }) => isLate && !(area && isElsewhere(area)))
      .map(({ source, area, rhythmMs, lastWrittenAt }) => {
        const name = city.sourceOf(source)?.name
        const lastWrittenMs = Date.parse(lastWrittenAt)
        return {
          ...{ key: source, name: name ? text.name(name) : source },
          ...{ lastWrittenMs, silentMs: Date.parse(info.now) - lastWrittenMs },
          ...{ rhythmMs: rhythmMs ?? null, unitId: area?.unitId ?? null },
        }
      })
      .sort((a, b) => b.silentMs - a.silentMs)
  })
  return { late }
}
