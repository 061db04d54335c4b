// Small arithmetic of line charts and bars.
import { addDays, startOfDayMs } from '../../shared/zone.ts'

export type Point = readonly [x: number, y: number]

/** Straight segments: nothing is smoothed that was not measured. */
export const linePath = (points: readonly Point[]): string =>
  points.map(([x, y], i) => `${i === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`).join('')

/** Smallest of 1, 2, 4, 5, 10 × 10^k (even halves) that holds the value. */
export function niceTop(value: number): number {
  const size = 10 ** Math.floor(Math.log10(Math.max(value, 1)))
  const step = [1, 2, 4, 5, 10].find((each) => each * size >= value) ?? 10
  return Math.max(2, step * size)
}

export interface DayCount {
  readonly day: string
  readonly received: number
}

/** Days that lie in [fromMs, toMs) from midnight to midnight: half a day would look like a collapse. */
export const wholeDays = (
  days: readonly DayCount[],
  fromMs: number,
  toMs: number,
  zone: string,
): DayCount[] =>
  days.filter(({ day }) => startOfDayMs(day, zone) >= fromMs && startOfDayMs(addDays(day, 1), zone) <= toMs)

/** Sums runs of seven days, ending with the last day; a shorter first run is left out. Keeps each run's first day. */
export function byWeek(days: readonly DayCount[]): DayCount[] {
  const weeks: DayCount[] = []
  for (let end = days.length; end >= 7; end -= 7)
    weeks.unshift({
      day: days[end - 7].day,
      received: days.slice(end - 7, end).reduce((sum, day) => sum + day.received, 0),
    })
  return weeks
}
