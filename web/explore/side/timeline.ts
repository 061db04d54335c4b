// Moments of an incident in the order they happened, with the deadline where it falls among them and an
// open circle at the end while the matter is not settled.
import type { IncidentDetail } from '#data/model/api.ts'
import type { Moment } from '#data/model/incident.ts'

export interface TimelineStep {
  readonly key: Moment | 'deadline'
  readonly at: string | null
  /** late: happened after the deadline. now: what is waited for. */
  readonly kind: 'done' | 'late' | 'deadline' | 'now'
}

/** What usually comes next, from the stage reached. */
const NEXT: Partial<Record<Moment, Moment>> = {
  received: 'accepted',
  accepted: 'dispatched',
  dispatched: 'handled',
  responded: 'handled',
  reworked: 'handled',
  reopened: 'handled',
}

export function timelineOf(
  incident: Pick<IncidentDetail, 'moments' | 'deadlineAt' | 'state'>,
  order: readonly Moment[],
): TimelineStep[] {
  const { deadlineAt } = incident
  const done = order
    .flatMap((key) => (incident.moments[key] ? [{ key, at: incident.moments[key] }] : []))
    .sort((a, b) => Date.parse(a.at) - Date.parse(b.at) || order.indexOf(a.key) - order.indexOf(b.key))
  const steps: TimelineStep[] = done.map(({ key, at }) => ({
    key,
    at,
    kind: deadlineAt !== null && Date.parse(at) > Date.parse(deadlineAt) ? 'late' : 'done',
  }))
  if (deadlineAt !== null) {
    const behind = steps.findIndex((step) => step.kind === 'late')
    steps.splice(behind < 0 ? steps.length : behind, 0, { key: 'deadline', at: deadlineAt, kind: 'deadline' })
  }
  const isWaiting = incident.state === 'open' || incident.state === 'overdue'
  const next = isWaiting ? NEXT[done[done.length - 1]?.key ?? 'received'] : undefined
  if (next) {
    const now: TimelineStep = { key: next, at: null, kind: 'now' }
    if (incident.state === 'open' && steps[steps.length - 1]?.key === 'deadline')
      steps.splice(steps.length - 1, 0, now)
    else steps.push(now)
  }
  return steps
}
