// Appending: stage, find what is already there by one indexed hash, then insert what is new and supersede
// what changed, each as one set. Calls that wait together share one commit, so one sync to disk.
import type { DuckDBConnection } from '@duckdb/node-api'
import type { IncidentRecord } from '#data/model/incident.ts'
import type { AppendResult } from '../store.ts'
import { COLUMN_NAMES } from './columns.ts'
import { rowsOf } from './database.ts'
import { hashLiteral } from './keyHash.ts'
import { fillStage, type Staged, stagedOf } from './staging.ts'
import type { Terms } from './terms.ts'
import type { Writer } from './writer.ts'

/**
 * Records in one commit, unless one call has more. From 122,880 rows (a row group) DuckDB writes them straight to the file
 * and not to its log first, so calls that wait together are worth collecting up to a little above that.
 */
const GROUP_RECORDS = 160_000
/** Up to here keys are looked up one by one in the index, above by joining the key column. */
const LOOKUP_LIMIT = 512

interface Call {
  readonly records: readonly IncidentRecord[]
  resolve(result: AppendResult): void
  reject(error: unknown): void
}

export type Append = (records: readonly IncidentRecord[]) => Promise<AppendResult>

export async function createAppend(writer: Writer, terms: Terms): Promise<Append> {
  const waiting: Call[] = []
  let nextId = await writer.alone(async (connection) => {
    const [row] = await rowsOf(connection, 'SELECT coalesce(max(id), 0) AS id FROM incident')
    return Number(row.id) + 1
  })

  async function commitGroup(): Promise<void> {
    const calls: Call[] = []
    try {
      const { staged, ownDuplicates } = takeGroup(waiting, calls)
      if (calls.length === 0) return
      const texts = newTexts(staged, terms)
      if (texts.size > 0) await writer.alone((connection) => terms.add(connection, texts))
      let counts: GroupCounts = new Map()
      const head = await writer.commit('incidents', async (connection, seq) => {
        await fillStage(connection, staged, terms)
        const near = await matchStage(connection, staged)
        counts = await countCalls(connection)
        await supersede(connection, seq, near)
        await insertNew(connection, seq, nextId)
        return [...counts.values()].some((count) => count.inserted + count.updated > 0)
      })
      nextId += staged.length
      calls.forEach((call, index) => {
        const count = counts.get(index) ?? { inserted: 0, updated: 0, unchanged: 0 }
        call.resolve({ seq: head.seq, ...count, unchanged: count.unchanged + ownDuplicates[index] })
      })
    } catch (error) {
      for (const call of calls) call.reject(error)
    }
  }

  let isDraining = false
  async function drain(): Promise<void> {
    // One turn of the event loop lets calls that arrive together share the commit.
    await new Promise((resolve) => setImmediate(resolve))
    while (waiting.length > 0) await commitGroup()
    isDraining = false
  }
  return (records) =>
    new Promise((resolve, reject) => {
      waiting.push({ records, resolve, reject })
      if (isDraining) return
      isDraining = true
      void drain()
    })
}

/**
 * Takes the calls of the next commit. Of equal keys in one call the last stands; a call that names a
 * key another call of the group already has waits for the next group.
 */
function takeGroup(waiting: Call[], calls: Call[]): { staged: Staged[]; ownDuplicates: number[] } {
  const staged: Staged[] = []
  const ownDuplicates: number[] = []
  const places = new Places()
  while (waiting.length > 0) {
    const { records } = waiting[0]
    if (calls.length > 0 && staged.length + records.length > GROUP_RECORDS) break
    if (calls.length > 0 && records.some((record) => places.of(record) !== undefined)) break
    // Taken before it is read: a record that cannot be staged fails its call, it does not stay in the queue.
    const call = calls.push(waiting.shift()!) - 1
    const before = staged.length
    for (const record of records) {
      const at = places.of(record)
      if (at === undefined) {
        places.set(record, staged.length)
        staged.push(stagedOf(record, call))
      } else staged[at] = stagedOf(record, call)
    }
    ownDuplicates.push(records.length - (staged.length - before))
  }
  return { staged, ownDuplicates }
}

/** Where a key stands in the group. Two maps spare a joined text for every record. */
class Places {
  readonly #sources = new Map<string, Map<string, number>>()
  of(record: IncidentRecord): number | undefined {
    return this.#sources.get(record.source)?.get(record.sourceId)
  }
  set(record: IncidentRecord, at: number): void {
    let ids = this.#sources.get(record.source)
    if (!ids) {
      ids = new Map()
      this.#sources.set(record.source, ids)
    }
    ids.set(record.sourceId, at)
  }
}

/** The texts of a group that are not terms yet. */
function newTexts(staged: readonly Staged[], terms: Terms): Set<string> {
  const found = new Set<string>()
  const look = (text: string | null) => {
    if (text !== null && !terms.has(text)) found.add(text)
  }
  for (const { record } of staged) {
    look(record.source)
    look(record.category)
    look(record.urgency)
    look(record.unlocatedCause)
    look(record.organisation)
    look(record.exclusion)
  }
  return found
}

/**
 * Temp table `match`: n of a staged row, rowid of the incident with its key, whether they are equal.
 * @returns a condition on rowid that holds for all of them, null if there is none.
 */
async function matchStage(connection: DuckDBConnection, staged: readonly Staged[]): Promise<string | null> {
  const candidates =
    staged.length <= LOOKUP_LIMIT
      ? `(SELECT key_hash, rowid AS row FROM incident WHERE key_hash IN (${staged.map(({ hash }) => hashLiteral(hash)).join(', ') || 'NULL'}))`
      : '(SELECT key_hash, rowid AS row FROM incident)'
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE hit AS SELECT s.n, i.row FROM stage s JOIN ${candidates} i USING (key_hash)`,
  )
  const [{ hits, first, last }] = await rowsOf(
    connection,
    'SELECT count(*) AS hits, min(row) AS first, max(row) AS last FROM hit',
  )
  const near = hits === 0 ? null : await nearRows(connection, Number(hits), Number(first), Number(last))
  const equal = COLUMN_NAMES.map((name) => `s.${name} IS NOT DISTINCT FROM i.${name}`).join(' AND ')
  await connection.run(
    near === null
      ? 'CREATE OR REPLACE TEMP TABLE match (n INTEGER, row BIGINT, same BOOLEAN)'
      : `CREATE OR REPLACE TEMP TABLE match AS SELECT s.n, i.rowid AS row, ${equal} AS same
         FROM hit JOIN stage s USING (n) JOIN (SELECT rowid, * FROM incident WHERE ${near}) i ON i.rowid = hit.row
         WHERE s.source = i.source AND s.source_id = i.source_id`,
  )
  return near
}

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
    `UPDATE incident SET changed_seq = ${seq}, ${COLUMN_NAMES.map((name) => `${name} = u.${name}`).join(', ')}
     FROM (SELECT m.row AS target, s.* FROM match m JOIN stage s USING (n) WHERE NOT m.same) u
     WHERE incident.rowid = u.target AND ${near.replaceAll('rowid', 'incident.rowid')}`,
  )
}

async function insertNew(connection: DuckDBConnection, seq: number, firstId: number): Promise<void> {
  await connection.run(
    `INSERT INTO incident BY NAME SELECT ${firstId} + n AS id, key_hash, source_id, ${seq} AS changed_seq, ${COLUMN_NAMES.join(', ')}
     FROM stage WHERE n NOT IN (SELECT n FROM match) ORDER BY n`,
  )
}
