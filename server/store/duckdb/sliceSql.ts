// The measures as SQL over incident rows. A window is half-open [from, to); "by asOf" is ≤ asOf; a moment after asOf
// has not happened. Measures are asked in groups by the moment that puts a matter into the window, so
// that each scan touches one moment column and skips what lies outside by its minimum and maximum.
import type { CountedMeasure } from '#data/metrics/metric.ts'
import type { Slice } from '#data/model/slice.ts'
import { listMoment, stockMoment } from '#data/model/stockMoment.ts'
import type { IncidentListQuery } from '../store.ts'
import { responsibleSql } from './assignmentText.ts'
import { NEVER_MS } from './columns.ts'
import type { Known } from './reading.ts'

export type Own = 'received' | 'settled' | 'closed' | 'handled' | 'due' | 'rated' | 'open'

/** Neither refused nor voided by asOf: somebody's to handle and to close. */
export const STANDS = 'coalesce(least(refused_at, voided_at) > $asOf, TRUE)'

/**
 * The moment a measure's own window is about, and what else must hold of a row (M is min(to, asOf)). The measures that are
 * settled count only what STANDS: their own window says so, another basis needs it said (whereOf).
 */
const SQL: Record<CountedMeasure, { own: Own; where: string }> = {
  received: { own: 'received', where: 'TRUE' },
  accepted: { own: 'received', where: 'accepted_at <= $asOf' },
  selfClosed: { own: 'received', where: 'self_closed AND least(handled_at, closed_at) <= $asOf' },
  settled: { own: 'settled', where: 'settles_at <= $asOf' },
  handled: { own: 'settled', where: 'settles_at <= $asOf AND handled_at <= $asOf' },
  onTime: {
    own: 'settled',
    where: 'settles_at <= $asOf AND handled_at <= $asOf AND handled_at <= deadline_at',
  },
  respondable: { own: 'settled', where: 'settles_at <= $asOf AND response_deadline_at IS NOT NULL' },
  responded: {
    own: 'settled',
    where: 'settles_at <= $asOf AND responded_at <= $asOf AND responded_at <= response_deadline_at',
  },
  handledInWindow: { own: 'handled', where: 'handled_at <= $asOf' },
  reworked: { own: 'handled', where: 'handled_at <= $asOf AND reworked_at <= $asOf' },
  extended: { own: 'handled', where: 'handled_at <= $asOf AND extended_at <= $asOf' },
  dueToClose: { own: 'due', where: `(deadline_at <= $asOf OR closed_at <= $asOf) AND ${STANDS}` },
  closedDue: { own: 'due', where: `closed_at <= $asOf AND ${STANDS}` },
  closed: { own: 'closed', where: `closed_at <= $asOf AND ${STANDS}` },
  closedWithin7: {
    own: 'received',
    where: 'received_at <= $weekBefore AND closed_at <= $asOf AND closed_at - received_at <= 604800000',
  },
  observed7: { own: 'received', where: 'received_at <= $weekBefore' },
  rated: { own: 'rated', where: 'rated_at <= $asOf' },
  satisfied: { own: 'rated', where: 'rated_at <= $asOf AND satisfied' },
  open: { own: 'open', where: 'TRUE' },
  overdue: { own: 'open', where: 'deadline_at < $moment' },
  timed: { own: 'received', where: STANDS },
  ended: { own: 'received', where: `${STANDS} AND least(handled_at, closed_at) <= $asOf` },
}

const IN_WINDOW: Record<Own, string> = {
  received: window('received_at'),
  settled: `(${window('settles_at')} AND ${STANDS})`,
  closed: window('closed_at'),
  handled: window('handled_at'),
  rated: window('rated_at'),
  due: `(${window('deadline_at')} OR ${window('closed_at')})`,
  open: '(received_at < $moment AND ended_at > $moment)',
}

function window(column: string): string {
  return `(${column} >= $from AND ${column} < $end)`
}

/** The moment whose responsible organisation a group of measures is charged to: who held the matter then, not who holds it now. */
const CHARGED_AT: Record<Own, string> = {
  received: '$moment',
  settled: 'settles_at',
  closed: 'closed_at',
  handled: 'handled_at',
  rated: '$moment',
  due: 'least(deadline_at, closed_at)',
  open: '$moment',
}

