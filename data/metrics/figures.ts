// From counts to figures: a metric's value and state for every unit (for maps), and one figure with its
// evidence (for cards and lists). What may be told is decided here and nowhere else.

import type { BaseValues } from './bases.ts'
import { poisson, wilson } from './intervals.ts'
import type { Base, Figure, FigureState, Measure, Metric } from './metric.ts'
import { STATES } from './metric.ts'
import type { MeasureTable } from './rollUp.ts'
import { FEW_N, HIDDEN_N } from './thresholds.ts'

/** What must be kept back of a slice. */
export interface Privacy {
  /** The slice asks for a sensitive category. */
  readonly isSensitive: boolean
  /** Levels deeper than this index tell nothing of a sensitive slice. */
  readonly deepestLevel: number
}
export const NOT_SENSITIVE: Privacy = { isSensitive: false, deepestLevel: 255 }

/** All that the figures of one slice on one version are made of. */
export interface FigureSource {
  readonly measures: Pick<MeasureTable, 'columns'>
  readonly bases: BaseValues
  /** Level index by row. */
  readonly level: Uint8Array
  readonly privacy: Privacy
}

export const stateCode = (state: FigureState): number => STATES.indexOf(state)

/** Value (NaN when not told) and state (index into STATES) of a metric by row. */
export function metricColumn(
  metric: Metric,
  source: FigureSource,
): { values: Float64Array; states: Uint8Array } {
  const length = source.level.length
  const values = new Float64Array(length).fill(Number.NaN)
  const states = new Uint8Array(length)
  const numerators = columnOf(metric.numerator, source)
  const denominators = denominatorsOf(metric, source)
  for (let row = 0; row < length; row++) {
    const state = stateOf(
      metric,
      numerators[row],
      denominators?.[row] ?? null,
      source.level[row],
      source.privacy,
    )
    states[row] = stateCode(state)
    if (state === 'ok' || state === 'few')
      values[row] = denominators ? numerators[row] / denominators[row] : numerators[row]
  }
  return { values, states }
}

/** One metric of one unit. */
export function figureOf(metric: Metric, row: number, source: FigureSource): Figure {
  const denominator = denominatorsOf(metric, source)?.[row] ?? null
  return figureFrom(
    metric,
    columnOf(metric.numerator, source)[row],
    denominator,
    source.level[row],
    source.privacy,
  )
}

/** A figure from its parts; `denominator` NaN is unknown. */
export function figureFrom(
  metric: Metric,
  numerator: number,
  denominator: number | null,
  level: number,
  privacy: Privacy,
): Figure {
  const state = stateOf(metric, numerator, denominator, level, privacy)
  const known = denominator === null || Number.isNaN(denominator) ? null : denominator
  if (state === 'hidden')
    return { value: null, state, numerator: 0, denominator: null, low: null, high: null }
  if (state === 'none') return { value: null, state, numerator, denominator: known, low: null, high: null }
  if (known === null) return { value: numerator, state, numerator, denominator: null, low: null, high: null }
  const interval = metric.kind === 'rate' ? wilson(numerator, known) : scaled(poisson(numerator), known)
  return {
    value: numerator / known,
    state,
    numerator,
    denominator: known,
    low: interval?.low ?? null,
    high: interval?.high ?? null,
  }
}

const scaled = ({ low, high }: { low: number; high: number }, by: number) => ({
  low: low / by,
  high: high / by,
})

function stateOf(
  metric: Metric,
  numerator: number,
  denominator: number | null,
  level: number,
  privacy: Privacy,
): FigureState {
  const n = metric.kind === 'rate' ? (denominator ?? 0) : numerator
  if (privacy.isSensitive && (level > privacy.deepestLevel || (n > 0 && n < HIDDEN_N))) return 'hidden'
  if (metric.kind === 'count') return 'ok'
  if (denominator === null || !(denominator > 0)) return 'none'
  return metric.kind === 'rate' && n < FEW_N ? 'few' : 'ok'
}

function columnOf(measure: Measure, { measures }: FigureSource): Float64Array {
  const column = measures.columns.get(measure)
  if (!column) throw new Error(`measure "${measure}" was not asked of the store`)
  return column
}

function denominatorsOf(metric: Metric, source: FigureSource): Float64Array | null {
  if (metric.kind === 'count') return null
  if (metric.kind === 'rate') return columnOf(metric.denominator as Measure, source)
  const base = source.bases.get(metric.denominator as Base)
  if (!base) throw new Error(`base "${metric.denominator}" of metric "${metric.id}" is missing`)
  return base
}
