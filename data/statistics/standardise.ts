// Indirect standardisation: observed ÷ expected, the expected being what the unit's own mix of strata would give at everyone's
// rates (N. E. Breslow and N. E. Day, Statistical Methods in Cancer Research II, IARC 1987, section 2.3). Interval: Byar's approximation
// to the exact Poisson one (ibid. 2.3, p. 69).
import { Z95 } from '../metrics/thresholds.ts'

export interface Ratio {
  readonly observed: number
  readonly expected: number
  /** null where nothing is expected. */
  readonly ratio: number | null
  readonly low: number | null
  readonly high: number | null
}

/**
 * `events` and `trials` by stratum, each by unit, the strata in the same order: expected of a unit = Σ trials · (all events of the
 * stratum ÷ all its trials), so Σ expected = Σ observed.
 */
export function observedOverExpected(
  events: readonly ArrayLike<number>[],
  trials: readonly ArrayLike<number>[],
): Ratio[] {
  const length = trials[0]?.length ?? 0
  const sum = (column: ArrayLike<number>) => Array.from(column).reduce((total, value) => total + value, 0)
  const rates = trials.map((column, stratum) => {
    const all = sum(column)
    return all > 0 ? sum(events[stratum]) / all : 0
  })
  return Array.from({ length }, (_, unit) => {
    const observed = events.reduce((total, column) => total + column[unit], 0)
    const expected = trials.reduce((total, column, stratum) => total + column[unit] * rates[stratum], 0)
    if (!(expected > 0)) return { observed, expected, ratio: null, low: null, high: null }
    const { low, high } = byar(observed)
    return { observed, expected, ratio: observed / expected, low: low / expected, high: high / expected }
  })
}

/** 95 % limits of the mean behind an observed count. */
export function byar(observed: number): { low: number; high: number } {
  const next = observed + 1
  const low = observed === 0 ? 0 : observed * (1 - 1 / (9 * observed) - Z95 / (3 * Math.sqrt(observed))) ** 3
  return { low, high: next * (1 - 1 / (9 * next) + Z95 / (3 * Math.sqrt(next))) ** 3 }
}
