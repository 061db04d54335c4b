// Assignments that come apart from their incidents, by the incident's key: staged, matched by the key's hash, then written
// over what is there as a new version of the row.
import type { DuckDBConnection } from '@duckdb/node-api'
import { responsibleAt, responsibleSince } from '#data/model/assignment.ts'
import type { AssignedIncident, AssignResult } from '../store.ts'
import { assignmentText } from './assignmentText.ts'
import { rowsOf } from './database.ts'
import { hashLiteral, keyHash } from './keyHash.ts'
import type { Terms } from './terms.ts'
import type { Writer } from './writer.ts'

/** Rows of one INSERT. */
const CHUNK_ROWS = 1000
const WRITTEN = ['organisation', 'organisation_since_at', 'assignments'] as const

export async function assignIncidents(
  writer: Writer,
  terms: Terms,
  given: readonly AssignedIncident[],
): Promise<AssignResult> {
  // Of equal keys the last stands.
  const rows = [...new Map(given.map((row) => [`${row.source}\u001f${row.sourceId}`, row])).values()]
  const texts = rows.flatMap(({ assignments }) => assignments.map(({ organisation }) => organisation))
  const added = new Set(texts.filter((text) => !terms.has(text)))
  if (added.size > 0) await writer.alone((connection) => terms.add(connection, added))
  let same: boolean[] = []
  let unknown: string[] = []
  const { seq } = await writer.commit('assignments', async (connection, seq) => {
    await stage(connection, terms, rows)
    const hits = await match(connection)
    same = hits.map((hit) => hit.same === true)
    const found = new Set(hits.map(({ n }) => Number(n)))
    unknown = rows.filter((_, n) => !found.has(n)).map(({ sourceId }) => sourceId)
    if (same.every(Boolean)) return false
    await write(connection, seq)
    return true
  })
  const unchanged = same.filter(Boolean).length
  return { seq, updated: same.length - unchanged, unchanged, unknown }
}

async function stage(
  connection: DuckDBConnection,
  terms: Terms,
  rows: readonly AssignedIncident[],
): Promise<void> {
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE assigned (n INTEGER, key_hash UBIGINT, source INTEGER, source_id VARCHAR,
     organisation INTEGER, organisation_since_at BIGINT, assignments VARCHAR)`,
  )
  const known = rows.flatMap((row, n) => (terms.has(row.source) ? [{ ...row, n }] : []))
  for (let start = 0; start < known.length; start += CHUNK_ROWS) {
    const chunk = known.slice(start, start + CHUNK_ROWS)
    const values = chunk.map(({ n, source, sourceId, assignments }) => {
      const last = responsibleAt(assignments, Number.POSITIVE_INFINITY)
      const organisation = last === null ? 'NULL' : terms.idOf(last)
      const hash = hashLiteral(keyHash(source, sourceId))
      const since = responsibleSince(assignments) ?? 'NULL'
      return `(${n}, ${hash}, ${terms.idOf(source)}, ?, ${organisation}, ${since}, '${assignmentText(assignments, terms)}')`
    })
    await connection.run(
      `INSERT INTO assigned VALUES ${values.join(', ')}`,
      chunk.map(({ sourceId }) => sourceId),
    )
  }
}

const isSameSql = WRITTEN.map((name) => `a.${name} IS NOT DISTINCT FROM i.${name}`).join(' AND ')

async function match(connection: DuckDBConnection): ReturnType<typeof rowsOf> {
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE assigned_hit AS SELECT a.n, i.rowid AS row, ${isSameSql} AS same
     FROM assigned a JOIN (SELECT rowid, * FROM incident) i USING (key_hash)
     WHERE a.source = i.source AND a.source_id = i.source_id`,
  )
  return rowsOf(connection, 'SELECT n, same FROM assigned_hit')
}

async function write(connection: DuckDBConnection, seq: number): Promise<void> {
  await connection.run(
    `INSERT INTO incident_version BY NAME SELECT *, ${seq} AS seq_to FROM incident
     WHERE rowid IN (SELECT row FROM assigned_hit WHERE NOT same)`,
  )
  await connection.run(
    `UPDATE incident SET changed_seq = ${seq}, ${WRITTEN.map((name) => `${name} = u.${name}`).join(', ')}
     FROM (SELECT h.row AS target, a.* FROM assigned_hit h JOIN assigned a USING (n) WHERE NOT h.same) u
     WHERE incident.rowid = u.target`,
  )
}
