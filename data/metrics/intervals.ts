// 95 % intervals. A share: Wilson's score interval (Wilson 1927; Brown, Cai, DasGupta 2001), right for small n and for
// shares near 1. A count: the exact Poisson interval (Garwood 1936), quantiles of the gamma distribution.
import { logGamma } from '../statistics/distributions.ts'
import { TAIL95, Z95 } from './thresholds.ts'

export interface Interval {
  readonly low: number
  readonly high: number
}

/** null without any observation. */
export function wilson(successes: number, n: number): Interval | null {
  if (n <= 0) return null
  const share = successes / n
  const z2 = Z95 * Z95
  const centre = (share + z2 / (2 * n)) / (1 + z2 / n)
  const half = (Z95 * Math.sqrt((share * (1 - share)) / n + z2 / (4 * n * n))) / (1 + z2 / n)
  // At the ends the formula gives exactly 0 or 1, but for rounding.
  return {
    low: successes === 0 ? 0 : Math.max(0, centre - half),
    high: successes === n ? 1 : Math.min(1, centre + half),
  }
}

const poissonKnown = new Map<number, Interval>()
const POISSON_KEPT = 20_000

/** Interval of the expected count behind an observed one. */
export function poisson(count: number): Interval {
  const known = poissonKnown.get(count)
  if (known) return known
  const interval = {
    low: count === 0 ? 0 : gammaQuantile(TAIL95, count),
    high: gammaQuantile(1 - TAIL95, count + 1),
  }
  if (poissonKnown.size < POISSON_KEPT) poissonKnown.set(count, interval)
  return interval
}

/** x with P(shape, x) = probability: Wilson and Hilferty's cube as a start, then Newton's steps. */
function gammaQuantile(probability: number, shape: number): number {
  const z = probability < 0.5 ? -Z95 : Z95
  const cube = 1 - 1 / (9 * shape) + z / (3 * Math.sqrt(shape))
  let x = Math.max(shape * cube ** 3, 1e-3 * shape)
  const logNormaliser = logGamma(shape)
  for (let step = 0; step < 60; step++) {
    const slope = Math.exp((shape - 1) * Math.log(x) - x - logNormaliser)
    const next = x - (lowerGamma(shape, x, logNormaliser) - probability) / slope
    const bounded = next > 0 ? next : x / 2
    if (Math.abs(bounded - x) < 1e-12 * x) return bounded
    x = bounded
  }
  return x
}

/** Regularised lower incomplete gamma P(shape, x): series below, continued fraction above (DLMF 8.11, 8.9). */
function lowerGamma(shape: number, x: number, logNormaliser: number): number {
  const front = Math.exp(shape * Math.log(x) - x - logNormaliser)
  if (x < shape + 1) {
    let term = 1 / shape
    let sum = term
    for (let n = 1; term > sum * 1e-16; n++) {
      term *= x / (shape + n)
      sum += term
    }
    return front * sum
  }
  let b = x + 1 - shape
  let c = 1e300
  let d = 1 / b
  let fraction = d
  for (let n = 1; n < 100_000; n++) {
    const a = -n * (n - shape)
    b += 2
    d = 1 / (a * d + b)
    c = b + a / c
    fraction *= c * d
    if (Math.abs(c * d - 1) < 1e-15) break
  }
  return 1 - front * fraction
}
