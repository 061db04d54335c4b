// Quantile of a time to completion when some have not ended yet: the actuarial form of Kaplan and Meier (1958; Cutler and Ederer
// 1958) on a histogram. In a bin with n at risk, d ended and w withdrawn as still waiting, q = d ÷ (n − w/2), S falls by
// (1 − q). Interval after Brookmeyer and Crowley (1982): the times whose log(−log S) interval (Greenwood's variance) holds the
// quantile. Between two edges S is read on a logarithmic axis of time.
import { Z95 } from '../metrics/thresholds.ts'

export interface CensoredHistogram {
  /** Counts by bin. */
  readonly ended: ArrayLike<number>
  readonly waiting: ArrayLike<number>
  /** Lower edge of bin i + 1, ascending; the first bin begins at 0, the last has no end. */
  readonly edges: readonly number[]
}

export interface QuantileEstimate {
  /** null: not reached, more than the share left is still waiting or in the last bin. */
  readonly value: number | null
  readonly low: number | null
  readonly high: number | null
}

interface Curves {
  /** Survival at 0 and at every edge. */
  readonly middle: number[]
  readonly low: number[]
  readonly high: number[]
}

/** Time by which `share` (0 … 1) have ended. */
export function censoredQuantile(histogram: CensoredHistogram, share: number): QuantileEstimate {
  const curves = survivalCurves(histogram)
  const left = 1 - share
  return {
    value: firstAtOrBelow(curves.middle, left, histogram.edges),
    low: firstAtOrBelow(curves.low, left, histogram.edges),
    high: firstAtOrBelow(curves.high, left, histogram.edges),
  }
}

/** The same without its interval, a tenth of the work. */
export function censoredValue(histogram: CensoredHistogram, share: number): number | null {
  return firstAtOrBelow(survivalCurves(histogram, false).middle, 1 - share, histogram.edges)
}

/** Survival at 0 and at every edge, with its pointwise 95 % interval. */
export function survivalCurves({ ended, waiting, edges }: CensoredHistogram, withLimits = true): Curves {
  const curves: Curves = { middle: [1], low: [1], high: [1] }
  let atRisk = 0
  for (let bin = 0; bin <= edges.length; bin++) atRisk += ended[bin] + waiting[bin]
  let survival = 1
  let greenwood = 0
  for (let bin = 0; bin < edges.length; bin++) {
    const exposed = atRisk - waiting[bin] / 2
    // Nobody is left to watch: the curve stays where it is.
    if (exposed > 0) {
      survival *= Math.max(0, 1 - ended[bin] / exposed)
      greenwood += exposed > ended[bin] ? ended[bin] / (exposed * (exposed - ended[bin])) : 0
    }
    atRisk -= ended[bin] + waiting[bin]
    curves.middle.push(survival)
    if (!withLimits) continue
    const { low, high } = limitsOf(survival, greenwood, curves.high[bin])
    curves.low.push(low)
    curves.high.push(high)
  }
  return curves
}

function limitsOf(survival: number, greenwood: number, before: number): { low: number; high: number } {
  if (survival >= 1) return { low: 1, high: 1 }
  // All ended: Greenwood's variance has no value there, so the upper limit stays as it was.
  if (survival <= 0) return { low: 0, high: before }
  const spread = Math.exp((Z95 * Math.sqrt(greenwood)) / -Math.log(survival))
  return { low: survival ** spread, high: survival ** (1 / spread) }
}

/** Where a falling curve over 0 and the edges first is `left` or less. */
function firstAtOrBelow(curve: readonly number[], left: number, edges: readonly number[]): number | null {
  const at = curve.findIndex((value) => value <= left + 1e-12)
  if (at < 0) return null
  if (at === 0) return 0
  const share = Math.min(1, (curve[at - 1] - left) / (curve[at - 1] - curve[at]))
  const to = edges[at - 1]
  const from = at >= 2 ? edges[at - 2] : 0
  return from === 0 ? to * share : from * (to / from) ** share
}
