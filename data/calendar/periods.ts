// Named periods of the calendar and of assessment. Days are local days of the city, both ends included.
import { dayFrom, daysAfter } from './days.ts'

export const PERIODS = ['month', 'assessment', 'quarter', 'year'] as const
export type Period = (typeof PERIODS)[number]

export interface DayWindow {
  readonly from: string
  readonly to: string
}

/**
 * The period that holds a day, `before` periods earlier. An assessment month starts on `startDay` (26: from the 26th to the
 * 25th of the next month) and is called after the month it ends in.
 */
export function periodOf(period: Period, day: string, startDay: number, before = 0): DayWindow {
  const [year, month, date] = day.split('-').map(Number)
  if (period === 'year') return whole(year - before, 1, 12)
  if (period === 'quarter') return whole(year, 3 * Math.floor((month - 1) / 3) + 1 - 3 * before, 3)
  if (period === 'month') return whole(year, month - before, 1)
  const starts = dayFrom(year, (date >= startDay ? month : month - 1) - before, startDay)
  const [startYear, startMonth] = starts.split('-').map(Number)
  return { from: starts, to: daysAfter(dayFrom(startYear, startMonth + 1, startDay), -1) }
}

/** Months may run below 1 or above 12. */
function whole(year: number, month: number, months: number): DayWindow {
  return { from: dayFrom(year, month, 1), to: daysAfter(dayFrom(year, month + months, 1), -1) }
}
