// The clock of one case: natural time since it came in, without the time it stood suspended, against its deadline.
// It stops at its end; while suspended it stands.
import type { IncidentDetail } from '#data/model/api.ts'

export interface CaseClock {
  /** From received to the end, or to now. */
  readonly elapsedMs: number
  readonly suspendedMs: number
  readonly isSuspended: boolean
  readonly hasEnded: boolean
  /** Deadline − end, or − now: negative is late. null: no deadline. */
  readonly leftMs: number | null
}

export function caseClock(
  incident: Pick<IncidentDetail, 'moments' | 'receivedAt' | 'endedAt' | 'deadlineAt'>,
  nowMs: number,
): CaseClock {
  const end = incident.endedAt === null ? nowMs : Date.parse(incident.endedAt)
  const { suspended, resumed } = incident.moments
  const from = suspended ? Date.parse(suspended) : end
  const isSuspended = suspended !== undefined && (resumed === undefined || Date.parse(resumed) < from)
  const to = isSuspended || !resumed ? end : Math.min(end, Date.parse(resumed))
  return {
    elapsedMs: end - Date.parse(incident.receivedAt),
    suspendedMs: Math.max(0, to - from),
    isSuspended: isSuspended && incident.endedAt === null,
    hasEnded: incident.endedAt !== null,
    leftMs: incident.deadlineAt === null ? null : Date.parse(incident.deadlineAt) - end,
  }
}
