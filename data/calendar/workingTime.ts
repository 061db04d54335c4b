// Working time: the hours of working days, with holidays and days worked instead of them as a city sets them. It counts on the
// wall clock: instants are local times written as if they were UTC (data/ingest/zone.ts turns them).

export interface WorkingTime {
  /** Weekdays worked, Monday 1 … Sunday 7. */
  readonly weekdays: readonly number[]
  /** Spans of a working day as hh:mm, in order, apart from one another. */
  readonly hours: readonly { readonly from: string; readonly to: string }[]
  /** Days yyyy-mm-dd not worked although their weekday is, and worked although it is not (调休). */
  readonly holidays: readonly string[]
  readonly workdays: readonly string[]
}

const DAY_MS = 86_400_000
const ORDINARY: WorkingTime = { weekdays: [1, 2, 3, 4, 5], hours: [], holidays: [], workdays: [] }
/** A deadline further than this in days without work is a calendar without any. */
const MOST_DAYS = 4000

const millisecondsOf = (time: string): number => {
  const [hours, minutes] = time.split(':').map(Number)
  return (hours * 60 + minutes) * 60_000
}

/** Day number since 1970; the first of January 1970 was a Thursday. */
function isWorked(day: number, { weekdays, holidays, workdays }: WorkingTime): boolean {
  const date = new Date(day * DAY_MS).toISOString().slice(0, 10)
  if (workdays.includes(date)) return true
  return weekdays.includes(((day + 3) % 7) + 1) && !holidays.includes(date)
}

/** Whether a day yyyy-mm-dd is none of work; of a city that says nothing, Saturday and Sunday are. */
export const isRestDay = (day: string, working: WorkingTime = ORDINARY): boolean =>
  !isWorked(Math.round(Date.parse(`${day}T00:00:00Z`) / DAY_MS), working)

/** The spans of work of a day, in order; none where it is not worked. */
function spansOf(day: number, working: WorkingTime): { from: number; to: number }[] {
  if (!isWorked(day, working)) return []
  return working.hours.map(({ from, to }) => ({
    from: day * DAY_MS + millisecondsOf(from),
    to: day * DAY_MS + millisecondsOf(to),
  }))
}

/** How much of the time between two local instants was worked. */
export function workingMsBetween(fromLocalMs: number, toLocalMs: number, working: WorkingTime): number {
  let sum = 0
  for (let day = Math.floor(fromLocalMs / DAY_MS); day * DAY_MS < toLocalMs; day++)
    for (const { from, to } of spansOf(day, working))
      sum += Math.max(0, Math.min(to, toLocalMs) - Math.max(from, fromLocalMs))
  return sum
}

/** The local instant by which so much has been worked since another. */
export const afterWorkingMs = (fromLocalMs: number, workMs: number, working: WorkingTime): number =>
  createWorkingClock(working)(fromLocalMs, workMs)

/** afterWorkingMs for many: the spans of a day are made once. */
export function createWorkingClock(working: WorkingTime): (fromLocalMs: number, workMs: number) => number {
  const days = new Map<number, ReturnType<typeof spansOf>>()
  const spansAt = (day: number) => {
    const known = days.get(day)
    if (known) return known
    const spans = spansOf(day, working)
    days.set(day, spans)
    return spans
  }
  return (fromLocalMs, workMs) => {
    let left = workMs
    const first = Math.floor(fromLocalMs / DAY_MS)
    for (let day = first; day < first + MOST_DAYS; day++)
      for (const { from, to } of spansAt(day)) {
        const start = Math.max(from, fromLocalMs)
        if (to - start >= left) return start + left
        left -= Math.max(0, to - start)
      }
    throw new Error(`${workMs} ms of work did not fit into ${MOST_DAYS} days`)
  }
}
