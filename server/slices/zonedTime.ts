// Calendar arithmetic in an IANA zone: years, months, weeks and days move the local wall clock (a month back from
// 31 March is 28 or 29 February), hours move the instant. A wall time that a clock change skips is moved forward.

export interface Duration {
  readonly years: number
  readonly months: number
  readonly days: number
  readonly hours: number
}

const FORM = /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?)?$/
const HOUR_MS = 3_600_000

/** null unless it is an ISO 8601 duration of years … hours with at least one part. */
export function parseDuration(text: string): Duration | null {
  const match = FORM.exec(text)
  if (!match || match.slice(1).every((part) => part === undefined)) return null
  const [years, months, weeks, days, hours] = match.slice(1).map((part) => Number(part ?? 0))
  return { years, months, days: days + weeks * 7, hours }
}

const formats = new Map<string, Intl.DateTimeFormat>()
function formatOf(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone)
  if (!format) {
    const numeric = 'numeric' as const
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: numeric,
      month: numeric,
      day: numeric,
      hour: numeric,
      minute: numeric,
      second: numeric,
    })
    formats.set(zone, format)
  }
  return format
}

/** The wall clock of an instant, as if it were UTC. */
function wallMs(ms: number, zone: string): number {
  const parts = Object.fromEntries(
    formatOf(zone)
      .formatToParts(ms)
      .map((part) => [part.type, Number(part.value)]),
  )
  const whole = Date.UTC(parts.year, parts.month - 1, parts.day, parts.hour, parts.minute, parts.second)
  return whole + (((ms % 1000) + 1000) % 1000)
}

/** The instant of a wall clock: the earlier of two, the later side of a gap. */
function instantOf(wall: number, zone: string): number {
  const offsetAt = (ms: number) => wallMs(ms, zone) - ms
  const before = wall - offsetAt(wall - 24 * HOUR_MS)
  if (wallMs(before, zone) === wall) return before
  const after = wall - offsetAt(wall + 24 * HOUR_MS)
  return wallMs(after, zone) === wall ? after : before
}

/** `ms` less a duration, on the calendar of the zone. */
export function subtract(ms: number, { years, months, days, hours }: Duration, zone: string): number {
  if (years === 0 && months === 0 && days === 0) return ms - hours * HOUR_MS
  const wall = new Date(wallMs(ms, zone))
  const day = wall.getUTCDate()
  const moved = new Date(wall)
  moved.setUTCDate(1)
  moved.setUTCFullYear(wall.getUTCFullYear() - years, wall.getUTCMonth() - months)
  const lastDay = new Date(Date.UTC(moved.getUTCFullYear(), moved.getUTCMonth() + 1, 0)).getUTCDate()
  moved.setUTCDate(Math.min(day, lastDay) - days)
  return instantOf(moved.getTime(), zone) - hours * HOUR_MS
}