/** Term id of the organisation a row is charged to. */
export const chargedSql = (slice: Slice, own: Own): string => bind(responsibleSql(CHARGED_AT[own]), slice)

/** The moment that puts matters into a slice's population, or a list's state. */
export const populationOwn = (slice: Slice, state: IncidentListQuery['state'] = 'all'): Own => {
  if (state === 'open' || state === 'overdue') return 'open'
  return slice.basis === 'default' ? 'received' : slice.basis
}

const COLUMNS = /\b[a-z]+(?:_[a-z]+)*_at\b|\bself_closed\b|\bsatisfied\b/g

/** Instants as literals: numbers only, so nothing can be injected and DuckDB sees constants. */
export function bind(sql: string, slice: Slice): string {
  const values: Record<string, number> = {
    from: slice.fromMs,
    // Half-open end of what lies in the window and has happened by asOf.
    end: Math.min(slice.toMs, slice.asOfMs + 1),
    asOf: slice.asOfMs,
    weekBefore: slice.asOfMs - 7 * 86_400_000,
    moment: stockMoment(slice),
  }
  return sql.replace(/\$(\w+)/g, (_, name: string) => `${values[name]}::BIGINT`)
}

/**
 * Rows as they were at the slice's sequence, with the deadline as it was known at its moment. Without superseded rows it is
 * right only at the newest commit.
 */
export function rowsAtSql(slice: Slice, columns: string, where: string, known: Known): string {
  const asked = { slice, columns, where, known }
  const current = knownSql('incident', asked, 'TRUE')
  if (!known.hasVersions) return current
  const superseded = `changed_seq <= ${slice.seq} AND seq_to > ${slice.seq}`
  return `${knownSql('incident', asked, `changed_seq <= ${slice.seq}`)}
    UNION ALL ${knownSql('incident_version', asked, superseded)}`
}

/** What was written later than the moment asked about, and what stood in its stead. */
const LATER: readonly {
  readonly isKnown: (known: Known) => boolean
  readonly concerns: RegExp
  readonly when: string
  readonly stood: Readonly<Record<string, string>>
}[] = [
  {
    isKnown: ({ hasLaterExtensions }) => hasLaterExtensions,
    concerns: /\b(deadline_at|settles_at)\b/,
    when: '(extended_at > $asOf AND original_deadline_at IS NOT NULL)',
    stood: { deadline_at: 'original_deadline_at', settles_at: 'least(original_deadline_at, handled_at)' },
  },
  {
    isKnown: ({ hasLaterReopenings }) => hasLaterReopenings,
    concerns: /\bended_at\b/,
    when: '(reopened_at > $moment)',
    stood: { ended_at: `least(handled_at, closed_at, refused_at, voided_at, ${NEVER_MS}::BIGINT)` },
  },
]

/**
 * A matter extended after asOf still had its first deadline then, one reopened later had ended. Those few are read apart, so
 * that the others keep their stored columns, by whose minimum and maximum a scan skips.
 */
function knownSql(
  table: string,
  { slice, columns, where, known }: { slice: Slice; columns: string; where: string; known: Known },
  held: string,
): string {
  const all = `SELECT ${columns} FROM ${table} WHERE ${where} AND ${held}`
  const later = LATER.filter(
    ({ isKnown, concerns }) => isKnown(known) && concerns.test(`${columns} ${where}`),
  )
  if (later.length === 0) return all
  const isLater = bind(later.map(({ when }) => when).join(' OR '), slice)
  const columnsThen = later.flatMap(({ when, stood }) =>
    Object.entries(stood).map(
      ([column, value]) => `CASE WHEN ${bind(when, slice)} THEN ${value} ELSE ${column} END AS ${column}`,
    ),
  )
  return `${all} AND NOT coalesce(${isLater}, FALSE)
    UNION ALL SELECT ${columns} FROM (SELECT * REPLACE (${columnsThen.join(', ')}) FROM ${table} WHERE ${isLater})
    WHERE ${where} AND ${held}`
}

