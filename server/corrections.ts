// What was corrected in an incident from one writing to the next. A moment that is new is progress, not a correction;
// one that moved or was taken back is. Given to another by an assignment, or a deadline moved by an extension, is progress too.
import { MOMENTS } from '#data/model/incident.ts'
import type { Store, StoredIncident } from './store/store.ts'

type Versions = Awaited<ReturnType<Store['readIncidentVersions']>>

const FIELDS = {
  category: ({ category }) => category,
  urgency: ({ urgency }) => urgency,
  place: ({ unitId, x, y }) => `${unitId} ${x} ${y}`,
  deadlineAt: ({ deadlineAt }) => deadlineAt,
  organisation: ({ organisation }) => organisation,
  exclusion: ({ exclusion }) => exclusion,
} satisfies Record<string, (incident: StoredIncident) => string | number | null>

function isProgress(name: string, before: StoredIncident, after: StoredIncident): boolean {
  if (name === 'organisation') return before.organisation === null || after.assignments !== undefined
  return name === 'deadlineAt' && after.moments.extended != null && before.moments.extended == null
}

/** Names of FIELDS and of moments. */
function correctedFields(before: StoredIncident, after: StoredIncident): string[] {
  const fields = Object.entries(FIELDS).flatMap(([name, value]) =>
    value(before) === value(after) || isProgress(name, before, after) ? [] : [name],
  )
  const moments = MOMENTS.filter((moment) => {
    const was = before.moments[moment]
    return was != null && was !== after.moments[moment]
  })
  return [...fields, ...moments]
}

/** Newest first; writings without a correction are left out. `versions` first to last. */
export function correctionsOf(versions: Versions): { seq: number; writtenAt: string; fields: string[] }[] {
  return versions
    .slice(1)
    .map((version, index) => ({
      seq: version.changedSeq,
      writtenAt: new Date(version.writtenAtMs).toISOString(),
      fields: correctedFields(versions[index], version),
    }))
    .filter(({ fields }) => fields.length > 0)
    .reverse()
}

/** The first deadline, where it is another than the one that holds. */
export function originalDeadline(versions: Versions): string | null {
  const first = versions.find(({ deadlineAt }) => deadlineAt !== null)?.deadlineAt ?? null
  const last = versions[versions.length - 1]?.deadlineAt ?? null
  return first === null || first === last ? null : new Date(first).toISOString()
}
