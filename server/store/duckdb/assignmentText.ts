// Assignments as they stand in a row: [[organisation, lead, from, to, deadline, outcome], …] in the order they began, terms
// and outcomes as numbers. One short text beside the row is versioned with it; SQL reads it as a list of lists.
import { ASSIGNMENT_OUTCOMES, type Assignment, inOrder } from '#data/model/assignment.ts'
import type { Terms } from './terms.ts'

export function assignmentText(assignments: readonly Assignment[], terms: Pick<Terms, 'idOf'>): string {
  const rows = inOrder(assignments).map((each) => [
    terms.idOf(each.organisation),
    each.role === 'lead' ? 1 : 0,
    each.fromAt,
    each.toAt,
    each.deadlineAt,
    each.outcome === null ? null : ASSIGNMENT_OUTCOMES.indexOf(each.outcome),
  ])
  return JSON.stringify(rows)
}

export function assignmentsOfText(text: string, terms: Pick<Terms, 'textOf'>): Assignment[] {
  const rows = JSON.parse(text) as [number, number, number, number | null, number | null, number | null][]
  return rows.map(([organisation, lead, fromAt, toAt, deadlineAt, outcome]) => ({
    organisation: terms.textOf(organisation) ?? '',
    role: lead === 1 ? 'lead' : 'support',
    fromAt,
    toAt,
    deadlineAt,
    outcome: outcome === null ? null : ASSIGNMENT_OUTCOMES[outcome],
  }))
}

/**
 * Term id of who was responsible at an instant (an expression), as responsibleAt has it. Only rows whose responsibility
 * changed later have their assignments read.
 */
export function responsibleSql(instant: string): string {
  const leads = `list_filter(from_json(assignments, '[["BIGINT"]]'), lambda a: a[2] = 1 AND a[3] <= ${instant})`
  const last = `(${leads})[-1]`
  return `CASE WHEN organisation_since_at > ${instant}
    THEN CASE WHEN ${last}[4] <= ${instant} AND ${last}[6] > 0 THEN NULL ELSE ${last}[1] END::INTEGER
    ELSE organisation END`
}
