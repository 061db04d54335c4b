// An incident as the API shows it, as of a moment: its state, its place in today's version, its link.

import { SCALE } from '#data/coverage/coverage.ts'
import { assignmentsBy, responsibleAt } from '#data/model/assignment.ts'
import { deadlineKnownAt, endedAt, MOMENTS } from '#data/model/incident.ts'
import type { IncidentDetail, IncidentSummary } from '#data/model/incidentsApi.ts'
import { fallsUnder, finestSensitiveLevel } from '#data/model/sensitivity.ts'
import { ancestorAt, type Unit } from '#data/model/unit.ts'
import type { ListedCase } from '#data/tables/incidentTable.ts'
import { correctionsOf, originalDeadline } from './corrections.ts'
import type { Store, StoredIncident } from './store/store.ts'
import type { LoadedVersion } from './versions.ts'

const hasHappened = (at: number | null | undefined, asOfMs: number): at is number =>
  at != null && at <= asOfMs

/** State at a moment; what happened later had not happened yet. `knownMs`: the deadline is the one known by then. */
export function incidentState(
  incident: StoredIncident,
  atMs: number,
  knownMs = atMs,
): IncidentSummary['state'] {
  const { voided, refused, closed } = incident.moments
  if (hasHappened(voided, atMs)) return 'voided'
  if (hasHappened(refused, atMs)) return 'refused'
  if (endedAt(incident, atMs) !== null) return hasHappened(closed, atMs) ? 'closed' : 'handled'
  const deadlineAt = deadlineKnownAt(incident, knownMs)
  return deadlineAt !== null && deadlineAt < atMs ? 'overdue' : 'open'
}

/** @param atMs how it stood then, with the deadline as known at `asOfMs`: as stocks of a past window are counted */
export function incidentSummary(
  incident: StoredIncident,
  version: LoadedVersion,
  asOfMs: number,
  atMs = asOfMs,
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
    state: incidentState(incident, atMs, asOfMs),
    deadlineAt: instantOrNull(deadlineKnownAt(incident, asOfMs)),
    endedAt: instantOrNull(endedAt(incident, atMs)),
    returned: hasHappened(incident.moments.reworked, atMs) || hasHappened(incident.moments.reopened, atMs),
    organisation: incident.assignments ? responsibleAt(incident.assignments, atMs) : incident.organisation,
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

/** What had happened by then. */
function momentsBy(incident: StoredIncident, asOfMs: number): Record<string, string> {
  const moments: Record<string, string> = {}
  for (const moment of MOMENTS) {
    const at = incident.moments[moment]
    if (hasHappened(at, asOfMs)) moments[moment] = new Date(at).toISOString()
  }
  return moments
}

/** As a row of a table to take away. */
export function listedCase(
  incident: StoredIncident,
  version: LoadedVersion,
  asOfMs: number,
  toldAtMs: number,
): ListedCase {
  const { handled = null, closed = null } = momentsBy(incident, toldAtMs)
  const summary = incidentSummary(incident, version, asOfMs, toldAtMs)
  return { ...summary, handledAt: handled, closedAt: closed, toldAtMs }
}

/** `versions` is the incident as it was written each time, first to last. */
export function incidentDetail(
  incident: StoredIncident,
  versions: Awaited<ReturnType<Store['readIncidentVersions']>>,
  version: LoadedVersion,
  asOfMs: number,
): IncidentDetail {
  const source = version.city.sources.find((candidate) => candidate.key === incident.source)
  const summary = incidentSummary(incident, version, asOfMs)
  const assignments = assignmentsBy(incident.assignments ?? [], asOfMs)
  const organisations = assignments.map(({ organisation }) => organisation)
  return {
    ...summary,
    moments: momentsBy(incident, asOfMs),
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

/** The finest level at which matters of sensitive categories may be counted. */
export const sensitiveLevel = ({ city }: LoadedVersion): number => finestSensitiveLevel(city)

export const isSensitive = ({ sensitive }: LoadedVersion, category: string): boolean =>
  fallsUnder(category, sensitive)

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
