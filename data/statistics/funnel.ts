// Funnel plot of shares (D. J. Spiegelhalter, "Funnel plots for comparing institutional performance", Statistics in Medicine 24,
// 2005, 1185–1202): control limits around a common share θ, wider the fewer trials. Limits are exact binomial ones, interpolated
// between counts (his appendix A.1.1). Overdispersion φ is the mean square of z, its 10 % extremes winsorised (his section 5);
// where φ exceeds 1 by more than two standard errors the limits are normal ones, √φ times as wide: else many units that
// differ for reasons no one counted would all be called outliers.
import { binomialCdf } from './distributions.ts'

/** Two-sided 95 % and 99.8 %. */
export const FUNNEL_TAILS = { inner: 0.025, outer: 0.001 } as const
const Z = { inner: 1.959963984540054, outer: 3.090232306167813 } as const
const WINSORISED = 0.1

export interface FunnelLimits {
  readonly n: number
  readonly innerLow: number
  readonly innerHigh: number
  readonly outerLow: number
  readonly outerHigh: number
}

export interface Trials {
  readonly successes: number
  readonly n: number
}

export interface Funnel {
  readonly centre: number
  /** Estimated whatever is done with it. */
  readonly dispersion: number
  readonly isOverdispersed: boolean
  limitsAt(n: number): FunnelLimits
  /** Beyond which limits it lies. Of exact limits by the chance itself: all of few succeeding is no wonder. */
  placeOf(trials: Trials): FunnelPlace
}

export type FunnelPlace = 'inside' | 'low95' | 'high95' | 'low998' | 'high998'

/** Σ successes ÷ Σ n is the centre; those without trials are left out. */
export function funnelOf(all: readonly Trials[]): Funnel {
  const trials = all.filter(({ n }) => n > 0)
  const total = trials.reduce((sum, { n }) => sum + n, 0)
  const centre = total === 0 ? Number.NaN : trials.reduce((sum, { successes }) => sum + successes, 0) / total
  const dispersion = dispersionOf(trials, centre)
  const isOverdispersed = dispersion > 1 + 2 * Math.sqrt(2 / Math.max(1, trials.length))
  const widen = Math.sqrt(dispersion)
  return {
    centre,
    dispersion,
    isOverdispersed,
    limitsAt: (n) => (isOverdispersed ? normalLimits(centre, n, widen) : exactLimits(centre, n)),
    placeOf: (each) =>
      isOverdispersed
        ? placeByLimits(each.successes / each.n, normalLimits(centre, each.n, widen))
        : placeByChance(each, centre),
  }
}

function dispersionOf(trials: readonly Trials[], centre: number): number {
  if (trials.length === 0 || !(centre > 0 && centre < 1)) return 1
  const scores = trials
    .map(({ successes, n }) => (successes / n - centre) / Math.sqrt((centre * (1 - centre)) / n))
    .sort((a, b) => a - b)
  const cut = Math.floor(WINSORISED * scores.length)
  const [low, high] = [scores[cut], scores[scores.length - 1 - cut]]
  return scores.reduce((sum, z) => sum + Math.min(high, Math.max(low, z)) ** 2, 0) / scores.length
}

function normalLimits(centre: number, n: number, widen: number): FunnelLimits {
  const error = widen * Math.sqrt((centre * (1 - centre)) / n)
  const within = (value: number) => Math.min(1, Math.max(0, value))
  return {
    n,
    innerLow: within(centre - Z.inner * error),
    innerHigh: within(centre + Z.inner * error),
    outerLow: within(centre - Z.outer * error),
    outerHigh: within(centre + Z.outer * error),
  }
}

function exactLimits(centre: number, n: number): FunnelLimits {
  const { inner, outer } = FUNNEL_TAILS
  return {
    n,
    innerLow: binomialLimit(inner, n, centre),
    innerHigh: binomialLimit(1 - inner, n, centre),
    outerLow: binomialLimit(outer, n, centre),
    outerHigh: binomialLimit(1 - outer, n, centre),
  }
}

/** (r − α) ÷ n, r the smallest count with F(r) ≥ p, α = (F(r) − p) ÷ (F(r) − F(r − 1)). */
export function binomialLimit(p: number, n: number, share: number): number {
  let [low, high] = [0, n]
  while (low < high) {
    const middle = (low + high) >> 1
    if (binomialCdf(middle, n, share) >= p) high = middle
    else low = middle + 1
  }
  const at = binomialCdf(low, n, share)
  const below = binomialCdf(low - 1, n, share)
  const part = at > below ? (at - p) / (at - below) : 0
  return Math.min(1, Math.max(0, (low - part) / n))
}

function placeByLimits(value: number, limits: FunnelLimits): FunnelPlace {
  if (value < limits.outerLow) return 'low998'
  if (value > limits.outerHigh) return 'high998'
  if (value < limits.innerLow) return 'low95'
  return value > limits.innerHigh ? 'high95' : 'inside'
}

/** The chance of as few, or of as many. */
function placeByChance({ successes, n }: Trials, centre: number): FunnelPlace {
  const asFew = binomialCdf(successes, n, centre)
  const asMany = 1 - binomialCdf(successes - 1, n, centre)
  if (asFew <= FUNNEL_TAILS.outer) return 'low998'
  if (asMany <= FUNNEL_TAILS.outer) return 'high998'
  if (asFew <= FUNNEL_TAILS.inner) return 'low95'
  return asMany <= FUNNEL_TAILS.inner ? 'high95' : 'inside'
}
