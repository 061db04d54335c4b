// The columns of a metric: its figure, and of every share and density numerator, denominator, interval and what may be said.
import type { Figure, FigureState, Metric } from '../metrics/metric.ts'
import type { Text } from '../model/text.ts'
import type { Lang } from '../text/figures.ts'
import { say } from './sliceWords.ts'
import type { Cell, TableColumn } from './table.ts'

export const STATE_WORDS: Readonly<Record<FigureState, Text>> = {
  ok: { zh: '', en: '' },
  few: { zh: '样本少', en: 'too few' },
  none: { zh: '无数据', en: 'no data' },
  hidden: { zh: '不公开', en: 'not public' },
  forbidden: { zh: '非本单元', en: 'not yours' },
  stale: { zh: '来源迟到', en: 'late source' },
}
const words = (lang: Lang) =>
  lang === 'en'
    ? { n: 'numerator', d: 'denominator', low: '95% low', high: '95% high', state: 'remark' }
    : { n: '分子', d: '分母', low: '95%下限', high: '95%上限', state: '说明' }
const REMARK_WIDTH = 9

/** How a metric's own figure is written. */
export const kindOf = (metric: Metric): TableColumn['kind'] =>
  metric.kind === 'rate' ? 'share' : metric.kind === 'count' ? 'count' : 'number'

export function metricColumns(metric: Metric, lang: Lang): TableColumn[] {
  const { n, d, low, high, state } = words(lang)
  const name = say(metric.name, lang)
  const kind = kindOf(metric)
  const own: TableColumn = {
    header: metric.kind === 'rate' ? name : `${name}(${say(metric.unit, lang)})`,
    kind,
  }
  const remark: TableColumn = { header: `${name} ${state}`, kind: 'text', width: REMARK_WIDTH }
  if (metric.kind === 'count') return [own, remark]
  return [
    own,
    { header: `${name} ${n}`, kind: 'count' },
    { header: `${name} ${d}`, kind: metric.kind === 'rate' ? 'count' : 'number' },
    { header: `${name} ${low}`, kind },
    { header: `${name} ${high}`, kind },
    remark,
  ]
}

/** @param figure undefined: nothing of the kind was counted */
export function metricCells(metric: Metric, figure: Figure | undefined, lang: Lang): Cell[] {
  const state = say(STATE_WORDS[figure?.state ?? 'none'], lang)
  if (metric.kind === 'count') return [figure ? figure.value : 0, figure ? state : '']
  if (!figure) return [null, 0, 0, null, null, state]
  const isTold = figure.state !== 'hidden' && figure.state !== 'forbidden'
  const numerator = isTold ? figure.numerator : null
  return [figure.value, numerator, figure.denominator, figure.low, figure.high, state]
}
