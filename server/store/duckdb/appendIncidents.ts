// Appending: stage, find what is already there by one indexed hash, then insert what is new and supersede
// what changed, each as one set. Calls that wait together share one commit, so one sync to disk.
import type { DuckDBConnection } from '@duckdb/node-api'
import { type IncidentColumns, TEXT_FIELDS } from '#data/model/incidentColumns.ts'
import type { AppendResult } from '../store.ts'
import { COLUMN_NAMES, writtenSql } from './columns.ts'
import { rowsOf } from './database.ts'
import { hashLiteral, type KeyHashes } from './keyHash.ts'
import { KeyTable, keyHashes } from './keyTable.ts'
import { fillStage, type StagedCall } from './staging.ts'
import type { Terms } from './terms.ts'
import type { Writer } from './writer.ts'

/**
 * Records in one commit, unless one call has more. From 122,880 rows (a row group) DuckDB writes them straight to the file
 * and not to its log first, so calls that wait together are worth collecting up to a little above that.
 */
const GROUP_RECORDS = 160_000
/** Up to here keys are looked up one by one in the index, above by joining the key column. */
const LOOKUP_LIMIT = 512

interface Call extends KeyHashes {
  readonly incidents: IncidentColumns
  resolve(result: AppendResult): void
  reject(error: unknown): void
}

export type Append = (incidents: IncidentColumns) => Promise<AppendResult>

export async function createAppend(writer: Writer, terms: Terms): Promise<Append> {
  const waiting: Call[] = []
  let nextId = await writer.alone(async (connection) => {
    const [row] = await rowsOf(connection, 'SELECT coalesce(max(id), 0) AS id FROM incident')
    return Number(row.id) + 1
  })

  async function commitGroup(): Promise<void> {
    const calls = takeGroup(waiting)
    try {
      const staged = calls.map(({ staged }) => staged)
      const texts = newTexts(staged, terms)
      if (texts.size > 0) await writer.alone((connection) => terms.add(connection, texts))
      const length = calls.reduce((sum, { kept }) => sum + kept, 0)
      let counts: GroupCounts = new Map()
      const head = await writer.commit('incidents', async (connection, seq) => {
        await fillStage(connection, staged, terms)
        const near = await matchStage(connection, staged, length)
        counts = near === null ? allNew(calls) : await countCalls(connection)
        await supersede(connection, seq, near)
        await insertNew(connection, seq, nextId, near)
        return [...counts.values()].some((count) => count.inserted + count.updated > 0)
      })
      nextId += length
      calls.forEach(({ call, kept }, index) => {
        const count = counts.get(index) ?? { inserted: 0, updated: 0, unchanged: 0 }
        const repeats = call.incidents.length - kept
        call.resolve({ seq: head.seq, ...count, unchanged: count.unchanged + repeats })
      })
    } catch (error) {
      for (const { call } of calls) call.reject(error)
    }
  }

  let isDraining = false
  async function drain(): Promise<void> {
    // One turn of the event loop lets calls that arrive together share the commit.
    await new Promise((resolve) => setImmediate(resolve))
    while (waiting.length > 0) await commitGroup()
    isDraining = false
  }
  return async (incidents) => {
    const hashes = keyHashes(incidents)
    return new Promise((resolve, reject) => {
      waiting.push({ incidents, ...hashes, resolve, reject })
      if (isDraining) return
      isDraining = true
      void drain()
    })
  }
}

interface TakenCall {
  readonly call: Call
  readonly staged: StagedCall
  /** Rows that stand; the others repeat a key of the same call. */
  readonly kept: number
}

/**
 * Takes the calls of the next commit. Of equal keys in one call the last stands; a call that names a
 * key another call of the group already has waits for the next group.
 */
function takeGroup(waiting: Call[]): TakenCall[] {
  if (isAlone(waiting)) {
    const [call] = waiting.splice(0, 1)
    return [{ call, staged: { ...call, rows: null }, kept: call.incidents.length }]
  }
  const taken: TakenCall[] = []
  const keys = new KeyTable()
  let length = 0
  while (waiting.length > 0) {
    const call = waiting[0]
    if (taken.length > 0 && length + call.incidents.length > GROUP_RECORDS) break
    if (taken.length > 0 && hasKeyOf(keys, call)) break
    waiting.shift()
    const rows = addKeys(keys, call, length)
    const kept = rows?.length ?? call.incidents.length
    taken.push({ call, staged: { ...call, rows }, kept })
    length += kept
  }
  return taken
}

/** A large call of distinct keys with no room for another: nothing to compare, as in an import. */
const isAlone = ([first, second]: readonly Call[]): boolean =>
  first.incidents.isDistinct === true &&
  (second === undefined || first.incidents.length + second.incidents.length > GROUP_RECORDS)

function hasKeyOf(keys: KeyTable, call: Call): boolean {
  for (let row = 0; row < call.incidents.length; row++) if (keys.find(call, row) >= 0) return true
  return false
}

/** @returns the rows that stand, in order of their key's first row; null where all do. */
function addKeys(keys: KeyTable, call: Call, first: number): Int32Array | null {
  const rows = new Int32Array(call.incidents.length)
  let length = 0
  for (let row = 0; row < rows.length; row++) {
    const known = keys.add(call, row)
    if (known < 0) rows[length++] = row
    else rows[known - first] = row
  }
  return length === rows.length ? null : rows.subarray(0, length)
}

