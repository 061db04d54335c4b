// From counts to figures: a metric's value and state for every unit (for maps), and one figure with its
// evidence (for cards and lists). What may be told is decided here and nowhere else.

import { type CensoredHistogram, censoredQuantile, censoredValue } from '../statistics/censoredQuantile.ts'
import type { BaseValues } from './bases.ts'
import { DURATION_EDGES_MS, ENDED_MEASURES, WAITING_MEASURES } from './durations.ts'
import { poisson, wilson } from './intervals.ts'
import type { Base, Figure, FigureState, Measure, Metric } from './metric.ts'
import { OLDEST_OPEN, STATES } from './metric.ts'
import type { MeasureTable } from './rollUp.ts'
import { isSmoothable, type SmoothedColumn, smoothColumn } from './smoothing.ts'
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
  /** Row of the parent by row, −1 for none: columns are smoothed towards it. Absent: as counted. */
  readonly smoothedTowards?: ArrayLike<number>
  /** By row 1: somebody else's, not told to whoever asks. Absent: all is told. */
  readonly withheld?: Uint8Array
}

/** Whether a count at a unit of a level is not told: of a sensitive slice below the village, and few of it anywhere. */
export const isHiddenCount = (n: number, level: number, { isSensitive, deepestLevel }: Privacy): boolean =>
  isSensitive && (level > deepestLevel || (n > 0 && n < HIDDEN_N))

const HOUR_MS = 3_600_000

export const stateCode = (state: FigureState): number => STATES.indexOf(state)
const FORBIDDEN_CODE = stateCode('forbidden')
const FORBIDDEN: Figure = {
  value: null,
  state: 'forbidden',
  numerator: 0,
  denominator: null,
  low: null,
  high: null,
}

/** Value (NaN when not told) and state (index into STATES) of a metric by row, smoothed where the source says so. */
export function metricColumn(
  metric: Metric,
  source: FigureSource,
): { values: Float64Array; states: Uint8Array } {
  return source.smoothedTowards && isSmoothable(metric)
    ? smoothedColumn(metric, source, source.smoothedTowards)
    : rawColumn(metric, source)
}

/** A rate or a density drawn towards each unit's parent, with how much of its own is left in it. */
export function smoothedColumn(
  metric: Metric,
  source: FigureSource,
  parent: ArrayLike<number>,
): SmoothedColumn {
  const raw = {
    ...rawColumn(metric, source),
    numerators: columnOf(metric.numerator, source),
    denominators: denominatorsOf(metric, source)!,
  }
  return smoothColumn(raw, source.level, parent, metric.kind === 'rate' ? 'binomial' : 'poisson')
}

function rawColumn(metric: Metric, source: FigureSource): { values: Float64Array; states: Uint8Array } {
  const length = source.level.length
  const values = new Float64Array(length).fill(Number.NaN)
  const states = new Uint8Array(length)
  const numerators = columnOf(metric.numerator, source)
  const denominators = denominatorsOf(metric, source)
  const histogram = metric.quantile === undefined ? null : histogramsOf(source)
  for (let row = 0; row < length; row++) {
    if (source.withheld?.[row]) {
      states[row] = FORBIDDEN_CODE
      continue
    }
    const state = stateOf(
      metric,
      numerators[row],
      denominators?.[row] ?? null,
      source.level[row],
      source.privacy,
    )
    states[row] = stateCode(state)
    if (state !== 'ok' && state !== 'few') continue
    if (histogram) {
      const value = censoredValue(histogram(row), metric.quantile!)
      if (value === null) states[row] = stateCode('none')
      else values[row] = value / HOUR_MS
    } else if (metric.kind === 'duration') values[row] = numerators[row] / HOUR_MS
    else values[row] = denominators ? numerators[row] / denominators[row] : numerators[row]
  }
  return { values, states }
}

/** The histogram of a row, in one pair of arrays that the next call fills again. */
function histogramsOf(source: FigureSource): (row: number) => CensoredHistogram {
  const columns = [ENDED_MEASURES, WAITING_MEASURES].map((bins) => bins.map((bin) => columnOf(bin, source)))
  const [ended, waiting] = columns.map((bins) => new Float64Array(bins.length))
  return (row) => {
    for (let bin = 0; bin < ended.length; bin++) {
      ended[bin] = columns[0][bin][row]
      waiting[bin] = columns[1][bin][row]
    }
    return { ended, waiting, edges: DURATION_EDGES_MS }
  }
}

/** One metric of one unit. */
export function figureOf(metric: Metric, row: number, source: FigureSource): Figure {
  if (source.withheld?.[row]) return FORBIDDEN
  const denominator = denominatorsOf(metric, source)?.[row] ?? null
  const figure = figureFrom(
    metric,
    columnOf(metric.numerator, source)[row],
    denominator,
    source.level[row],
    source.privacy,
  )
  return metric.quantile === undefined || figure.state === 'hidden' || figure.state === 'none'
    ? figure
    : quantileFigure(figure, histogramsOf(source)(row), metric.quantile)
}

/** `numerator` of them have ended; a quantile that is not reached yet has no value, but may have a lower limit. */
function quantileFigure(figure: Figure, histogram: CensoredHistogram, quantile: number): Figure {
  const estimate = censoredQuantile(histogram, quantile)
  const hours = (ms: number | null) => (ms === null ? null : ms / HOUR_MS)
  return {
    ...figure,
    value: hours(estimate.value),
    state: estimate.value === null ? 'none' : figure.state,
    low: hours(estimate.low),
    high: hours(estimate.high),
  }
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
  if (known === null) {
    const value = metric.kind === 'duration' ? numerator / HOUR_MS : numerator
    return { value, state, numerator, denominator: null, low: null, high: null }
  }
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
  const isShare = metric.kind === 'rate' || metric.quantile !== undefined
  const n = isShare ? (denominator ?? 0) : numerator
  if (isHiddenCount(n, level, privacy)) return 'hidden'
  if (metric.kind === 'count') return 'ok'
  // The age of one matter tells of that matter, however many there are.
  if (metric.numerator === OLDEST_OPEN) return privacy.isSensitive ? 'hidden' : 'ok'
  if (denominator === null || !(denominator > 0)) return 'none'
  return isShare && n < FEW_N ? 'few' : 'ok'
}

function columnOf(measure: Measure, { measures }: FigureSource): Float64Array {
  const column = measures.columns.get(measure)
  if (!column) throw new Error(`measure "${measure}" was not asked of the store`)
  return column
}

function denominatorsOf(metric: Metric, source: FigureSource): Float64Array | null {
  if (metric.denominator === null) return null
  if (metric.kind === 'rate' || metric.kind === 'duration')
    return columnOf(metric.denominator as Measure, source)
  const base = source.bases.get(metric.denominator as Base)
  if (!base) throw new Error(`base "${metric.denominator}" of metric "${metric.id}" is missing`)
  return base
}
