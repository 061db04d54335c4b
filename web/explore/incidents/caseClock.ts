// The clock of one case: natural time since it came in, without the time it stood suspended, against its deadline.
// It stops at its end; while suspended it stands.
import { type WorkingTime, workingMsBetween } from '#data/calendar/workingTime.ts'
import type { IncidentDetail } from '#data/model/incidentsApi.ts'
import { localDay, startOfDayMs } from '../../shared/zone.ts'

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

/** The same in hours of work: gone by without what stood suspended, and allowed from received to the deadline. */
export function workClock(
  incident: Pick<IncidentDetail, 'moments' | 'receivedAt' | 'endedAt' | 'deadlineAt'>,
  nowMs: number,
  working: WorkingTime,
  zone: string,
): { readonly elapsedMs: number; readonly allowedMs: number | null } {
  const between = (from: number, to: number): number =>
    workingMsBetween(wallMs(from, zone), wallMs(to, zone), working)
  const received = Date.parse(incident.receivedAt)
  const end = incident.endedAt === null ? nowMs : Date.parse(incident.endedAt)
  const { suspendedMs } = caseClock(incident, nowMs)
  const from = suspendedMs > 0 ? Date.parse(incident.moments.suspended) : end
  return {
    elapsedMs: between(received, end) - between(from, from + suspendedMs),
    allowedMs: incident.deadlineAt === null ? null : between(received, Date.parse(incident.deadlineAt)),
  }
}

/** Local wall time as if it were UTC. */
function wallMs(ms: number, zone: string): number {
  const day = localDay(ms, zone)
  return Date.parse(`${day}T00:00:00Z`) + ms - startOfDayMs(day, zone)
}
