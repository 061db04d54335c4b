// What the keys of filters are called, for bars, tables and chips.
import { useChartText } from '../../locales/chartText.ts'
import { useText } from '../../locales/text.ts'
import { useBreakdown } from '../../stores/breakdown.ts'
import { useCity } from '../../stores/city.ts'
import type { ListFilter } from '../../stores/viewQuery.ts'

export function useFilterNames() {
  const city = useCity()
  const text = useText()
  const words = useChartText()
  const breakdown = useBreakdown()

  function nameOf(filter: ListFilter, key: string): string {
    if (key === '') return words.value.unknown
    if (filter === 'hour') return words.value.hourName(Number(key))
    if (filter === 'weekday') return words.value.weekdayName(words.value.weekdays[Number(key) - 1])
    if (filter === 'age') return words.value.ages[key] ?? key
    const name =
      filter === 'category'
        ? city.categoryOf(key)?.name
        : filter === 'source'
          ? city.sourceOf(key)?.name
          : filter === 'urgency'
            ? city.city?.urgencies.find((urgency) => urgency.key === key)?.name
            : filter === 'handlingLevel'
              ? city.levelOf(key)?.name
              : breakdown.rowsOf('organisation').find((row) => row.key === key)?.name
    return name ? text.name(name) : key
  }
  return { nameOf }
}
