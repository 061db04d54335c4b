// What Spring Festival makes unequal about the window of the picture and those it is compared with, in words. Nothing is
// flagged where the two have equally many days of the holiday.
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
    return unequalComparisons({ fromMs, toMs, asOfMs }, city.zone)
  })
  /** One sentence; null: they may be compared. */
  const caution = (with_: Comparison): string | null => {
    const days = unequal.value?.[with_]
    return days ? text.t(`compare.${with_}`, { now: days.first, before: days.second }) : null
  }
  return { caution }
}
