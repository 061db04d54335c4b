// Order and axis of the ranking of children: worst first where there is a better side, else highest first;
// a child without a figure comes last, in code order. Too few to say never outranks what can be said.
import type { Figure, Metric } from '#data/metrics/metric.ts'

export interface RankedRow {
  readonly id: number
  readonly code: string
  readonly name: string
  readonly figure: Figure
  readonly received: number
  /** Of the window before, and a year earlier; absent: not told. */
  readonly previous?: Figure
  readonly lastYear?: Figure
}

const isSayable = (figure: Figure): boolean => figure.value !== null && figure.state !== 'few'

export function rankWorstFirst(rows: readonly RankedRow[], better: Metric['better']): RankedRow[] {
  const sign = better === 'high' ? 1 : -1
  return [...rows].sort((a, b) => {
    const [sayA, sayB] = [isSayable(a.figure), isSayable(b.figure)]
    if (sayA !== sayB) return sayA ? -1 : 1
    if (!sayA || a.figure.value === b.figure.value) return a.code < b.code ? -1 : 1
    return sign * (a.figure.value! - b.figure.value!)
  })
}

/** Which side of the target the whole interval lies on; a straddling one claims nothing. */
export function sideOfTarget(
  figure: Figure,
  target: number | null,
  better: Metric['better'],
): 'good' | 'poor' | 'open' {
  if (target === null || better === null || figure.low === null || figure.high === null) return 'open'
  if (figure.state === 'few') return 'open'
  const isAbove = figure.low >= target
  const isBelow = figure.high < target
  if (!isAbove && !isBelow) return 'open'
  return isAbove === (better === 'high') ? 'good' : 'poor'
}

export interface Axis {
  readonly from: number
  readonly to: number
}

/**
 * Ends of the axis: a rate's reaches from below the lowest sayable interval (rounded down to a whole per
 * cent, target in sight) to 100 %; others start at 0, for bars never start above it.
 */
export function axisOf(rows: readonly RankedRow[], metric: Pick<Metric, 'kind' | 'target'>): Axis {
  const sayable = rows.filter((row) => isSayable(row.figure)).map((row) => row.figure)
  const lows = sayable.map((figure) => Math.min(figure.value!, figure.low ?? 1))
  const highs = sayable.map((figure) => Math.max(figure.value!, figure.high ?? 0))
  if (metric.kind !== 'rate') return { from: 0, to: Math.max(0, ...highs) || 1 }
  const lowest = Math.min(metric.target ?? 1, ...lows, 0.99)
  return { from: Math.max(0, Math.floor(lowest * 100 - 1) / 100), to: 1 }
}

/** What of a figure is drawn: of too few no interval, and a dot only where the axis reaches, which is made for the others. */
export function drawnOf(figure: Figure, { from, to }: Axis): Pick<Figure, 'value' | 'low' | 'high'> {
  const { value, low, high } = figure
  if (figure.state !== 'few') return { value, low, high }
  return { value: value !== null && value >= from && value <= to ? value : null, low: null, high: null }
}
