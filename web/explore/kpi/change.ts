// Change of a rate against another window. Newcombe's hybrid score interval (Statistics in Medicine 17, 1998,
// method 10) from the two Wilson intervals that figures carry: no raw counts needed, sound near 0 and 1.
import type { Figure, Metric } from '#data/metrics/metric.ts'
import { formatRelative, formatSigned } from '../../shared/format.ts'

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

/** In points of a share, else in per cent of what was; '–' where either is not told. */
export function changeWords(
  now: Figure | undefined,
  before: Figure | undefined,
  { kind, better }: Pick<Metric, 'kind' | 'better'>,
): { readonly words: string; readonly isWorse: boolean } {
  const rate = kind === 'rate' ? rateChange(now, before) : null
  if (rate) return { words: formatSigned(rate.difference * 100), isWorse: isWorse(rate, better) }
  const isTold = kind !== 'rate' && now?.value != null && before?.value != null
  return { words: (isTold ? formatRelative(now.value!, before.value!) : null) ?? '–', isWorse: false }
}
