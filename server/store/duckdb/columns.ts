// The columns of an incident on disk, in one list: DDL, staging, comparing, superseding and reading are all
// derived from it. Texts that repeat (category, source …) are stored as term ids (terms.ts): a third of
// the bytes, and filters compare integers.
import { responsibleSince } from '#data/model/assignment.ts'
import { MOMENTS } from '#data/model/incident.ts'
import {
  type IncidentColumns,
  type NumberColumn,
  type NumberField,
  numberAt,
  type TextField,
} from '#data/model/incidentColumns.ts'

type IdOfTerm = (text: string | null) => number

export interface IncidentColumn {
  readonly name: string
  readonly type: 'BIGINT' | 'INTEGER' | 'SMALLINT' | 'BOOLEAN'
  /** The column as doubles for staging; NaN is NULL. */
  readonly values: (incidents: IncidentColumns, idOfTerm: IdOfTerm) => NumberColumn
}

/** What "never" is in `ended_at`, so that one comparison finds open matters: the latest Date, ms. */
export const NEVER_MS = 8.64e15

/** The lesser; the other where one is NaN, which Math.min would give. */
const earlier = (a: number, b: number): number => (a < b || Number.isNaN(b) ? a : b)

const terms = (name: string, field: TextField): IncidentColumn => ({
  name,
  type: 'INTEGER',
  values: ({ texts }, idOfTerm) => {
    const { texts: distinct, codes } = texts[field]
    const ids = distinct.map(idOfTerm)
    if (codes === null) return ids[0] ?? Number.NaN
    const column = new Float64Array(codes.length)
    for (let row = 0; row < codes.length; row++) column[row] = ids[codes[row]]
    return column
  },
})

const numbers = (name: string, type: IncidentColumn['type'], field: NumberField): IncidentColumn => ({
  name,
  type,
  values: (incidents) => incidents.numbers[field],
})

/** A column worked out row by row from others, at most five. */
function derived(
  name: string,
  fields: readonly NumberField[],
  value: (...of: number[]) => number,
): IncidentColumn {
  return {
    name,
    type: 'BIGINT',
    values: ({ length, numbers }) => {
      const columns = fields.map((field) => numbers[field])
      if (columns.every((column) => typeof column === 'number')) return value(...columns)
      // Told apart once: this runs for every row of an import.
      const [a, b = Number.NaN, c = Number.NaN, d = Number.NaN, e = Number.NaN] = columns
      const column = new Float64Array(length)
      for (let row = 0; row < length; row++)
        column[row] = value(
          numberAt(a, row),
          numberAt(b, row),
          numberAt(c, row),
          numberAt(d, row),
          numberAt(e, row),
        )
      return column
    },
  }
}

export const INCIDENT_COLUMNS: readonly IncidentColumn[] = [
  terms('source', 'source'),
  terms('category', 'category'),
  terms('urgency', 'urgency'),
  derived('unit_id', ['unitId'], (unitId) => (Number.isNaN(unitId) ? 0 : unitId)),
  terms('unlocated_cause', 'unlocatedCause'),
  numbers('x', 'INTEGER', 'x'),
  numbers('y', 'INTEGER', 'y'),
  numbers('approximate', 'BOOLEAN', 'approximate'),
  ...MOMENTS.map((moment) => numbers(`${moment}_at`, 'BIGINT', moment)),
  numbers('deadline_at', 'BIGINT', 'deadlineAt'),
  numbers('original_deadline_at', 'BIGINT', 'originalDeadlineAt'),
  numbers('response_deadline_at', 'BIGINT', 'responseDeadlineAt'),
  terms('organisation', 'organisation'),
  {
    // Before it another organisation was responsible, or none: the assignments tell.
    name: 'organisation_since_at',
    type: 'BIGINT',
    values: ({ assignments, length }) => {
      if (!assignments) return Number.NaN
      const column = new Float64Array(length)
      for (let row = 0; row < length; row++)
        column[row] = responsibleSince(assignments[row] ?? []) ?? Number.NaN
      return column
    },
  },
  numbers('handling_level', 'SMALLINT', 'handlingLevel'),
  numbers('self_closed', 'BOOLEAN', 'selfClosed'),
  numbers('satisfied', 'BOOLEAN', 'satisfied'),
  terms('exclusion', 'exclusion'),
  // Derived, stored so that windows can be skipped by the column's minimum and maximum.
  derived('settles_at', ['deadlineAt', 'handled'], (deadline, handled) =>
    Number.isNaN(deadline) ? deadline : earlier(handled, deadline),
  ),
  // What reopening undid is no end. Before that a matter had ended all the same: sliceSql reads it so.
  derived(
    'ended_at',
    ['handled', 'closed', 'reopened', 'refused', 'voided'],
    (handled, closed, reopened, refused, voided) => {
      const done = earlier(reopened >= handled ? NEVER_MS : handled, reopened >= closed ? NEVER_MS : closed)
      return earlier(earlier(done, NEVER_MS), earlier(refused, voided))
    },
  ),
]

/** The same in SQL, for rows of before reopening and refusal counted. */
export const ENDED_SQL = `least(CASE WHEN coalesce(reopened_at >= handled_at, FALSE) THEN NULL ELSE handled_at END,
  CASE WHEN coalesce(reopened_at >= closed_at, FALSE) THEN NULL ELSE closed_at END, refused_at, voided_at, ${NEVER_MS}::BIGINT)`

/** The assignments as text (assignmentText.ts); NULL: none were ever told. */
export const ASSIGNMENTS = 'assignments'
export const COLUMN_NAMES: readonly string[] = [...INCIDENT_COLUMNS.map((column) => column.name), ASSIGNMENTS]

/** What a record that tells no assignments leaves as it is where some are stored. */
const KEPT_WITH_ASSIGNMENTS: readonly string[] = ['organisation', 'organisation_since_at', ASSIGNMENTS]

/** A column as it will stand when the staged row `next` is written over the row `old`. */
export const writtenSql = (name: string, next: string, old: string): string =>
  KEPT_WITH_ASSIGNMENTS.includes(name)
    ? `CASE WHEN ${next}.${ASSIGNMENTS} IS NULL AND ${old}.${ASSIGNMENTS} IS NOT NULL THEN ${old}.${name} ELSE ${next}.${name} END`
    : `${next}.${name}`