/** The texts of a group that are not terms yet. */
function newTexts(staged: readonly StagedCall[], terms: Terms): Set<string> {
  const found = new Set<string>()
  for (const { incidents } of staged) {
    for (const field of TEXT_FIELDS)
      for (const text of incidents.texts[field].texts) if (text !== null && !terms.has(text)) found.add(text)
    for (const told of incidents.assignments ?? [])
      for (const { organisation } of told ?? []) if (!terms.has(organisation)) found.add(organisation)
  }
  return found
}

/**
 * Temp table `match`: n of a staged row, rowid of the incident with its key, whether they are equal.
 * @returns a condition on rowid that holds for all of them, null if there is none.
 */
async function matchStage(
  connection: DuckDBConnection,
  staged: readonly StagedCall[],
  length: number,
): Promise<string | null> {
  const candidates =
    length <= LOOKUP_LIMIT
      ? `(SELECT key_hash, rowid AS row FROM incident WHERE key_hash IN (${hashLiterals(staged).join(', ') || 'NULL'}))`
      : '(SELECT key_hash, rowid AS row FROM incident)'
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE hit AS SELECT s.n, i.row FROM stage s JOIN ${candidates} i USING (key_hash)`,
  )
  const [{ hits, first, last }] = await rowsOf(
    connection,
    'SELECT count(*) AS hits, min(row) AS first, max(row) AS last FROM hit',
  )
  const near = hits === 0 ? null : await nearRows(connection, Number(hits), Number(first), Number(last))
  const equal = COLUMN_NAMES.map(
    (name) => `(${writtenSql(name, 's', 'i')}) IS NOT DISTINCT FROM i.${name}`,
  ).join(' AND ')
  await connection.run(
    near === null
      ? 'CREATE OR REPLACE TEMP TABLE match (n INTEGER, row BIGINT, same BOOLEAN)'
      : `CREATE OR REPLACE TEMP TABLE match AS SELECT s.n, i.rowid AS row, ${equal} AS same
         FROM hit JOIN stage s USING (n) JOIN (SELECT rowid, * FROM incident WHERE ${near}) i ON i.rowid = hit.row
         WHERE s.source = i.source AND s.source_id = i.source_id`,
  )
  return near
}

const hashLiterals = (staged: readonly StagedCall[]): string[] =>
  staged.flatMap(({ high, low }) => Array.from(high, (half, row) => hashLiteral([half, low[row]])))

/** A condition on rowid that holds for all hits, as constants: a scan skips what a join would read. */
async function nearRows(
  connection: DuckDBConnection,
  hits: number,
  first: number,
  last: number,
): Promise<string> {
  const span = `rowid BETWEEN ${first} AND ${last}`
  if (hits > LOOKUP_LIMIT) return span
  const rows = await rowsOf(connection, 'SELECT DISTINCT row FROM hit')
  return `${span} AND rowid IN (${rows.map(({ row }) => row).join(', ')})`
}

type GroupCounts = Map<number, { inserted: number; updated: number; unchanged: number }>

const allNew = (calls: readonly TakenCall[]): GroupCounts =>
  new Map(calls.map(({ kept }, index) => [index, { inserted: kept, updated: 0, unchanged: 0 }]))

async function countCalls(connection: DuckDBConnection): Promise<GroupCounts> {
  const rows = await rowsOf(
    connection,
    `SELECT call, count(*) FILTER (m.n IS NULL) AS inserted, count(*) FILTER (NOT m.same) AS updated,
     count(*) FILTER (m.same) AS unchanged FROM stage s LEFT JOIN match m ON m.n = s.n GROUP BY call`,
  )
  return new Map(
    rows.map((row) => [
      Number(row.call),
      { inserted: Number(row.inserted), updated: Number(row.updated), unchanged: Number(row.unchanged) },
    ]),
  )
}

async function supersede(connection: DuckDBConnection, seq: number, near: string | null): Promise<void> {
  if (near === null) return
  await connection.run(
    `INSERT INTO incident_version BY NAME SELECT *, ${seq} AS seq_to FROM incident
     WHERE ${near} AND rowid IN (SELECT row FROM match WHERE NOT same)`,
  )
  await connection.run(
    `UPDATE incident SET changed_seq = ${seq}, ${COLUMN_NAMES.map((name) => `${name} = ${writtenSql(name, 'u', 'incident')}`).join(', ')}
     FROM (SELECT m.row AS target, s.* FROM match m JOIN stage s USING (n) WHERE NOT m.same) u
     WHERE incident.rowid = u.target AND ${near.replaceAll('rowid', 'incident.rowid')}`,
  )
}

/** The stage is in order as it is; where nothing is left out of it, nothing has to be sorted. */
async function insertNew(
  connection: DuckDBConnection,
  seq: number,
  firstId: number,
  near: string | null,
): Promise<void> {
  const rest = near === null ? '' : 'WHERE n NOT IN (SELECT n FROM match) ORDER BY n'
  await connection.run(
    `INSERT INTO incident BY NAME SELECT ${firstId} + n AS id, key_hash, source_id, ${seq} AS changed_seq, ${COLUMN_NAMES.join(', ')}
     FROM stage ${rest}`,
  )
}
