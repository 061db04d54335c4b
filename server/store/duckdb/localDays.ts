// Local days of a zone, as yyyy-mm-dd.

const DAY_MS = 86_400_000

/** Every local day that [fromMs, toMs) touches, in order. */
export function localDaysOf(fromMs: number, toMs: number, zone: string): string[] {
  if (toMs <= fromMs) return []
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  })
  const last = format.format(toMs - 1)
  const days: string[] = []
  // Days are counted on the calendar, not by 24 hours, which a clock change would break.
  let day = Date.parse(`${format.format(fromMs)}T00:00:00Z`)
  for (;;) {
    const text = new Date(day).toISOString().slice(0, 10)
    days.push(text)
    if (text >= last) return days
    day += DAY_MS
  }
}