/** The condition that a row is in the slice's population under its basis; a `state` is a part of it or a stock. */
export function populationSql(slice: Slice, state: IncidentListQuery['state'] = 'all'): string {
  if (state === 'open') return bind(IN_WINDOW.open, slice)
  if (state === 'overdue') return bind(`${IN_WINDOW.open} AND ${SQL.overdue.where}`, slice)
  const population = IN_WINDOW[populationOwn(slice)]
  if (state === 'handled') return bind(`(${population} AND handled_at <= $asOf AND ${STANDS})`, slice)
  if (state === 'returned')
    return bind(`(${population} AND (reworked_at <= $asOf OR reopened_at <= $asOf))`, slice)
  return bind(population, slice)
}

/** What a list is sorted by, as an expression without NULL: at the moment its rows are told at. */
export function sortSql({ slice, state, sort }: Pick<IncidentListQuery, 'slice' | 'state' | 'sort'>): string {
  const at = `${listMoment(state, slice)}::BIGINT`
  if (sort === 'received') return 'received_at'
  if (sort === 'deadline') return `coalesce(deadline_at, ${NEVER_MS}::BIGINT)`
  if (sort === 'age') return `CASE WHEN ended_at > ${at} THEN ${at} - received_at ELSE -1 END`
  return `least(ended_at, ${at}) - received_at`
}

/** The condition of "overdue at the slice's moment" as an expression. */
export const overdueSql = (slice: Slice): string =>
  bind(`(${IN_WINDOW.open} AND ${SQL.overdue.where})`, slice)

/** The conditions that a row counts in each measure, and the moment each group of measures shares. */
export function memberGroups(
  slice: Slice,
  measures: readonly CountedMeasure[],
): { own: Own; window: string; members: { measure: CountedMeasure; where: string }[] }[] {
  const groups = new Map<Own, CountedMeasure[]>()
  for (const measure of measures) {
    const own = ownMoment(measure, slice)
    groups.set(own, [...(groups.get(own) ?? []), measure])
  }
  return [...groups].map(([own, group]) => ({
    own,
    window: bind(IN_WINDOW[own], slice),
    members: group.map((measure) => ({ measure, where: bind(whereOf(measure, own), slice) })),
  }))
}

/** One query per moment: unit_id, then a count per measure, in order. */
export function measureQueries(
  slice: Slice,
  measures: readonly CountedMeasure[],
  filterOf: (own: Own) => string,
  known: Known,
): { measures: CountedMeasure[]; sql: string }[] {
  const groups = new Map<Own, CountedMeasure[]>()
  for (const measure of measures) {
    const own = ownMoment(measure, slice)
    groups.set(own, [...(groups.get(own) ?? []), measure])
  }
  return [...groups].map(([own, group]) => ({
    measures: group,
    sql: bind(groupSql(slice, own, group, filterOf(own), known), slice),
  }))
}

/** A chosen basis takes the place of a measure's own moment; stocks have none. */
function ownMoment(measure: CountedMeasure, slice: Slice): Own {
  const { own } = SQL[measure]
  return slice.basis === 'default' || own === 'open' ? own : slice.basis
}

function whereOf(measure: CountedMeasure, own: Own): string {
  const { own: usual, where } = SQL[measure]
  return usual === 'settled' && own !== 'settled' ? `${where} AND ${STANDS}` : where
}

function groupSql(
  slice: Slice,
  own: Own,
  group: readonly CountedMeasure[],
  filter: string,
  known: Known,
): string {
  const columns = group.map((measure, index) => {
    const where = whereOf(measure, own)
    return `count(*)${where === 'TRUE' ? '' : ` FILTER (${where})`} AS m${index}`
  })
  const needed = new Set(group.flatMap((measure) => whereOf(measure, own).match(COLUMNS) ?? []))
  const inner = rowsAtSql(slice, ['unit_id', ...needed].join(', '), `${IN_WINDOW[own]} AND ${filter}`, known)
  return `SELECT unit_id, ${columns.join(', ')} FROM (${inner}) GROUP BY unit_id`
}
