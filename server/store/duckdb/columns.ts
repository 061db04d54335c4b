// The columns of an incident on disk, in one list: DDL, staging, comparing, superseding and reading are all
// derived from it. Texts that repeat (category, source …) are stored as term ids (terms.ts): a third of
// the bytes, and filters compare integers.
import { type IncidentRecord, MOMENTS } from '#data/model/incident.ts'

export interface IncidentColumn {
  readonly name: string
  readonly type: 'BIGINT' | 'INTEGER' | 'SMALLINT' | 'BOOLEAN'
  /** The value as a double for staging; NaN is NULL. `term` interns a text. */
  readonly value: (record: IncidentRecord, term: (text: string | null) => number) => number
}

/** What "never" is in `ended_at`, so that one comparison finds open matters: the latest Date, ms. */
export const NEVER_MS = 8.64e15

const orNaN = (value: number | null | undefined): number => value ?? Number.NaN
/** The first end of a matter, NEVER_MS while it has none. */
function endOf({ handled, closed, voided }: IncidentRecord['moments']): number {
  let end = NEVER_MS
  if (handled !== null && handled !== undefined && handled < end) end = handled
  if (closed !== null && closed !== undefined && closed < end) end = closed
  if (voided !== null && voided !== undefined && voided < end) end = voided
  return end
}

const terms = (name: string, text: (record: IncidentRecord) => string | null): IncidentColumn => ({
  name,
  type: 'INTEGER',
  value: (record, term) => term(text(record)),
})

export const INCIDENT_COLUMNS: readonly IncidentColumn[] = [
  terms('source', (record) => record.source),
  terms('category', (record) => record.category),
  terms('urgency', (record) => record.urgency),
  { name: 'unit_id', type: 'BIGINT', value: (record) => record.unitId ?? 0 },
  terms('unlocated_cause', (record) => record.unlocatedCause),
  { name: 'x', type: 'INTEGER', value: (record) => orNaN(record.x) },
  { name: 'y', type: 'INTEGER', value: (record) => orNaN(record.y) },
  { name: 'approximate', type: 'BOOLEAN', value: (record) => Number(record.approximate) },
  ...MOMENTS.map(
    (moment): IncidentColumn => ({
      name: `${moment}_at`,
      type: 'BIGINT',
      value: (record) => orNaN(record.moments[moment]),
    }),
  ),
  { name: 'deadline_at', type: 'BIGINT', value: (record) => orNaN(record.deadlineAt) },
  { name: 'response_deadline_at', type: 'BIGINT', value: (record) => orNaN(record.responseDeadlineAt) },
  terms('organisation', (record) => record.organisation),
  { name: 'handling_level', type: 'SMALLINT', value: (record) => orNaN(record.handlingLevel) },
  { name: 'self_closed', type: 'BOOLEAN', value: (record) => Number(record.selfClosed) },
  {
    name: 'satisfied',
    type: 'BOOLEAN',
    value: (record) => (record.satisfied === null ? Number.NaN : Number(record.satisfied)),
  },
  terms('exclusion', (record) => record.exclusion),
  // Derived, stored so that windows can be skipped by the column's minimum and maximum.
  {
    name: 'settles_at',
    type: 'BIGINT',
    value: ({ moments, deadlineAt }) =>
      deadlineAt === null ? Number.NaN : Math.min(deadlineAt, moments.handled ?? deadlineAt),
  },
  {
    name: 'ended_at',
    type: 'BIGINT',
    value: ({ moments }) => endOf(moments),
  },
]

export const COLUMN_NAMES: readonly string[] = INCIDENT_COLUMNS.map((column) => column.name)
