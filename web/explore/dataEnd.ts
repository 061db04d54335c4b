// Imported data may have ended long ago; its last days are what there is to see, not the last days of today.
import type { CityInfo } from '#data/model/api.ts'
import { addDays, localDay } from '../shared/zone.ts'

const DAY_MS = 86_400_000
/** Nothing received for longer than this: the data have ended, they are not merely late. */
const ENDED_AFTER_MS = 31 * DAY_MS
const SHOWN_DAYS = 30

/** Local day of the newest incident if the data have ended by `nowMs`, else null. */
export function endedOn(sources: CityInfo['sources'], nowMs: number, zone: string): string | null {
  if (sources.length === 0) return null
  const newestMs = Math.max(...sources.map((source) => Date.parse(source.lastReceivedAt)))
  return nowMs - newestMs > ENDED_AFTER_MS ? localDay(newestMs, zone) : null
}

/** The last 30 days there are, both ends included. */
export const lastDays = (end: string): { from: string; to: string } => ({
  from: addDays(end, 1 - SHOWN_DAYS),
  to: end,
})
