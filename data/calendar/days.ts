// Calendar days as yyyy-mm-dd texts; arithmetic without zones or clocks.

const DAY_MS = 86_400_000

const instantOf = (day: string): number => Date.parse(`${day}T00:00:00Z`)
const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10)

export const daysAfter = (day: string, days: number): string => dayOf(instantOf(day) + days * DAY_MS)
/** How many days `to` is after `from`. */
export const daysBetween = (from: string, to: string): number =>
  Math.round((instantOf(to) - instantOf(from)) / DAY_MS)
export const dayFrom = (year: number, month: number, date: number): string =>
  dayOf(Date.UTC(year, month - 1, date))
