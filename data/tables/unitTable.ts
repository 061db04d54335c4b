// Units with their figures: every rate and density with numerator, denominator, interval and what may be said of it.
import { metricOf } from '../metrics/catalogue.ts'
import type { Figure, FigureState, Metric, MetricId } from '../metrics/metric.ts'
import type { City } from '../model/city.ts'
import type { Text } from '../model/text.ts'
import type { UnitTable } from '../model/unit.ts'
import type { Lang } from '../text/figures.ts'
import { say } from './sliceWords.ts'
import type { Cell, Table, TableColumn } from './table.ts'

export interface UnitRows {
  readonly table: UnitTable
  readonly levels: City['levels']
  /** In the order they are written. */
  readonly rows: readonly number[]
  readonly metrics: readonly MetricId[]
  figure(metric: Metric, row: number): Figure
}

const STATE_WORDS: Readonly<Record<FigureState, Text>> = {
  ok: { zh: '', en: '' },
  few: { zh: '样本少', en: 'too few' },
  none: { zh: '无数据', en: 'no data' },
  hidden: { zh: '不公开', en: 'not public' },
  forbidden: { zh: '非本单元', en: 'not yours' },
  stale: { zh: '来源迟到', en: 'late source' },
}

const words = (lang: Lang) =>
  lang === 'en'
    ? {
        code: 'Code',
        name: 'Name',
        level: 'Level',
        parent: 'Within',
        n: 'numerator',
        d: 'denominator',
        low: '95% low',
        high: '95% high',
        state: 'remark',
      }
    : {
        code: '代码',
        name: '名称',
        level: '层级',
        parent: '上级',
        n: '分子',
        d: '分母',
        low: '95%下限',
        high: '95%上限',
        state: '说明',
      }

function columnsOf(metric: Metric, lang: Lang): TableColumn[] {
  const { n, d, low, high, state } = words(lang)
  const name = say(metric.name, lang)
  const unit = metric.kind === 'rate' ? '' : `(${say(metric.unit, lang)})`
  if (metric.kind === 'count')
    return [
      { header: `${name}${unit}`, kind: 'count' },
      { header: `${name} ${state}`, kind: 'text' },
    ]
  const kind = metric.kind === 'rate' ? 'share' : 'number'
  return [
    { header: `${name}${unit}`, kind },
    { header: `${name} ${n}`, kind: 'count' },
    { header: `${name} ${d}`, kind: metric.kind === 'rate' ? 'count' : 'number' },
    { header: `${name} ${low}`, kind },
    { header: `${name} ${high}`, kind },
    { header: `${name} ${state}`, kind: 'text' },
  ]
}

function cellsOf(metric: Metric, figure: Figure, lang: Lang): Cell[] {
  const state = say(STATE_WORDS[figure.state], lang)
  const isTold = figure.state !== 'hidden' && figure.state !== 'forbidden'
  if (metric.kind === 'count') return [figure.value, state]
  const numerator = isTold ? figure.numerator : null
  return [figure.value, numerator, figure.denominator, figure.low, figure.high, state]
}

export function unitTable(name: string, units: UnitRows, lang: Lang): Table {
  const metrics = units.metrics.map(metricOf)
  const head = words(lang)
  const text = (header: string): TableColumn => ({ header, kind: 'text' })
  const { table, levels } = units
  return {
    name,
    columns: [
      ...[head.code, head.name, head.level, head.parent].map(text),
      ...metrics.flatMap((metric) => columnsOf(metric, lang)),
    ],
    rows: units.rows.map((row) => {
      const { code, name: own, level } = table.units[row]
      const parent = table.parent[row] < 0 ? null : table.units[table.parent[row]].name
      const figures = metrics.flatMap((metric) => cellsOf(metric, units.figure(metric, row), lang))
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
