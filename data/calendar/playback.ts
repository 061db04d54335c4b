// The windows a playback shows one after another. By week: the window as long as it is, moved by seven days. By month: whole
// calendar months, the last one until its last known day; a window longer than a month is moved by calendar months.
import { dayFrom, daysAfter, daysBetween } from './days.ts'
import { type DayWindow, periodOf } from './periods.ts'

export const PLAYBACK_STEPS = ['week', 'month'] as const
export type PlaybackStep = (typeof PLAYBACK_STEPS)[number]

/** How far back it begins, in days. */
const REACH_DAYS: Readonly<Record<PlaybackStep, number>> = { week: 365, month: 731 }
/** Most frames of one question: two years by week. */
export const MOST_FRAMES = 106
const LONGEST_MONTH_DAYS = 31

/** Ascending; days local, both included. `first` and `last` are the days anything is known of. */
export function playbackWindows(
  step: PlaybackStep,
  window: DayWindow,
  { first, last }: { readonly first: string; readonly last: string },
): DayWindow[] {
  const begin = [first, daysAfter(last, -REACH_DAYS[step])].sort()[1]
  const days = daysBetween(window.from, window.to) + 1
  const isMonths = step === 'month' && days <= LONGEST_MONTH_DAYS
  const at = (steps: number): DayWindow => {
    if (isMonths) return upTo(periodOf('month', last, 1, -steps), last)
    if (step === 'month') return { from: monthsAfter(window.from, steps), to: monthsAfter(window.to, steps) }
    return { from: daysAfter(window.from, 7 * steps), to: daysAfter(window.to, 7 * steps) }
  }
  const windows: DayWindow[] = []
  for (let steps = 0; windows.length < MOST_FRAMES && at(steps).from >= begin; steps--)
    if (at(steps).to <= last) windows.unshift(at(steps))
  for (let steps = 1; windows.length < MOST_FRAMES; steps++) {
    const next = at(steps)
    if (isMonths || next.to > last) break
    if (next.from >= begin) windows.push(next)
  }
  return windows
}

const upTo = ({ from, to }: DayWindow, last: string): DayWindow => ({ from, to: to < last ? to : last })

/** The same date so many months later; the last of a month stays the last, and what a month lacks becomes its last. */
export function monthsAfter(day: string, months: number): string {
  const [year, month, date] = day.split('-').map(Number)
  const lastOf = (of: number) => Number(dayFrom(year, of + 1, 0).slice(8))
  const last = lastOf(month + months)
  return dayFrom(year, month + months, date === lastOf(month) ? last : Math.min(date, last))
}

/** Where playing begins: after the window shown, from the beginning when that is the last or none of them. */
export function firstFrame(windows: readonly DayWindow[], window: DayWindow): number {
  const next = windows.findIndex(({ to }) => to > window.to)
  return Math.max(0, next)
}
