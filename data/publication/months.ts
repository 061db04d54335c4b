// Calendar months as yyyy-mm.

/** First day of a month, and first day of the next. */
export function daysInMonth(month: string): [string, string] {
  return [`${month}-01`, `${monthAfter(month, 1)}-01`]
}

export function monthAfter(month: string, months: number): string {
  const [year, number] = month.split('-').map(Number)
  return new Date(Date.UTC(year, number - 1 + months, 1)).toISOString().slice(0, 7)
}
