// The daily (or weekly) trend of a window: now, last year laid under it, and the normal range; from one series that
// reaches far enough back.
import { daysAfter, daysBetween } from '#data/calendar/days.ts'
import { lastYearShift } from '#data/calendar/springFestival.ts'
import { HISTORY_DAYS, type NormalDay, normalRange, normalWeek } from '#data/trend/normalRange.ts'

export interface TrendRow {
  /** First day of a week. */
  readonly day: string
  readonly now: number
  /** The day is not over: its count is of the part until now. */
  readonly isPartial: boolean
  readonly lastYear: number | null
  readonly normal: NormalDay | null
}

/** Last year may lie up to 384 days back. */
export const TREND_HISTORY_DAYS = HISTORY_DAYS + 21

export interface TrendWindow {
  /** Local days, both included. */
  readonly from: string
  readonly to: string
  /** The last day is not over at the slice's moment. */
  readonly isLastPartial: boolean
  readonly isWeekly: boolean
}

export function trendRows(
  days: readonly { readonly day: string; readonly received: number }[],
  window: TrendWindow,
): TrendRow[] {
  // Before the first matter nothing is known, rather than nothing having happened.
  const begin = days.findIndex((day) => day.received > 0)
  if (begin < 0) return []
  const counts = days.slice(begin).map((day) => day.received)
  const at = (day: string) => daysBetween(days[begin].day, day)
  const from = Math.max(0, at(window.from))
  const to = Math.min(counts.length - 1, at(window.to))
  const shift = lastYearShift(window).days
  const normal = normalRange(counts, from)
  const rows: TrendRow[] = []
  for (let index = from; index <= to; index++)
    rows.push({
      day: daysAfter(days[begin].day, index),
      now: counts[index],
      isPartial: window.isLastPartial && index === to,
      lastYear: index - shift >= 0 ? counts[index - shift] : null,
      normal: normal[index - from],
    })
  return window.isWeekly ? weekly(rows) : rows
}

/** Whole weeks ending with the last whole day; a shorter first run is left out. */
function weekly(rows: readonly TrendRow[]): TrendRow[] {
  const whole = rows.filter((row) => !row.isPartial)
  const weeks: TrendRow[] = []
  for (let end = whole.length; end >= 7; end -= 7) {
    const week = whole.slice(end - 7, end)
    const isKnown = week.every((row) => row.lastYear !== null)
    weeks.unshift({
      day: week[0].day,
      now: week.reduce((sum, row) => sum + row.now, 0),
      isPartial: false,
      lastYear: isKnown ? week.reduce((sum, row) => sum + (row.lastYear ?? 0), 0) : null,
      normal: normalWeek(week.map((row) => row.normal)),
    })
  }
  return weeks
}
