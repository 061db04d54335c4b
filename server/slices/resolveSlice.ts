// From a query to a slice with nothing left to resolve. Now is a tick: all who ask within one tick get the same
// instant, so the same slice, so the same cached figures.
import { SHORTEST_MONTH_MS } from '#data/calendar/comparison.ts'
import type { Slice, SliceQuery } from '#data/model/slice.ts'
import { parseDuration, subtract } from './zonedTime.ts'

/** Why a query is not a slice: a stable code, the parameter, a sentence. */
export interface SliceRefusal {
  readonly code:
    | 'instant-out-of-range'
    | 'window-and-range'
    | 'half-range'
    | 'bad-duration'
    | 'empty-window'
    | 'span-too-long'
    | 'as-of-in-future'
    | 'seq-beyond-head'
  readonly parameter: 'window' | 'from' | 'to' | 'asOf' | 'seq'
  readonly message: string
}

export const isRefusal = (value: Slice | SliceRefusal): value is SliceRefusal => 'code' in value

export interface Present {
  readonly nowMs: number
  readonly headSeq: number
  /** IANA zone of the city's calendar. */
  readonly zone: string
}

const DAY_MS = 86_400_000
export const LONGEST_SPAN_MS = 20 * 366 * DAY_MS
/** 1900 to 2200: no matter is of another time, and a year of four digits is written as the calendar writes it. */
const EARLIEST_MS = Date.UTC(1900, 0, 1)
const LATEST_MS = Date.UTC(2200, 0, 1)
const SHORT_WINDOW_MS = 90 * DAY_MS
const DEFAULT_WINDOW = 'P30D'

/** Length of a tick for a window: 1 s up to 90 days, else 60 s. */
export const tickMs = (spanMs: number): number => (spanMs <= SHORT_WINDOW_MS ? 1000 : 60_000)

export function resolveSlice(query: SliceQuery, present: Present): Slice | SliceRefusal {
  const refusal = instantRefusal(query) ?? shapeRefusal(query, present)
  if (refusal) return refusal
  const window = windowOf(query, present)
  if ('code' in window) return window
  const spanMs = window.toMs - window.fromMs
  if (spanMs <= 0) return { code: 'empty-window', parameter: 'to', message: '`to` must be later than `from`' }
  if (spanMs > LONGEST_SPAN_MS)
    return {
      code: 'span-too-long',
      parameter: query.window === undefined ? 'from' : 'window',
      message: `a window may span 20 years, not ${Math.round(spanMs / DAY_MS)} days`,
    }
  const { category, source, urgency, organisation, handlingLevel, hour, weekday, age } = query
  const filters = { category, source, urgency, organisation, handlingLevel, hour, weekday, age }
  const { basis, exclusions } = query
  return { ...window, seq: query.seq ?? present.headSeq, ...filters, basis, exclusions }
}

function instantRefusal(query: SliceQuery): SliceRefusal | null {
  for (const parameter of ['from', 'to', 'asOf'] as const) {
    const ms = query[parameter]
    if (ms !== undefined && (ms < EARLIEST_MS || ms > LATEST_MS))
      return {
        ...{ code: 'instant-out-of-range', parameter },
        message: 'an instant lies between 1900-01-01 and 2200-01-01',
      }
  }
  return null
}

function shapeRefusal({ window, from, to, asOf, seq }: SliceQuery, present: Present): SliceRefusal | null {
  if (window !== undefined && (from !== undefined || to !== undefined))
    return {
      code: 'window-and-range',
      parameter: 'window',
      message: 'give either `window` or `from` and `to`',
    }
  if ((from === undefined) !== (to === undefined)) {
    const parameter = from === undefined ? 'from' : 'to'
    return { code: 'half-range', parameter, message: '`from` and `to` go together' }
  }
  if (asOf !== undefined && asOf > present.nowMs)
    return {
      code: 'as-of-in-future',
      parameter: 'asOf',
      message: `it is ${new Date(present.nowMs).toISOString()}; ${new Date(asOf).toISOString()} is still to come`,
    }
  if (seq !== undefined && seq > present.headSeq)
    return {
      code: 'seq-beyond-head',
      parameter: 'seq',
      message: `the newest commit is ${present.headSeq}, there is no ${seq} yet`,
    }
  return null
}

type Window = Pick<Slice, 'fromMs' | 'toMs' | 'asOfMs'>

function windowOf(query: SliceQuery, { nowMs, zone }: Present): Window | SliceRefusal {
  const { from, to, asOf } = query
  if (from !== undefined && to !== undefined)
    return { fromMs: from, toMs: to, asOfMs: asOf ?? floorTo(nowMs, tickMs(to - from)) }
  const duration = parseDuration(query.window ?? DEFAULT_WINDOW)
  if (!duration)
    return { code: 'bad-duration', parameter: 'window', message: `"${query.window}" is not a duration` }
  // Longer than any span that is taken: said so before the calendar is asked about the year −9000.
  const roughMs =
    (duration.years * 365 + duration.months * 30 + duration.days) * DAY_MS + duration.hours * 3_600_000
  if (roughMs > LONGEST_SPAN_MS) return { fromMs: nowMs - roughMs, toMs: nowMs, asOfMs: nowMs }
  const spanMs = nowMs - subtract(nowMs, duration, zone)
  const toMs = asOf ?? floorTo(nowMs, tickMs(spanMs))
  return { fromMs: subtract(toMs, duration, zone), toMs, asOfMs: toMs }
}

const floorTo = (ms: number, step: number): number => Math.floor(ms / step) * step

/**
 * The same slice one window earlier. asOf moves along: what was handled late since then must not make the
 * past look better than the present, which has not had that time yet.
 */
export function previousSlice(slice: Slice): Slice {
  const spanMs = slice.toMs - slice.fromMs
  return { ...slice, fromMs: slice.fromMs - spanMs, toMs: slice.fromMs, asOfMs: slice.asOfMs - spanMs }
}

/**
 * The same slice a calendar year earlier, asOf likewise. Below a month it keeps its length: both ends of a day that ends on
 * 29 February would be the 28th.
 */
export function lastYearSlice(slice: Slice, zone: string): Slice {
  const earlier = (ms: number) => subtract(ms, { years: 1, months: 0, days: 0, hours: 0 }, zone)
  const fromMs = earlier(slice.fromMs)
  const shiftMs = slice.fromMs - fromMs
  if (slice.toMs - slice.fromMs < SHORTEST_MONTH_MS)
    return { ...slice, fromMs, toMs: slice.toMs - shiftMs, asOfMs: slice.asOfMs - shiftMs }
  return { ...slice, fromMs, toMs: earlier(slice.toMs), asOfMs: earlier(slice.asOfMs) }
}
