// The slice by its own dimensions as tables: responsible organisations, sources, urgencies, handling levels, how long what is
// open has waited, and hour × weekday as the matrix people know.
import { metricOf } from '../metrics/catalogue.ts'
import type { Figure, MetricId } from '../metrics/metric.ts'
import type { City } from '../model/city.ts'
import { AGE_BUCKETS, type Dimension } from '../model/slice.ts'
import type { Text } from '../model/text.ts'
import type { Lang } from '../text/figures.ts'
import { metricCells, metricColumns } from './metricColumns.ts'
import { ageWords, say, weekdayWords } from './sliceWords.ts'
import type { Cell, Table, TableColumn } from './table.ts'

export interface DimensionRow {
  readonly key: string
  readonly parent: string | null
  readonly name: Text | null
  readonly figures: Readonly<Record<MetricId, Figure>>
}
export type ListedDimension = Exclude<Dimension, 'category' | 'hourWeekday'>

const UNKNOWN: Text = { zh: '未注明', en: 'unknown' }
const HEADS = {
  code: { zh: '代码', en: 'Code' },
  name: { zh: '名称', en: 'Name' },
  parent: { zh: '上级', en: 'Within' },
  weekday: { zh: '星期', en: 'Weekday' },
  total: { zh: '合计', en: 'Total' },
} as const
const HOURS = Array.from({ length: 24 }, (_, hour) => hour)
const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7]
const HOUR_WIDTH = 7

/** Keys in the order the city knows them, then those it does not. */
function known(by: ListedDimension, city: City, lang: Lang): Map<string, string> {
  const lists: Readonly<Record<ListedDimension, readonly { key: string; name: Text }[]>> = {
    source: city.sources,
    urgency: city.urgencies,
    handlingLevel: city.levels,
    organisation: city.organisations ?? [],
    age: [],
  }
  if (by === 'age') return new Map(AGE_BUCKETS.map(({ key }) => [key, ageWords(key, lang)]))
  return new Map(lists[by].map(({ key, name }) => [key, say(name, lang)]))
}

export function dimensionTable(
  name: string,
  by: ListedDimension,
  rows: readonly DimensionRow[],
  metrics: readonly MetricId[],
  city: City,
  lang: Lang,
): Table {
  const told = metrics.map(metricOf)
  const names = known(by, city, lang)
  const nameOf = (key: string): string => (key === '' ? say(UNKNOWN, lang) : (names.get(key) ?? key))
  const byKey = new Map(rows.map((row) => [row.key, row]))
  const order = [...names.keys()].filter((key) => by === 'age' || byKey.has(key))
  const others = rows.map(({ key }) => key).filter((key) => !names.has(key) && (key !== '' || by !== 'age'))
  const hasParents = rows.some(({ parent }) => parent !== null)
  const head = (text: Text, width?: number): TableColumn => ({ header: say(text, lang), kind: 'text', width })
  return {
    name,
    columns: [
      head(HEADS.code),
      head(HEADS.name, 28),
      ...(hasParents ? [head(HEADS.parent, 22)] : []),
      ...told.flatMap((metric) => metricColumns(metric, lang)),
    ],
    rows: [...order, ...others.sort((a, b) => Number(a === '') - Number(b === '') || (a < b ? -1 : 1))].map(
      (key) => {
        const row = byKey.get(key)
        const parent = hasParents ? [row?.parent ? nameOf(row.parent) : null] : []
        return [
          key,
          nameOf(key),
          ...parent,
          ...told.flatMap((metric) => metricCells(metric, row?.figures[metric.id], lang)),
        ]
      },
    ),
  }
}

/** Monday to Sunday by 0 to 23 o'clock, with totals; a sum that holds a withheld count is withheld. */
export function hoursTable(name: string, rows: readonly DimensionRow[], lang: Lang): Table {
  const counts = new Map(rows.map(({ key, figures }) => [key, figures.received?.value ?? null]))
  const at = (day: number, hour: number): number | null => {
    const key = `${day}-${hour}`
    return counts.has(key) ? (counts.get(key) ?? null) : 0
  }
  const sum = (values: readonly (number | null)[]): number | null =>
    values.reduce((total, value) => (total === null || value === null ? null : total + value), 0)
  const days = WEEKDAYS.map((day) => HOURS.map((hour) => at(day, hour)))
  const hours = HOURS.map((hour) => sum(days.map((day) => day[hour])))
  const withTotal = (label: string, values: readonly (number | null)[]): Cell[] => [
    label,
    ...values,
    sum(values),
  ]
  return {
    name,
    columns: [
      { header: say(HEADS.weekday, lang), kind: 'text', width: 12 },
      ...HOURS.map(
        (hour): TableColumn => ({
          header: lang === 'en' ? `${hour} h` : `${hour}时`,
          kind: 'count',
          width: HOUR_WIDTH,
        }),
      ),
      { header: say(HEADS.total, lang), kind: 'count', width: 10 },
    ],
    rows: [
      ...days.map((values, i) => withTotal(weekdayWords(WEEKDAYS[i], lang), values)),
      withTotal(say(HEADS.total, lang), hours),
    ],
  }
}
