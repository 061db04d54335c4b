// Single incidents: by id, by their source's id, and the points of a box.

import { type IncidentId, incidentId, type UnitId, unitId } from '#data/model/ids.ts'
import { type IncidentRecord, MOMENTS, UNLOCATED_CAUSES } from '#data/model/incident.ts'
import type { Slice } from '#data/model/slice.ts'
import type { IncidentListQuery, PointCount, Store, StoredIncident } from '../store.ts'
import { assignmentsOfText } from './assignmentText.ts'
import { COLUMN_NAMES } from './columns.ts'
import { rowsOf } from './database.ts'
import { filterSql } from './filterSql.ts'
import { hashLiteral, keyHash } from './keyHash.ts'
import type { Reading } from './reading.ts'
import { overdueSql, populationOwn, populationSql, rowsAtSql } from './sliceSql.ts'
import { unitsSql } from './slices.ts'
import type { Terms } from './terms.ts'

export const ROW = ['id', 'source_id', 'changed_seq', ...COLUMN_NAMES].join(', ')

export async function readIncident(
  reading: Reading,
  id: IncidentId,
  seq: number,
): Promise<StoredIncident | null> {
  const key = Math.trunc(id)
  const rows = await reading.read((connection) =>
    rowsOf(
      connection,
      `SELECT ${ROW} FROM incident WHERE id = ${key} AND changed_seq <= ${seq} UNION ALL
       SELECT ${ROW} FROM incident_version WHERE id = ${key} AND changed_seq <= ${seq} AND seq_to > ${seq}`,
    ),
  )
  return rows.length === 0 ? null : incidentOf(rows[0], reading.terms)
}

export async function readIncidentVersions(
  reading: Reading,
  id: IncidentId,
): ReturnType<Store['readIncidentVersions']> {
  const key = Math.trunc(id)
  const rows = await reading.read((connection) =>
    rowsOf(
      connection,
      `SELECT v.*, commit_log.committed_at FROM (SELECT ${ROW} FROM incident WHERE id = ${key} UNION ALL
       SELECT ${ROW} FROM incident_version WHERE id = ${key}) v JOIN commit_log ON commit_log.seq = v.changed_seq
       ORDER BY v.changed_seq`,
    ),
  )
  return rows.map((row) => ({
    ...incidentOf(row, reading.terms),
    writtenAtMs: Number(row.committed_at),
  }))
}

const supersededRows = (reading: Reading, id: number, seq: number): Promise<Row[]> =>
  reading.read((connection) =>
    rowsOf(
      connection,
      `SELECT ${ROW} FROM incident_version WHERE id = ${id} AND changed_seq <= ${seq} AND seq_to > ${seq}`,
    ),
  )

/** By the index on the key's hash, one for each source; the text decides. */
export async function findIncidents(
  reading: Reading,
  sources: readonly string[],
  sourceId: string,
  seq: number,
): Promise<StoredIncident[]> {
  if (sources.length === 0) return []
  const hashes = sources.map((source) => hashLiteral(keyHash(source, sourceId)))
  const where = `key_hash IN (${hashes.join(', ')}) AND source_id = ?`
  const current = await reading.read((connection) =>
    rowsOf(connection, `SELECT ${ROW} FROM incident WHERE ${where} ORDER BY id`, [sourceId]),
  )
  // Superseded rows have no index: they are looked for by id, and only where the row that stands is newer.
  const found = await Promise.all(
    current.map((row) =>
      Number(row.changed_seq) <= seq ? [row] : supersededRows(reading, Number(row.id), seq),
    ),
  )
  const rows = found.flat()
  return rows
    .map((row) => incidentOf(row, reading.terms))
    .filter((incident) => sources.includes(incident.source))
}

export async function points(
  reading: Reading,
  slice: Slice,
  box: { west: number; south: number; east: number; north: number },
  cell: number,
  limit: number,
  unitIds: ReadonlySet<UnitId> | null = null,
  state: IncidentListQuery['state'] = 'all',
): Promise<PointCount[]> {
  const sensitive = reading.terms.idsWhere(reading.isSensitive)
  const where = [
    populationSql(slice, state),
    filterSql(slice, reading, populationOwn(slice, state)),
    unitsSql(unitIds),
    `x >= ${Math.trunc(box.west)} AND x <= ${Math.trunc(box.east)}`,
    `y >= ${Math.trunc(box.south)} AND y <= ${Math.trunc(box.north)}`,
    ...(sensitive.length > 0 ? [`category NOT IN (${sensitive.join(', ')})`] : []),
  ].join(' AND ')
  const size = Math.max(1, Math.trunc(cell))
  const columns = `id, x, y, ${overdueSql(slice)} AS is_overdue`
  const rows = await reading.atSequence(slice, (known) =>
    reading.read((connection) =>
      rowsOf(
        connection,
        `SELECT floor(x / ${size}.0)::BIGINT AS cell_x, floor(y / ${size}.0)::BIGINT AS cell_y, count(*) AS n,
         count(*) FILTER (is_overdue) AS overdue, min(id) AS id, min(x) AS x, min(y) AS y
         FROM (${rowsAtSql(slice, columns, where, known)})
         GROUP BY cell_x, cell_y ORDER BY n DESC, cell_x, cell_y LIMIT ${Math.trunc(limit)}`,
      ),
    ),
  )
  return rows.map((row) => pointOf(row, size))
}

type Row = Awaited<ReturnType<typeof rowsOf>>[number]

/** One incident stands where it is, several at the centre of their cell. */
function pointOf(row: Row, size: number): PointCount {
  const count = Number(row.n)
  const overdue = Number(row.overdue)
  if (count === 1) return { x: Number(row.x), y: Number(row.y), count, overdue, id: Number(row.id) }
  return {
    x: Math.round((Number(row.cell_x) + 0.5) * size),
    y: Math.round((Number(row.cell_y) + 0.5) * size),
    count,
    overdue,
    id: null,
  }
}

export function incidentOf(row: Row, terms: Terms): StoredIncident {
  const numberOf = (name: string) => (row[name] === null ? null : Number(row[name]))
  const text = (name: string) => terms.textOf(numberOf(name))
  const cause = text('unlocated_cause')
  const moments = Object.fromEntries(
    MOMENTS.map((moment) => [moment, numberOf(`${moment}_at`)]),
  ) as unknown as IncidentRecord['moments']
  return {
    id: incidentId(Number(row.id)),
    changedSeq: Number(row.changed_seq),
    source: text('source') ?? '',
    sourceId: String(row.source_id),
    category: text('category') ?? '',
    urgency: text('urgency') ?? '',
    unitId: row.unit_id === 0 || row.unit_id === null ? null : unitId(Number(row.unit_id)),
    unlocatedCause: UNLOCATED_CAUSES.find((known) => known === cause) ?? null,
    x: numberOf('x'),
    y: numberOf('y'),
    approximate: row.approximate === true,
    moments,
    deadlineAt: numberOf('deadline_at'),
    originalDeadlineAt: numberOf('original_deadline_at'),
    responseDeadlineAt: numberOf('response_deadline_at'),
    organisation: text('organisation'),
    handlingLevel: numberOf('handling_level'),
    selfClosed: row.self_closed === true,
    satisfied: row.satisfied === null ? null : row.satisfied === true,
    exclusion: text('exclusion'),
    ...(row.assignments === null ? {} : { assignments: assignmentsOfText(String(row.assignments), terms) }),
  }
}
