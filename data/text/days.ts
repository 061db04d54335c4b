// Days and clocks of the city's own zone. The wire has UTC instants; people read local days.
import type { Lang } from './figures.ts'

const clocks = new Map<string, Intl.DateTimeFormat>()

function partsOf(ms: number, zone: string): Record<string, number> {
  let clock = clocks.get(zone)
  if (!clock) {
    clock = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
    clocks.set(zone, clock)
  }
  return Object.fromEntries(clock.formatToParts(ms).map((part) => [part.type, Number(part.value)]))
}

const two = (value: number): string => String(value).padStart(2, '0')

/** yyyy-mm-dd in the zone. */
export function localDay(ms: number, zone: string): string {
  const { year, month, day } = partsOf(ms, zone)
  return `${year}-${two(month)}-${two(day)}`
}

/** 10:42, 24 h. */
export function localTime(ms: number, zone: string): string {
  const { hour, minute } = partsOf(ms, zone)
  return `${two(hour)}:${two(minute)}`
}

/** The instant at which a local day begins (its first instant where midnight does not exist). */
export function startOfDayMs(day: string, zone: string): number {
  const wanted = Date.parse(`${day}T00:00:00Z`)
  let at = wanted
  for (let round = 0; round < 3; round++) {
    const p = partsOf(at, zone)
    const seen = Date.UTC(p.year, p.month - 1, p.day, p.hour, p.minute, p.second)
    if (seen === wanted) break
    at += wanted - seen
  }
  return at
}

/** Days later (or earlier) by the calendar. */
export const addDays = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)

/** 2026年11月22日; 22 Nov 2026. */
export function formatDay(day: string, lang: Lang): string {
  const [year, month, date] = day.split('-').map(Number)
  if (lang !== 'en') return `${year}年${month}月${date}日`
  const name = new Date(Date.UTC(year, month - 1, date)).toLocaleString('en-GB', {
    month: 'short',
    timeZone: 'UTC',
  })
  return `${date} ${name} ${year}`
}

/** 8月25日; 25 Aug. For the marks of the time slider. */
export const formatDayShort = (day: string, lang: Lang): string =>
  lang === 'en' ? formatDay(day, lang).replace(/ \d{4}$/, '') : formatDay(day, lang).replace(/^\d+年/, '')

/** As short as is clear: 20:54 today, else with its day; midnight is the end of the day before: 5月10日 24:00. */
export function formatMoment(ms: number, nowMs: number, zone: string, lang: Lang): string {
  const [day, time] = [localDay(ms, zone), localTime(ms, zone)]
  if (day === localDay(nowMs, zone)) return time
  return time === '00:00'
    ? `${formatDayShort(addDays(day, -1), lang)} 24:00`
    : `${formatDayShort(day, lang)} ${time}`
}

/** 11-22, for axes. */
export const formatDayAxis = (day: string): string => day.slice(5)
