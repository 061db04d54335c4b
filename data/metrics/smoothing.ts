// A metric's column drawn towards each unit's parent (statistics/empiricalBayes.ts): every level by itself, its units grouped by
// parent, so that a unit's smoothed figure is the same wherever one looks from. Smoothed figures do not add up: sums are
// always taken of counts.
import { type Noise, smoothByGroup } from '../statistics/empiricalBayes.ts'
import { type Metric, STATES } from './metric.ts'

export const FIGURES = ['raw', 'smoothed'] as const
/** Figures as counted, or smoothed. */
export type FigureChoice = (typeof FIGURES)[number]

/** What knows no sampling error, or no group to borrow from, is not smoothed. */
export const isSmoothable = ({ kind }: Pick<Metric, 'kind'>): boolean => kind === 'rate' || kind === 'density'

export interface RawColumn {
  readonly values: Float64Array
  readonly states: Uint8Array
  readonly numerators: ArrayLike<number>
  readonly denominators: ArrayLike<number>
}

export interface SmoothedColumn {
  /** NaN where nothing is told. */
  readonly values: Float64Array
  /** What had too few to say is ok: it says mostly what its parent does. */
  readonly states: Uint8Array
  /** Share of its own figure in the smoothed one, 0 … 1. */
  readonly weights: Float64Array
}

const OK = STATES.indexOf('ok')
const FEW = STATES.indexOf('few')
const STALE = STATES.indexOf('stale')
const isToldState = (state: number): boolean => state === OK || state === FEW || state === STALE

/** What is not told (hidden, no denominator) lends nothing to its siblings. @param parent row of the parent by row, −1 for none */
export function smoothColumn(
  raw: RawColumn,
  level: ArrayLike<number>,
  parent: ArrayLike<number>,
  noise: Noise,
): SmoothedColumn {
  const { length } = raw.values
  const values = new Float64Array(length).fill(Number.NaN)
  const weights = new Float64Array(length)
  const states = raw.states.map((state) => (state === FEW ? OK : state))
  const levels = new Map<number, number[]>()
  for (let row = 0; row < length; row++) {
    if (!isToldState(raw.states[row])) continue
    const rows = levels.get(level[row])
    if (rows) rows.push(row)
    else levels.set(level[row], [row])
  }
  for (const rows of levels.values()) {
    const smoothed = smoothByGroup(
      rows.map((row) => ({ numerator: raw.numerators[row], denominator: raw.denominators[row] })),
      rows.map((row) => parent[row]),
      noise,
    )
    rows.forEach((row, i) => {
      values[row] = smoothed[i].value
      weights[row] = smoothed[i].weight
    })
  }
  return { values, states, weights }
}
