// Classes of a scale: half-open, [breaks[i − 1], breaks[i]), so a value on a break is in the class above it. Each unit is in
// exactly one class or in one of few, none, hidden: the counts and those always sum to the units.
import { type Metric, STATES } from './metric.ts'

/** Class 0 … breaks.length of a value. */
export function classify(value: number, breaks: readonly number[]): number {
  let index = 0
  while (index < breaks.length && value >= breaks[index]) index++
  return index
}

/** One side of a scale: a metric's column, its breaks, and whether class 0 is the highest (best) one. */
export interface ClassAxis {
  readonly values: Float64Array
  readonly states: Uint8Array
  readonly breaks: readonly number[]
  readonly isReversed: boolean
}

/** In a bivariate scale columns run from the best class to the worst. */
export const runsFromBest = (metric: Metric): boolean => metric.better === 'high'

export interface ClassCounts {
  readonly counts: number[][]
  readonly few: number
  readonly none: number
  readonly hidden: number
  readonly units: number
}

const OK = STATES.indexOf('ok')
const NONE = STATES.indexOf('none')
const FEW = STATES.indexOf('few')
const STALE = STATES.indexOf('stale')

/** The worse of two states: what is kept back, then what is missing, then what is weak. */
export const worseState = (a: number, b: number): number => (RANK[a] >= RANK[b] ? a : b)

const RANK = STATES.map((_, state) => {
  const place = [OK, STALE, FEW, NONE].indexOf(state)
  return place < 0 ? 4 : place
})

/** Where a row falls on a scale: its class (row · columns + column on two axes), or why it has none. */
export type ClassName = number | 'few' | 'none' | 'hidden'

/** Class of one row, as classCounts counts it. */
export function classOfRow(row: number, column: ClassAxis, rowAxis?: ClassAxis): ClassName {
  const state = rowAxis ? worseState(column.states[row], rowAxis.states[row]) : column.states[row]
  if (state === FEW) return 'few'
  if (state === NONE) return 'none'
  if (state !== OK && state !== STALE) return 'hidden'
  const own = classAt(column, row)
  return rowAxis ? classAt(rowAxis, row) * (column.breaks.length + 1) + own : own
}

/** Counts of the units at `rows` in the classes of one axis (counts[0][class]) or of two (counts[rowAxis][columnAxis]). */
export function classCounts(rows: ArrayLike<number>, column: ClassAxis, rowAxis?: ClassAxis): ClassCounts {
  const counts = Array.from({ length: rowAxis ? rowAxis.breaks.length + 1 : 1 }, () =>
    new Array<number>(column.breaks.length + 1).fill(0),
  )
  let few = 0
  let none = 0
  let hidden = 0
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]
    const state = rowAxis ? worseState(column.states[row], rowAxis.states[row]) : column.states[row]
    if (state === FEW) few++
    else if (state === NONE) none++
    else if (state === OK || state === STALE)
      counts[rowAxis ? classAt(rowAxis, row) : 0][classAt(column, row)]++
    else hidden++
  }
  return { counts, few, none, hidden, units: rows.length }
}

function classAt({ values, breaks, isReversed }: ClassAxis, row: number): number {
  const index = classify(values[row], breaks)
  return isReversed ? breaks.length - index : index
}
