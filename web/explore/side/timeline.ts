// Moments of an incident and its assignments in the order they happened, with the deadline where it falls among them and
// an open circle at the end while the matter is not settled.

import type { Moment } from '#data/model/incident.ts'
import type { IncidentDetail } from '#data/model/incidentsApi.ts'

/** Given to an organisation, as lead or in support, and how one that did not handle it let it go. */
export type StepKey =
  | Moment
  | 'deadline'
  | 'assigned'
  | 'supported'
  | 'returned'
  | 'transferred'
  | 'withdrawn'

export interface TimelineStep {
  readonly key: StepKey
  /** Key of the organisation a step is about. */
  readonly organisation?: string
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

/** The moment an assignment's step stands for. */
const STANDS_FOR = {
  assigned: 'dispatched',
  supported: 'dispatched',
  returned: 'accepted',
  transferred: 'accepted',
  withdrawn: 'accepted',
} as const satisfies Partial<Record<StepKey, Moment>>
const reached = (key: StepKey): Moment => STANDS_FOR[key as keyof typeof STANDS_FOR] ?? (key as Moment)

function assignmentSteps(assignments: IncidentDetail['assignments']) {
  return assignments.flatMap(({ organisation, role, from, to, outcome }) => [
    { key: role === 'lead' ? ('assigned' as const) : ('supported' as const), at: from, organisation },
    ...(to !== null && outcome !== null && outcome !== 'done'
      ? [{ key: outcome, at: to, organisation }]
      : []),
  ])
}

export function timelineOf(
  incident: Pick<IncidentDetail, 'moments' | 'deadlineAt' | 'state' | 'assignments'>,
  order: readonly Moment[],
): TimelineStep[] {
  const { deadlineAt } = incident
  // The assignments tell who it was dispatched to; the bare moment would say it twice.
  const moments = order.filter((key) => key !== 'dispatched' || incident.assignments.length === 0)
  const happened = moments.flatMap((key) =>
    incident.moments[key] ? [{ key, at: incident.moments[key] }] : [],
  )
  const rank = (key: StepKey): number => order.indexOf(reached(key))
  const done: { key: StepKey; at: string; organisation?: string }[] = [
    ...happened,
    ...assignmentSteps(incident.assignments),
  ].sort((a, b) => Date.parse(a.at) - Date.parse(b.at) || rank(a.key) - rank(b.key))
  const steps: TimelineStep[] = done.map((step) => ({
    ...step,
    kind: deadlineAt !== null && Date.parse(step.at) > Date.parse(deadlineAt) ? 'late' : 'done',
  }))
  if (deadlineAt !== null) {
    const behind = steps.findIndex((step) => step.kind === 'late')
    steps.splice(behind < 0 ? steps.length : behind, 0, { key: 'deadline', at: deadlineAt, kind: 'deadline' })
  }
  const isWaiting = incident.state === 'open' || incident.state === 'overdue'
  const next = isWaiting ? NEXT[reached(done[done.length - 1]?.key ?? 'received')] : undefined
  if (next) {
    const now: TimelineStep = { key: next, at: null, kind: 'now' }
    if (incident.state === 'open' && steps[steps.length - 1]?.key === 'deadline')
      steps.splice(steps.length - 1, 0, now)
    else steps.push(now)
  }
  return steps
}
