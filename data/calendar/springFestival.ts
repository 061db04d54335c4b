// When Spring Festival (the first day of the Chinese year) falls, and whether it makes two windows unequal. The Chinese
// calendar of Intl (CLDR, from ICU's astronomical one) knows it; no table is needed.
import { dayFrom, daysAfter, daysBetween } from './days.ts'

const known = new Map<number, string | null>()

/** New moons at 23:56 of 6 February 2027 and 0:07 of 3 February 2030 in Beijing: ICU's lesser astronomy misses midnight. */
const CORRECTED: Readonly<Record<number, string>> = { 2027: '2027-02-06', 2030: '2030-02-03' }

/** yyyy-mm-dd of the festival in a Gregorian year; null where Intl has no Chinese calendar. */
export function springFestivalOf(year: number): string | null {
  const found = known.get(year)
  if (found !== undefined) return found
  const festival = CORRECTED[year] ?? findFestival(year)
  known.set(year, festival)
  return festival
}

function findFestival(year: number): string | null {
  const calendar = new Intl.DateTimeFormat('en-u-ca-chinese', {
    timeZone: 'UTC',
    month: 'numeric',
    day: 'numeric',
  })
  if (calendar.resolvedOptions().calendar !== 'chinese') return null
  // It never falls before 21 January or after 21 February.
  for (let date = 20; date <= 53; date++) {
    const day = dayFrom(year, 1, date)
    const parts = calendar.formatToParts(Date.parse(`${day}T12:00:00Z`))
    const value = (type: string) => parts.find((part) => part.type === type)?.value
    if (value('month') === '1' && value('day') === '1') return day
  }
  return null
}

/** The public holiday: New Year's Eve to the seventh day. */
const HOLIDAY = { fromDays: -1, toDays: 6 }
/** Around it work runs differently: a week before to the Lantern Festival. */
const SEASON = { fromDays: -7, toDays: 14 }

/** Both days included. */
export interface DayWindow {
  readonly from: string
  readonly to: string
}

function overlap(window: DayWindow, span: typeof HOLIDAY): number {
  let days = 0
  for (let year = Number(window.from.slice(0, 4)); year <= Number(window.to.slice(0, 4)); year++) {
    const festival = springFestivalOf(year)
    if (festival === null) continue
    const from = Math.max(0, daysBetween(window.from, daysAfter(festival, span.fromDays)))
    const to = Math.min(
      daysBetween(window.from, window.to),
      daysBetween(window.from, daysAfter(festival, span.toDays)),
    )
    days += Math.max(0, to - from + 1)
  }
  return days
}

export const holidayDays = (window: DayWindow): number => overlap(window, HOLIDAY)

/** Days of the festival's holiday in each of two windows when they differ; null when they are alike. */
export function festivalDifference(
  a: DayWindow,
  b: DayWindow,
): { readonly first: number; readonly second: number } | null {
  const [first, second] = [holidayDays(a), holidayDays(b)]
  return first === second ? null : { first, second }
}

/** 52 weeks, so that weekdays meet. */
const WEEKS_52 = 364

/**
 * By how many days last year's series is moved to lie under a window: 52 weeks, so that weekdays meet; where the season of
 * Spring Festival touches either side, from festival to festival.
 */
export function lastYearShift(window: DayWindow): {
  readonly days: number
  readonly by: 'weekday' | 'festival'
} {
  const plain = { days: WEEKS_52, by: 'weekday' as const }
  const earlier = { from: daysAfter(window.from, -WEEKS_52), to: daysAfter(window.to, -WEEKS_52) }
  if (overlap(window, SEASON) === 0 && overlap(earlier, SEASON) === 0) return plain
  // The year whose festival is nearer to the window's middle.
  const middle = daysAfter(window.from, Math.floor(daysBetween(window.from, window.to) / 2))
  const year = Number(middle.slice(0, 4))
  const [now, before] = [springFestivalOf(year), springFestivalOf(year - 1)]
  return now && before ? { days: daysBetween(before, now), by: 'festival' } : plain
}
