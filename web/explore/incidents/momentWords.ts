// A past moment as one says it in a line: 2月28日 24 时, at the end of 28 Feb; the year where it is not this one.
import type { Lang } from '#data/text/figures.ts'
import { addDays, formatDay, formatDayShort, localDay, localTime } from '../../shared/zone.ts'

export function momentWords(ms: number, nowMs: number, zone: string, lang: Lang): string {
  const [time, today] = [localTime(ms, zone), localDay(nowMs, zone)]
  const isMidnight = time === '00:00'
  const day = isMidnight ? addDays(localDay(ms, zone), -1) : localDay(ms, zone)
  const said = day.slice(0, 4) === today.slice(0, 4) ? formatDayShort(day, lang) : formatDay(day, lang)
  if (lang === 'en') return isMidnight ? `at the end of ${said}` : `at ${time} on ${said}`
  return isMidnight ? `${said} 24 时` : `${said} ${time} `
}
