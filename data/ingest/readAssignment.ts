// One row of a table of assignments → one assignment of a matter, or the reason why not. A row is one holding: it began when
// it was given (or accepted, where that alone is told), and ended once, done or sent back.
import type { Assignment } from '../model/assignment.ts'
import { isScientific } from './columns.ts'
import { type Rejection, shorten } from './incidentRow.ts'
import { createInstantParser } from './instants.ts'
import { ASSIGNMENT_FIELDS, type AssignmentMapping } from './mapping.ts'
import { createZone } from './zone.ts'

export interface ReadAssignment {
  readonly sourceId: string
  readonly assignment: Assignment
}

export type AssignmentReader = (values: readonly string[]) => ReadAssignment | Rejection

type Role = Assignment['role']

const LEAD = /^(主办|牵头|主责|承办|主办单位|lead|primary|main|owner)$/i
const SUPPORT = /^(协办|配合|协同|支援|协办单位|support|assist|secondary)$/i

/** '' is a lead: a table without the word names who has the matter. */
function usualRole(text: string): Role | null {
  if (text === '' || LEAD.test(text)) return 'lead'
  return SUPPORT.test(text) ? 'support' : null
}

const KEYS = ['sourceId', 'organisation'] as const

export function createAssignmentReader(
  mapping: AssignmentMapping,
  headers: readonly string[],
): AssignmentReader {
  const { columns, roles, zone, dateForm } = mapping
  const instantOf = createInstantParser(createZone(zone), dateForm)
  const places = Object.fromEntries(
    ASSIGNMENT_FIELDS.map((field) => [field, headers.indexOf(columns[field] ?? '')]),
  ) as Record<(typeof ASSIGNMENT_FIELDS)[number], number>
  type Field = keyof typeof places
  const refuse = (field: Field, reason: string, example: string): Rejection => ({
    field: columns[field] ?? field,
    reason,
    example: shorten(example),
  })
  return (values) => {
    const text = (field: Field): string => (places[field] < 0 ? '' : (values[places[field]] ?? '').trim())
    for (const field of KEYS) {
      if (text(field) === '') return refuse(field, 'empty', '')
      if (isScientific(text(field))) return refuse(field, 'scientific-code', text(field))
    }
    const role = roles[text('role')] ?? usualRole(text('role'))
    if (role === null) return refuse('role', 'unknown-role', text('role'))
    const instants: Partial<Record<Field, number>> = {}
    for (const field of ['assigned', 'accepted', 'completed', 'returned', 'deadline'] as const) {
      if (text(field) === '') continue
      const at = instantOf(text(field))
      if (at === null) return refuse(field, 'not-a-date', text(field))
      instants[field] = at
    }
    const fromAt = instants.assigned ?? instants.accepted
    if (fromAt === undefined) return refuse('assigned', 'empty', '')
    if (instants.completed !== undefined && instants.returned !== undefined)
      return refuse('returned', 'two-ends', text('returned'))
    const end = instants.completed === undefined ? 'returned' : 'completed'
    const toAt = instants[end] ?? null
    if (toAt !== null && toAt < fromAt) return refuse(end, 'ends-before-begins', text(end))
    const outcome = toAt === null ? null : end === 'completed' ? 'done' : 'returned'
    const deadlineAt = instants.deadline ?? null
    return {
      sourceId: text('sourceId'),
      assignment: { organisation: text('organisation'), role, fromAt, toAt, deadlineAt, outcome },
    }
  }
}

export const isRejection = (read: ReadAssignment | Rejection): read is Rejection => 'reason' in read
