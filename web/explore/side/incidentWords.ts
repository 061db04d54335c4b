// An incident's keys as people say them.
import type { IncidentSummary } from '#data/model/api.ts'
import { useText } from '../../locales/text.ts'
import { formatDuration } from '../../shared/format.ts'
import { formatDayAxis, localDay, localTime } from '../../shared/zone.ts'
import { useCity } from '../../stores/city.ts'

/** Names shown of a place's path: the last three say enough beside the breadcrumb. */
const PATH_SHOWN = 3

export function useIncidentWords() {
  const city = useCity()
  const text = useText()
  const named = <T extends { readonly name: { zh: string; en: string } }>(
    found: T | undefined,
    key: string,
  ) => (found ? text.name(found.name) : key)
  return {
    category: (code: string) => named(city.categoryOf(code), code),
    source: (key: string) => named(city.sourceOf(key), key),
    urgency: (key: string) =>
      named(
        city.city?.urgencies.find((urgency) => urgency.key === key),
        key,
      ),
    place: (incident: IncidentSummary) =>
      incident.unit
        ? [...incident.unit.path, incident.unit.name]
            .filter((name, index, all) => all.indexOf(name) === index)
            .slice(-PATH_SHOWN)
            .join(' ')
        : text.t('incident.unlocated'),
    overdueBy: (deadlineAt: string, asOfMs: number) =>
      text.t('incident.overdueBy', { duration: formatDuration(asOfMs - Date.parse(deadlineAt), text.lang) }),
    /** 10:41 on the day of asOf, else 11-20 10:41. */
    moment: (instant: string, asOfMs: number) => {
      const ms = Date.parse(instant)
      const day = localDay(ms, city.zone)
      const time = localTime(ms, city.zone)
      return day === localDay(asOfMs, city.zone) ? time : `${formatDayAxis(day)} ${time}`
    },
    /** 2026-11-20 10:41. */
    full: (instant: string) => {
      const ms = Date.parse(instant)
      return `${localDay(ms, city.zone)} ${localTime(ms, city.zone)}`
    },
  }
}
