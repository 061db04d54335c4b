// Received by day, and figures by category, as tables.
import { metricOf } from '../metrics/catalogue.ts'
import type { Figure, MetricId } from '../metrics/metric.ts'
import type { City } from '../model/city.ts'
import type { Lang } from '../text/figures.ts'
import { metricCells, metricColumns, STATE_WORDS } from './metricColumns.ts'
import { say } from './sliceWords.ts'
import type { Table, TableColumn } from './table.ts'

const text = (header: string): TableColumn => ({ header, kind: 'text' })

export function seriesTable(
  name: string,
  days: readonly { day: string; received: number | null }[],
  lang: Lang,
): Table {
  const isEnglish = lang === 'en'
  const columns: TableColumn[] = [
    text(isEnglish ? 'Day' : '日期'),
    { header: isEnglish ? 'Received' : '接收量(件)', kind: 'count' },
  ]
  if (days.every(({ received }) => received !== null))
    return { name, columns, rows: days.map(({ day, received }) => [day, received]) }
  const hidden = say(STATE_WORDS.hidden, lang)
  return {
    name,
    columns: [...columns, text(isEnglish ? 'Remark' : '说明')],
    rows: days.map(({ day, received }) => [day, received, received === null ? hidden : '']),
  }
}

export interface CategoryGroup {
  readonly code: string
  readonly figures: Readonly<Record<MetricId, Figure>>
}

/** @param groups a category's code and its figures by metric */
export function categoryTable(
  name: string,
  groups: readonly CategoryGroup[],
  metrics: readonly MetricId[],
  city: Pick<City, 'categories'>,
  lang: Lang,
): Table {
  const isEnglish = lang === 'en'
  const known = metrics.map(metricOf)
  return {
    name,
    columns: [
      text(isEnglish ? 'Code' : '代码'),
      text(isEnglish ? 'Category' : '类别'),
      ...known.flatMap((metric) => metricColumns(metric, lang)),
    ],
    rows: groups.map(({ code, figures }) => {
      const found = city.categories.find((category) => category.code === code)
      return [
        code,
        found ? say(found.name, lang) : code,
        ...known.flatMap((metric) => metricCells(metric, figures[metric.id], lang)),
      ]
    }),
  }
}
