// Assignments (派遣): to whom a matter was given, from when to when, by when it was to be done, and how that ended. The lead
// in force is responsible for it: a delay is charged to who held it then, not to who had it first or last.

export const ASSIGNMENT_ROLES = ['lead', 'support'] as const
/** done: it handled the matter. The others hand it on: sent back, given to another, taken away. */
export const ASSIGNMENT_OUTCOMES = ['done', 'returned', 'transferred', 'withdrawn'] as const
export type AssignmentOutcome = (typeof ASSIGNMENT_OUTCOMES)[number]

export interface Assignment {
  /** Key of the organisation. */
  readonly organisation: string
  readonly role: (typeof ASSIGNMENT_ROLES)[number]
  /** Milliseconds since 1970 UTC. */
  readonly fromAt: number
  /** null: it goes on. */
  readonly toAt: number | null
  /** By when this organisation was to do its part; null: none of its own. */
  readonly deadlineAt: number | null
  /** null: it goes on, or it is not told how it ended. */
  readonly outcome: AssignmentOutcome | null
}

/** In the order they began; the canonical order of storing and telling them. */
export const inOrder = (assignments: readonly Assignment[]): Assignment[] =>
  [...assignments].sort(
    (a, b) =>
      a.fromAt - b.fromAt ||
      a.role.localeCompare(b.role) ||
      (a.organisation < b.organisation ? -1 : a.organisation > b.organisation ? 1 : 0),
  )

const handsOn = ({ outcome }: Assignment): boolean => outcome !== null && outcome !== 'done'

/** Who answers for the matter at a moment: the last lead begun by then, nobody once it has handed the matter on. */
export function responsibleAt(assignments: readonly Assignment[], atMs: number): string | null {
  const leads = inOrder(assignments).filter(({ role, fromAt }) => role === 'lead' && fromAt <= atMs)
  const last = leads[leads.length - 1]
  if (!last || (last.toAt !== null && last.toAt <= atMs && handsOn(last))) return null
  return last.organisation
}

/** From when on responsibleAt is what it is at the end of time; null: no lead. */
export function responsibleSince(assignments: readonly Assignment[]): number | null {
  const leads = inOrder(assignments).filter(({ role }) => role === 'lead')
  const last = leads[leads.length - 1]
  if (!last) return null
  return last.toAt !== null && handsOn(last) ? Math.max(last.fromAt, last.toAt) : last.fromAt
}

/** What was known at a moment: later assignments are not there, later ends had not come. */
export const assignmentsBy = (assignments: readonly Assignment[], atMs: number): Assignment[] =>
  assignments
    .filter(({ fromAt }) => fromAt <= atMs)
    .map((each) => (each.toAt === null || each.toAt <= atMs ? each : { ...each, toAt: null, outcome: null }))
