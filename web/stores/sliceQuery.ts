// Slice parameters of a view (open: the server resolves now) and of an answer (pinned: the same tick for
// every other question of the picture).

import { PERIODS, periodOf } from '#data/calendar/periods.ts'
import type { SliceResponse } from '#data/model/figuresApi.ts'
import type { QueryValue } from '../api/query.ts'
import { addDays, localDay, startOfDayMs } from '../shared/zone.ts'
import { LIST_FILTERS, type ListFilter, momentOf, type View } from './viewQuery.ts'

type Params = Readonly<Record<string, QueryValue>>

type Filters = Pick<View, ListFilter>

export const filtersOf = (of: Filters) =>
  Object.fromEntries(LIST_FILTERS.map((key) => [key, of[key]])) as Filters

export interface Calendar {
  readonly zone: string
  readonly nowMs: number
  /** First day of an assessment month. */
  readonly assessmentStartDay: number
}

/** A window that is days of the calendar: own dates, or a running period until today; null: a length back from now. */
export function daysOfView(view: View, calendar: Calendar): { from: string; to: string } | null {
  if (view.from !== null && view.to !== null) return { from: view.from, to: view.to }
  const period = PERIODS.find((each) => each === view.length)
  if (!period) return null
  const lastMs = momentOf(view, calendar.nowMs + 1) - 1
  const to = localDay(lastMs, calendar.zone)
  return { from: periodOf(period, to, calendar.assessmentStartDay).from, to }
}

export function openSlice(view: View, calendar: Calendar): Params {
  const days = daysOfView(view, calendar)
  const startOf = (day: string) => new Date(startOfDayMs(day, calendar.zone)).toISOString()
  return {
    window: days ? null : view.length,
    from: days && startOf(days.from),
    to: days && startOf(addDays(days.to, 1)),
    asOf: view.asOf,
    seq: view.seq,
    version: view.version,
    basis: view.basis === 'default' ? null : view.basis,
    ...filtersOf(view),
  }
}

/** With the version it was counted on, where that is known. */
export type Resolved = Omit<SliceResponse['slice'], ListFilter> & Filters & { readonly version?: number }

/** `from` and `to` given: another window of the same tick and filters. */
export const pinnedSlice = (slice: Resolved, window: { from?: string; to?: string } = {}): Params => ({
  from: window.from ?? slice.from,
  to: window.to ?? slice.to,
  asOf: slice.asOf,
  seq: slice.seq,
  version: slice.version,
  basis: slice.basis === 'default' ? null : slice.basis,
  ...filtersOf(slice),
})

/** The moments of an answer's slice, ms, with what decides at which of them a list stands. */
export const momentsOf = ({ to, asOf, age }: Pick<Resolved, 'to' | 'asOf' | 'age'>) => ({
  toMs: Date.parse(to),
  asOfMs: Date.parse(asOf),
  age,
})

const DAY_MS = 86_400_000

/** Span of the time slider: some windows' worth of history before the end. */
export function sliderSpan(slice: Resolved): { from: string; to: string; weekly: boolean } {
  const days = (Date.parse(slice.to) - Date.parse(slice.from)) / DAY_MS
  const length = days <= 31 ? 90 : days <= 100 ? 365 : 730
  const from = Math.min(Date.parse(slice.to) - length * DAY_MS, Date.parse(slice.from))
  return { from: new Date(from).toISOString(), to: slice.to, weekly: length > 90 }
}

/** The same window a year earlier (by the calendar, in UTC: a day's shift at most at its ends). */
export function yearEarlier(slice: Resolved): { from: string; to: string } {
  const shift = (instant: string): string => {
    const date = new Date(instant)
    date.setUTCFullYear(date.getUTCFullYear() - 1)
    return date.toISOString()
  }
  return { from: shift(slice.from), to: shift(slice.to) }
}
