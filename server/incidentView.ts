// An incident as the API shows it, as of a moment: its state, its place in today's version, its link.

import { SCALE } from '#data/coverage/coverage.ts'
import { assignmentsBy, responsibleAt } from '#data/model/assignment.ts'
import { deadlineKnownAt, endedAt, MOMENTS } from '#data/model/incident.ts'
import type { IncidentDetail, IncidentSummary } from '#data/model/incidentsApi.ts'
import { ancestorAt, type Unit } from '#data/model/unit.ts'
import { correctionsOf, originalDeadline } from './corrections.ts'
import type { Store, StoredIncident } from './store/store.ts'
import type { LoadedVersion } from './versions.ts'

const hasHappened = (at: number | null | undefined, asOfMs: number): at is number =>
  at != null && at <= asOfMs

/** State as of a moment; what happened later had not happened yet. */
export function incidentState(incident: StoredIncident, asOfMs: number): IncidentSummary['state'] {
  const { voided, refused, closed } = incident.moments
  if (hasHappened(voided, asOfMs)) return 'voided'
  if (hasHappened(refused, asOfMs)) return 'refused'
  if (endedAt(incident, asOfMs) !== null) return hasHappened(closed, asOfMs) ? 'closed' : 'handled'
  const deadlineAt = deadlineKnownAt(incident, asOfMs)
  return deadlineAt !== null && deadlineAt < asOfMs ? 'overdue' : 'open'
}

export function incidentSummary(
  incident: StoredIncident,
  version: LoadedVersion,
  asOfMs: number,
): IncidentSummary {
  const sensitive = isSensitive(version, incident.category)
  return {
    id: incident.id,
    source: incident.source,
    sourceId: incident.sourceId,
    category: incident.category,
    urgency: incident.urgency,
    unit: placeOf(incident, version, sensitive),
    receivedAt: new Date(incident.moments.received).toISOString(),
    state: incidentState(incident, asOfMs),
    deadlineAt: instantOrNull(deadlineKnownAt(incident, asOfMs)),
    endedAt: instantOrNull(endedAt(incident, asOfMs)),
    returned:
      hasHappened(incident.moments.reworked, asOfMs) || hasHappened(incident.moments.reopened, asOfMs),
    organisation: incident.assignments ? responsibleAt(incident.assignments, asOfMs) : incident.organisation,
    handlingLevel:
      incident.handlingLevel === null ? null : (version.city.levels[incident.handlingLevel]?.key ?? null),
    sensitive,
    lngLat:
      sensitive || incident.x === null || incident.y === null
        ? null
        : [incident.x / SCALE, incident.y / SCALE],
    approximate: incident.approximate,
  }
}

/** `versions` is the incident as it was written each time, first to last. */
export function incidentDetail(
  incident: StoredIncident,
  versions: Awaited<ReturnType<Store['readIncidentVersions']>>,
  version: LoadedVersion,
  asOfMs: number,
): IncidentDetail {
  const source = version.city.sources.find((candidate) => candidate.key === incident.source)
  const moments: Record<string, string> = {}
  for (const moment of MOMENTS) {
    const at = incident.moments[moment]
    if (hasHappened(at, asOfMs)) moments[moment] = new Date(at).toISOString()
  }
  const summary = incidentSummary(incident, version, asOfMs)
  const assignments = assignmentsBy(incident.assignments ?? [], asOfMs)
  const organisations = assignments.map(({ organisation }) => organisation)
  return {
    ...summary,
    moments,
    link: source?.linkTemplate?.replace('{id}', encodeURIComponent(incident.sourceId)) ?? null,
    selfClosed: incident.selfClosed,
    changedSeq: incident.changedSeq,
    originalDeadlineAt: firstDeadline(incident, versions, asOfMs),
    assignments: assignments.map(({ organisation, role, fromAt, toAt, deadlineAt, outcome }) => ({
      organisation,
      role,
      from: new Date(fromAt).toISOString(),
      to: instantOrNull(toAt),
      deadlineAt: instantOrNull(deadlineAt),
      outcome,
    })),
    organisationNames: organisationNames(version, [...organisations, summary.organisation]),
    corrections: correctionsOf(versions),
  }
}

/** Where by then another deadline held. */
function firstDeadline(
  incident: StoredIncident,
  versions: Awaited<ReturnType<Store['readIncidentVersions']>>,
  asOfMs: number,
): string | null {
  const { originalDeadlineAt = null, deadlineAt } = incident
  if (originalDeadlineAt === null) return originalDeadline(versions)
  return deadlineKnownAt(incident, asOfMs) === deadlineAt ? instantOrNull(originalDeadlineAt) : null
}

/** Names of those of `keys` that have one. */
export function organisationNames(
  { city }: LoadedVersion,
  keys: Iterable<string | null>,
): IncidentDetail['organisationNames'] {
  const wanted = new Set(keys)
  const known = (city.organisations ?? []).filter(({ key }) => wanted.has(key))
  return Object.fromEntries(known.map(({ key, name }) => [key, name]))
}

/** The finest level at which matters of sensitive categories may be counted: village; where none is called so, the finest. */
export function sensitiveLevel({ city }: LoadedVersion): number {
  const village = city.levels.findIndex((level) => level.key === 'village')
  return village >= 0 ? village : city.levels.length - 1
}

export const isSensitive = ({ city }: LoadedVersion, category: string): boolean =>
  city.categories.some(({ code, sensitive }) => sensitive && category.startsWith(code))

function placeOf(
  incident: StoredIncident,
  version: LoadedVersion,
  sensitive: boolean,
): IncidentSummary['unit'] {
  const { table, city } = version
  let row = incident.unitId === null ? -1 : table.rowOf(incident.unitId)
  if (row >= 0 && sensitive) row = ancestorAt(table, row, sensitiveLevel(version))
  if (row < 0) return null
  const above: Unit[] = []
  for (let at = table.parent[row]; at >= 0; at = table.parent[at]) above.unshift(table.units[at])
  const { id, code, name, level } = table.units[row]
  return {
    ...{ id, code, name, level: city.levels[level].key },
    path: above.map((unit) => unit.name),
    ancestorIds: above.map((unit) => unit.id),
  }
}

const instantOrNull = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString())
