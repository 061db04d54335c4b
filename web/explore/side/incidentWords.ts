// An incident's keys as people say them.
import type { IncidentDetail, IncidentSummary } from '#data/model/incidentsApi.ts'
import { useText } from '../../locales/text.ts'
import { formatDuration } from '../../shared/format.ts'
import { formatDayAxis, localDay, localTime } from '../../shared/zone.ts'
import { useCity } from '../../stores/city.ts'
import { useExplore } from '../../stores/explore.ts'

export function useIncidentWords() {
  const city = useCity()
  const explore = useExplore()
  const text = useText()
  const named = <T extends { readonly name: { zh: string; en: string } }>(
    found: T | undefined,
    key: string,
  ) => (found ? text.name(found.name) : key)
  /** Names below the unit one looks within; the breadcrumb says the rest. */
  const belowHere = (path: readonly string[]): readonly string[] => {
    const names = path.filter((name, index) => path.indexOf(name) === index)
    const here = names.indexOf(explore.unit.data?.name ?? '')
    return here >= 0 && here < names.length - 1 ? names.slice(here + 1) : names.slice(-2)
  }
  return {
    category: (code: string) => named(city.categoryOf(code), code),
    source: (key: string) => named(city.sourceOf(key), key),
    urgency: (key: string) =>
      named(
        city.city?.urgencies.find((urgency) => urgency.key === key),
        key,
      ),
    /** Name of an organisation, its key where none is known; null: not told. */
    organisation: (key: string | null, names: IncidentDetail['organisationNames']) =>
      key === null ? null : names[key] ? text.name(names[key]) : key,
    place: (incident: IncidentSummary) =>
      incident.unit
        ? belowHere([...incident.unit.path, incident.unit.name]).join(' ')
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
