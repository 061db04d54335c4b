// What makes the window of the picture unequal to those it is compared with (Spring Festival, rest days), in words.
import { computed } from 'vue'
import { type Comparison, unequalComparisons } from '#data/calendar/comparison.ts'
import { useText } from '../locales/text.ts'
import { useCity } from './city.ts'
import { useExplore } from './explore.ts'

export function useComparison() {
  const explore = useExplore()
  const city = useCity()
  const text = useText()
  const unequal = computed(() => {
    const slice = explore.slice
    if (!slice) return null
    const [fromMs, toMs, asOfMs] = [slice.from, slice.to, slice.asOf].map(Date.parse)
    return unequalComparisons({ fromMs, toMs, asOfMs }, city.zone, city.city?.workingTime)
  })
  /** One sentence; null: they may be compared. */
  const caution = (with_: Comparison): string | null => {
    const found = unequal.value?.[with_]
    if (!found) return null
    const { by, first, second } = found
    return text.t(`compare.${by}`, { now: first, with: text.t(`compare.${with_}`), before: second })
  }
  return { caution }
}
