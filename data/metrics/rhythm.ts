// Whether a source is late: measured against its own rhythm, since one source sends every minute and another every night.

/** A delivery may always take this long: clocks, networks, a server that starts. */
export const LATE_FLOOR_MS = 15 * 60_000
/** Commits closer than this are one delivery: an import is written in many. */
export const ONE_DELIVERY_MS = 60_000
/** Deliveries that make a rhythm; an import from a file or two has none. */
export const LEAST_DELIVERIES = 5
/** They must have seen two nights: by the first silence of an evening nobody can tell what is usual. */
export const LEAST_SPAN_MS = 48 * 3_600_000

export interface Rhythm {
  /** Median time between its last deliveries. */
  readonly medianMs: number
  /** The second longest: nights and weekends come back and are no delay, a single failure does not. */
  readonly longMs: number
}

/** null: too few deliveries to tell, or of too short a time. `deliveriesMs` in any order, the newest some thousand. */
export function rhythmOf(deliveriesMs: readonly number[]): Rhythm | null {
  const commits = [...deliveriesMs].sort((a, b) => a - b)
  const sorted = commits.filter((ms, i) => i === 0 || ms - commits[i - 1] >= ONE_DELIVERY_MS)
  if (sorted.length < LEAST_DELIVERIES || sorted[sorted.length - 1] - sorted[0] < LEAST_SPAN_MS) return null
  const gaps = sorted
    .slice(1)
    .map((ms, i) => ms - sorted[i])
    .sort((a, b) => a - b)
  return { medianMs: gaps[Math.floor(gaps.length / 2)], longMs: gaps[gaps.length - 2] }
}

/** Silent for more than twice its rhythm, longer than it usually ever is, and longer than the floor. */
export const isLate = (silentMs: number, rhythm: Rhythm | null): boolean =>
  rhythm !== null && silentMs > Math.max(2 * rhythm.medianMs, rhythm.longMs, LATE_FLOOR_MS)
