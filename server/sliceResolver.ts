// "Now" as a tick (DESIGN 5): all who ask within one tick get the same asOf and seq, so that the tiles, lists
// and figures of a view agree and share a cache entry.
import type { Slice, SliceQuery } from '#data/model/slice.ts'
import { violation } from './problem.ts'
import { checkWindow, type SliceResolver } from './sliceParameters.ts'
import type { Store } from './store/store.ts'

const SECOND_MS = 1000
const DAY_MS = 86_400_000
/** Windows up to this length tick each second, longer ones each minute. */
const LONGEST_FAST_WINDOW_MS = 90 * DAY_MS
/** A client's clock may be this much ahead. */
const SKEW_MS = 60 * SECOND_MS
const DEFAULT_WINDOW = 'P30D'

export function createSliceResolver(store: Store, clock: () => number): SliceResolver {
  const ticks = new Map<number, { atMs: number; seq: number }>()

  async function tickOf(stepMs: number): Promise<{ atMs: number; seq: number }> {
    const { seq } = await store.head()
    const atMs = Math.floor(clock() / stepMs) * stepMs
    const known = ticks.get(stepMs)
    if (known?.atMs === atMs) return known
    const tick = { atMs, seq }
    ticks.set(stepMs, tick)
    return tick
  }

  return async (query: SliceQuery): Promise<Slice> => {
    checkWindow(query)
    const { window, from, to, asOf, seq, ...filters } = query
    const duration = window ?? DEFAULT_WINDOW
    const nowMs = clock()
    if (asOf !== undefined && asOf > nowMs + SKEW_MS) throw violation('asOf', 'lies in the future', 422)
    const lengthMs = from !== undefined && to !== undefined ? to - from : nowMs - before(nowMs, duration)
    const tick = await tickOf(lengthMs <= LONGEST_FAST_WINDOW_MS ? SECOND_MS : 60 * SECOND_MS)
    if (seq !== undefined) {
      const head = await store.head()
      if (seq > head.seq) throw violation('seq', `the newest commit is ${head.seq}`, 422)
    }
    const asOfMs = asOf ?? tick.atMs
    const toMs = to ?? asOfMs
    return { ...filters, fromMs: from ?? before(toMs, duration), toMs, asOfMs, seq: seq ?? tick.seq }
  }
}

/**
 * The instant an ISO 8601 duration before another; years and months by the UTC calendar, a day of the month
 * that is missing there becomes its last.
 */
export function before(ms: number, duration: string): number {
  const match = /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?)?$/.exec(duration)
  if (!match) throw new Error(`not a duration: ${duration}`)
  const [years, months, weeks, days, hours] = match.slice(1).map((part) => Number(part ?? 0))
  const at = new Date(ms)
  const day = at.getUTCDate()
  at.setUTCDate(1)
  at.setUTCMonth(at.getUTCMonth() - months - 12 * years)
  const lastDay = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 0)).getUTCDate()
  at.setUTCDate(Math.min(day, lastDay))
  const result = at.getTime() - (weeks * 7 + days) * DAY_MS - hours * 3_600_000
  if (!(result > -8.64e15 / 2) || result >= ms)
    throw violation('window', `${duration} is no usable length`, 422)
  return result
}
