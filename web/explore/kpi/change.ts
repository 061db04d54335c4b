// Change of a rate against another window. Newcombe's hybrid score interval (Statistics in Medicine 17, 1998,
// method 10) from the two Wilson intervals that figures carry: no raw counts needed, sound near 0 and 1.
import type { Figure } from '#data/metrics/metric.ts'

export interface Change {
  /** Now − before, shares. */
  readonly difference: number
  readonly low: number
  readonly high: number
  /** The interval excludes 0. */
  readonly isCertain: boolean
}

/** null where either side has no value or no interval. */
export function rateChange(now: Figure | undefined, before: Figure | undefined): Change | null {
  if (now?.value == null || before?.value == null) return null
  if (now.low === null || now.high === null || before.low === null || before.high === null) return null
  const difference = now.value - before.value
  const low = difference - Math.hypot(now.value - now.low, before.high - before.value)
  const high = difference + Math.hypot(now.high - now.value, before.value - before.low)
  return { difference, low, high, isCertain: low > 0 || high < 0 }
}

/** Only a certain change to the bad side is raised. */
export const isWorse = (change: Change | null, better: 'high' | 'low' | null): boolean =>
  change?.isCertain === true &&
  better !== null &&
  (better === 'high' ? change.difference < 0 : change.difference > 0)
