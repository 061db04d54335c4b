// What makes a window unequal to what it is compared with, the window just before it and the same dates a year earlier, as the
// server compares: Spring Festival, and in less than a week another number of rest days. Days are local; a day that is cut
// counts as a day on both sides.
import { localDay } from '../text/days.ts'
import { daysAfter, daysBetween } from './days.ts'
import { type DayWindow, festivalDifference } from './springFestival.ts'
import { isRestDay, type WorkingTime } from './workingTime.ts'

export const COMPARISONS = ['previous', 'lastYear'] as const
export type Comparison = (typeof COMPARISONS)[number]

/** Days of the holiday, or of rest, of the window and of the other one. */
export interface Difference {
  readonly by: 'festival' | 'rest'
  readonly first: number
  readonly second: number
}

/** null where the two are alike. */
export type Unequal = Readonly<Record<Comparison, Difference | null>>

/** A day of the year before; 29 February becomes the 28th. */
export const yearEarlierDay = (day: string): string =>
  `${Number(day.slice(0, 4)) - 1}${day.slice(4)}`.replace(/-02-29$/, '-02-28')

/** From here on weekends even out. */
const WEEK_MS = 7 * 86_400_000

/** A window below this, 28 days, keeps its length a year earlier, as if no 29 February came between; longer ones end by the calendar. */
export const SHORTEST_MONTH_MS = 28 * 86_400_000

interface Span {
  readonly fromMs: number
  readonly toMs: number
}

/** Days of a window a year earlier. @param endMs where it ends or has come to */
export function yearEarlierDays({ fromMs, toMs }: Span, endMs: number, zone: string): DayWindow {
  const [first, last] = [localDay(fromMs, zone), localDay(endMs - 1, zone)]
  const from = yearEarlierDay(first)
  if (toMs - fromMs < SHORTEST_MONTH_MS) return { from, to: daysAfter(from, daysBetween(first, last)) }
  const end = localDay(endMs, zone)
  const earlier = yearEarlierDay(end)
  // What ends with a day ends before the next one begins.
  return { from, to: end === last ? earlier : daysAfter(earlier, -1) }
}

/** Instants in ms; what has not happened by `asOfMs` is no part of the window. */
export function unequalComparisons(
  { fromMs, toMs, asOfMs }: Span & { readonly asOfMs: number },
  zone: string,
  working?: WorkingTime,
): Unequal {
  const endMs = Math.min(toMs, asOfMs)
  if (endMs <= fromMs) return { previous: null, lastYear: null }
  const spanMs = toMs - fromMs
  const isShort = endMs - fromMs < WEEK_MS
  const days = (shiftMs: number): DayWindow => ({
    from: localDay(fromMs - shiftMs, zone),
    to: localDay(endMs - shiftMs - 1, zone),
  })
  const now = days(0)
  const lastYear = yearEarlierDays({ fromMs, toMs }, endMs, zone)
  const difference = (other: DayWindow): Difference | null => {
    const festival = festivalDifference(now, other)
    if (festival) return { by: 'festival', ...festival }
    if (!isShort) return null
    const [first, second] = [now, other].map((window) => restDays(window, working))
    return first !== second ? { by: 'rest', first, second } : null
  }
  return { previous: difference(days(spanMs)), lastYear: difference(lastYear) }
}

function restDays({ from, to }: DayWindow, working?: WorkingTime): number {
  let count = 0
  for (let day = from; day <= to; day = daysAfter(day, 1)) if (isRestDay(day, working)) count++
  return count
}
