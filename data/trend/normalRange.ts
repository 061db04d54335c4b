// The normal range of daily counts. Expected: the mean of the same weekday in the past 8 weeks, times the season (how
// last year's week around the day stood to its own 8 weeks before). Range: 90 %, expected ± 1.645 √(D · expected · 9/8),
// where D ≥ 1 is the dispersion about the expected in the 8 weeks before the window (quasi-Poisson, McCullagh & Nelder 1989)
// and 9/8 the uncertainty of a mean of 8. No expectation where fewer than 4 of the 8 weeks are known.

export const WEEKS = 8
const LEAST_WEEKS = 4
/** Two-sided 90 % of the normal distribution. */
const Z90 = 1.6449
const YEAR_DAYS = 364
/** Days of history before a window that the range draws on. */
export const HISTORY_DAYS = YEAR_DAYS + 2 * 7 * WEEKS + 7
const SEASON_LIMITS = { least: 0.5, most: 2 }
/** Fewer matters in 8 weeks of last year tell no season. */
const LEAST_OF_SEASON = 100

export interface NormalDay {
  readonly expected: number
  readonly low: number
  readonly high: number
}

/**
 * For each day of counts[from …]; null where nothing is expected. `counts` are consecutive days, the first of them the first
 * day known.
 */
export function normalRange(counts: readonly number[], from: number): (NormalDay | null)[] {
  const dispersion = dispersionOf(counts, Math.max(0, from - 7 * WEEKS), from)
  return counts.slice(from).map((_, index) => {
    const expected = expectedAt(counts, from + index)
    return expected === null ? null : rangeOf(expected, dispersion)
  })
}

/** Sums of whole weeks of the same: the days' expectations add, so do their variances. */
export function normalWeek(days: readonly (NormalDay | null)[]): NormalDay | null {
  let expected = 0
  let variance = 0
  for (const day of days) {
    if (day === null) return null
    expected += day.expected
    variance += ((day.high - day.expected) / Z90) ** 2
  }
  const half = Z90 * Math.sqrt(variance)
  return { expected, low: Math.max(0, expected - half), high: expected + half }
}

function rangeOf(expected: number, dispersion: number): NormalDay {
  const half = Z90 * Math.sqrt(dispersion * expected * (1 + 1 / WEEKS))
  return { expected, low: Math.max(0, expected - half), high: expected + half }
}

export function expectedAt(counts: readonly number[], at: number): number | null {
  const same: number[] = []
  for (let week = 1; week <= WEEKS && at - 7 * week >= 0; week++) same.push(counts[at - 7 * week])
  if (same.length < LEAST_WEEKS) return null
  return (same.reduce((sum, n) => sum + n, 0) / same.length) * seasonAt(counts, at)
}

/** How much busier last year's week around the day was than its 8 weeks before; 1 where that is not known. */
function seasonAt(counts: readonly number[], at: number): number {
  const middle = at - YEAR_DAYS
  const start = middle - 7 * WEEKS
  if (start < 0) return 1
  const before = sum(counts, start, middle)
  if (before < LEAST_OF_SEASON) return 1
  const ratio = sum(counts, middle - 3, middle + 4) / 7 / (before / (7 * WEEKS))
  return Math.min(SEASON_LIMITS.most, Math.max(SEASON_LIMITS.least, ratio))
}

function dispersionOf(counts: readonly number[], from: number, to: number): number {
  let total = 0
  let days = 0
  for (let at = from; at < to; at++) {
    const expected = expectedAt(counts, at)
    if (expected === null || expected <= 0) continue
    total += (counts[at] - expected) ** 2 / expected
    days++
  }
  return days === 0 ? 1 : Math.max(1, total / days)
}

function sum(counts: readonly number[], from: number, to: number): number {
  let total = 0
  for (let at = from; at < to; at++) total += counts[at] ?? 0
  return total
}
