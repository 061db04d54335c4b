// Local wall time of a zone ↔ UTC. The runtime is asked for an offset once a quarter hour of the
// calendar (clocks in half-hour zones change at half past an hour of UTC), and a day whose
// offset does not change is remembered by its number: asking for every row is two thousand times slower.

/** Clocks change on one (but those of St John's, a minute past midnight until 2011). */
const QUARTER_MS = 900_000
const HOUR_MS = 3_600_000
export const DAY_MS = 86_400_000
/** Days since 1970 that are remembered: 1900 to 2200. */
const FIRST_DAY = -25_567
const LAST_DAY = 84_370
/** No zone has changed twice within so long. */
const PROBE_MS = 3 * HOUR_MS

export interface Zone {
  /** Local wall time, written as if it were UTC, → UTC. */
  toUtc(localMs: number): number
  toLocal(utcMs: number): number
}

export function createZone(name: string): Zone {
  const offsetAt = createOffsets(name)
  const offsetOfLocal = (localMs: number): number => offsetAt(localMs - offsetAt(localMs))
  const byLocalDay = rememberDays(offsetOfLocal)
  const byUtcDay = rememberDays(offsetAt)
  return {
    toUtc: (localMs) => localMs - byLocalDay(localMs),
    toLocal: (utcMs) => utcMs + byUtcDay(utcMs),
  }
}

const UNKNOWN = 1
const CHANGES = 2

function rememberDays(offsetAt: (ms: number) => number): (ms: number) => number {
  // Offsets are whole seconds, so the two marks are none.
  const days = new Int32Array(LAST_DAY - FIRST_DAY + 1).fill(UNKNOWN)
  const probe = (startMs: number): number => {
    const offset = offsetAt(startMs)
    for (let ms = PROBE_MS; ms <= DAY_MS; ms += PROBE_MS)
      if (offsetAt(startMs + ms) !== offset) return CHANGES
    return offset
  }
  return (ms) => {
    const day = Math.floor(ms / DAY_MS)
    if (day < FIRST_DAY || day > LAST_DAY) return offsetAt(ms)
    if (days[day - FIRST_DAY] === UNKNOWN) days[day - FIRST_DAY] = probe(day * DAY_MS)
    const offset = days[day - FIRST_DAY]
    return offset === CHANGES ? offsetAt(ms) : offset
  }
}

/** Milliseconds that local time is ahead at an instant, kept by quarter hour. */
function createOffsets(name: string): (utcMs: number) => number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: name,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  })
  const offsets = new Map<number, number>()
  return (utcMs) => {
    const quarter = Math.floor(utcMs / QUARTER_MS)
    const known = offsets.get(quarter)
    if (known !== undefined) return known
    const startMs = quarter * QUARTER_MS
    const parts = Object.fromEntries(
      format.formatToParts(startMs).map(({ type, value }) => [type, Number(value)]),
    )
    const offset = Date.UTC(parts.year, parts.month - 1, parts.day, parts.hour, parts.minute) - startMs
    offsets.set(quarter, offset)
    return offset
  }
}
