// Units with their figures: every rate and density with numerator, denominator, interval and what may be said of it.
import { metricOf } from '../metrics/catalogue.ts'
import type { Figure, Metric, MetricId } from '../metrics/metric.ts'
import type { City } from '../model/city.ts'
import type { UnitTable } from '../model/unit.ts'
import type { Lang } from '../text/figures.ts'
import { metricCells, metricColumns } from './metricColumns.ts'
import { say } from './sliceWords.ts'
import type { Table, TableColumn } from './table.ts'

export interface UnitRows {
  readonly table: UnitTable
  readonly levels: City['levels']
  /** In the order they are written. */
  readonly rows: readonly number[]
  readonly metrics: readonly MetricId[]
  figure(metric: Metric, row: number): Figure
}

const words = (lang: Lang) =>
  lang === 'en'
    ? { code: 'Code', name: 'Name', level: 'Level', parent: 'Within' }
    : { code: '代码', name: '名称', level: '层级', parent: '上级' }

/** Code of a grid, name, level, parent. */
const WIDTHS = [17, 24, 7, 16]

export function unitTable(name: string, units: UnitRows, lang: Lang): Table {
  const metrics = units.metrics.map(metricOf)
  const head = words(lang)
  const text = (header: string, at: number): TableColumn => ({ header, kind: 'text', width: WIDTHS[at] })
  const { table, levels } = units
  return {
    name,
    columns: [
      ...[head.code, head.name, head.level, head.parent].map(text),
      ...metrics.flatMap((metric) => metricColumns(metric, lang)),
    ],
    rows: units.rows.map((row) => {
      const { code, name: own, level } = table.units[row]
      const parent = table.parent[row] < 0 ? null : table.units[table.parent[row]].name
      const figures = metrics.flatMap((metric) => metricCells(metric, units.figure(metric, row), lang))
      return [code, own, say(levels[level].name, lang), parent, ...figures]
    }),
  }
}

/** Worst first where there is a better side, else highest first; what cannot be said comes last, in code order. */
export function rankRows(rows: readonly number[], metric: Metric, figure: (row: number) => Figure): number[] {
  const sign = metric.better === 'high' ? 1 : -1
  const sayable = new Map(
    rows.map((row) => {
      const found = figure(row)
      return [row, found.state === 'ok' || found.state === 'stale' ? found.value : null]
    }),
  )
  return [...rows].sort((a, b) => {
    const [x, y] = [sayable.get(a) ?? null, sayable.get(b) ?? null]
    if (x === null || y === null) return x === y ? a - b : x === null ? 1 : -1
    return sign * (x - y) || a - b
  })
}
