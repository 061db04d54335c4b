// The daily (or weekly) trend of a window: now, last year laid under it, and the normal range; from one series that
// reaches far enough back. The rows sum to what the window received.
import { daysAfter, daysBetween } from '#data/calendar/days.ts'
import { lastYearShift } from '#data/calendar/springFestival.ts'
import { HISTORY_DAYS, type NormalDay, normalRange, normalWeek } from '#data/trend/normalRange.ts'

export interface TrendRow {
  /** First day of a week. */
  readonly day: string
  readonly lastDay: string
  readonly now: number
  /** Cut by the window: its first day begins in the middle, its last is not over, or a week has fewer days. */
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
  /** The window begins within its first day. */
  readonly isFirstPartial: boolean
  /** The last day is not over at the slice's moment. */
  readonly isLastPartial: boolean
  /** Received on the first day after the window's start; the series has the day whole. null: not known yet. */
  readonly firstDayCount: number | null
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
  for (let index = from; index <= to; index++) {
    const day = daysAfter(days[begin].day, index)
    const isCut = day === window.from && window.isFirstPartial
    rows.push({
      ...{ day, lastDay: day },
      now: isCut ? (window.firstDayCount ?? counts[index]) : counts[index],
      isPartial: isCut || (window.isLastPartial && index === to),
      lastYear: index - shift >= 0 ? counts[index - shift] : null,
      normal: normal[index - from],
    })
  }
  return window.isWeekly ? weekly(rows) : rows
}

/** Whole weeks ending with the last whole day; what is left at either end stands as a shorter, partial one. */
function weekly(rows: readonly TrendRow[]): TrendRow[] {
  const first = rows[0]?.isPartial ? 1 : 0
  const last = rows.length > first && rows[rows.length - 1].isPartial ? rows.length - 1 : rows.length
  const starts = new Set<number>([0, last])
  for (let start = last - 7; start >= first; start -= 7) starts.add(start)
  const edges = [...starts, rows.length].sort((a, b) => a - b)
  return edges.flatMap((start, at) => {
    const run = rows.slice(start, edges[at + 1] ?? start)
    return run.length === 0 ? [] : [weekOf(run)]
  })
}

function weekOf(days: readonly TrendRow[]): TrendRow {
  const isWhole = days.length === 7 && days.every((row) => !row.isPartial)
  const isKnown = isWhole && days.every((row) => row.lastYear !== null)
  return {
    ...{ day: days[0].day, lastDay: days[days.length - 1].day, isPartial: !isWhole },
    now: days.reduce((sum, row) => sum + row.now, 0),
    lastYear: isKnown ? days.reduce((sum, row) => sum + (row.lastYear ?? 0), 0) : null,
    normal: isWhole ? normalWeek(days.map((row) => row.normal)) : null,
  }
}
