// Published versions: the unit table as rows, the coverage as one blob in its canonical form.
import { blobValue, DuckDBBlobValue, type DuckDBConnection } from '@duckdb/node-api'
import type { Coverage } from '#data/coverage/coverage.ts'
import { decodeCoverage, encodeCoverage } from '#data/coverage/serialise.ts'
import type { City } from '#data/model/city.ts'
import { unitId, type VersionId, versionId } from '#data/model/ids.ts'
import type { Unit } from '#data/model/unit.ts'
import { type PublishedVersion, StoreRefusal, type VersionSummary } from '../store.ts'
import { rowsOf } from './database.ts'
import { insertCity } from './documents.ts'
import type { Reading } from './reading.ts'
import type { Writer } from './writer.ts'

const SUMMARY = 'id, effective_from, published_at, seq, unit_count, note'

interface NewVersion {
  readonly effectiveFrom: string
  readonly note: string
  readonly units: readonly Unit[]
  readonly coverage: Coverage
  readonly city?: City
}

/** @param onCity told the number under which the version's settings were written, before they are committed. */
export async function publishVersion(
  writer: Writer,
  version: NewVersion,
  nowMs: number,
  onCity: (seq: number) => void,
): Promise<VersionId> {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(version.effectiveFrom))
    throw new StoreRefusal('bad-date', `effectiveFrom "${version.effectiveFrom}" is not yyyy-mm-dd`)
  let id = 0
  await writer.commit('version', async (connection, seq) => {
    const [last] = await rowsOf(connection, 'SELECT id, effective_from FROM version ORDER BY id DESC LIMIT 1')
    if (last && String(last.effective_from) >= version.effectiveFrom)
      throw new StoreRefusal(
        'date-not-rising',
        `version ${last.id} holds from ${last.effective_from}; the next must be later than that, not ${version.effectiveFrom}`,
      )
    id = Number(last?.id ?? 0) + 1
    await connection.run('INSERT INTO version VALUES (?, ?, ?, ?, ?, ?, ?)', [
      id,
      version.effectiveFrom,
      BigInt(nowMs),
      BigInt(seq),
      version.units.length,
      version.note,
      blobValue(encodeCoverage(version.coverage)),
    ])
    await appendUnits(connection, id, version.units)
    if (version.city) {
      await insertCity(connection, seq, version.city)
      onCity(seq)
    }
    return true
  })
  return versionId(id)
}

async function appendUnits(
  connection: DuckDBConnection,
  version: number,
  units: readonly Unit[],
): Promise<void> {
  const appender = await connection.createAppender('unit_version')
  for (const unit of units) {
    appender.appendInteger(version)
    appender.appendBigInt(BigInt(unit.id))
    appender.appendVarchar(unit.code)
    appender.appendVarchar(unit.name)
    appender.appendSmallInt(unit.level)
    if (unit.parentId === null) appender.appendNull()
    else appender.appendBigInt(BigInt(unit.parentId))
    for (const value of [unit.households, unit.population, unit.staff])
      if (value === null) appender.appendNull()
      else appender.appendDouble(value)
    appender.endRow()
  }
  appender.closeSync()
}

export async function listVersions({ read }: Reading): Promise<VersionSummary[]> {
  return (await read((connection) => rowsOf(connection, `SELECT ${SUMMARY} FROM version ORDER BY id`))).map(
    summaryOf,
  )
}

export async function readVersion({ read }: Reading, id: VersionId): Promise<PublishedVersion | null> {
  return read(async (connection) => {
    const [row] = await rowsOf(connection, `SELECT ${SUMMARY}, coverage FROM version WHERE id = ?`, [id])
    if (!row) return null
    const units = await rowsOf(
      connection,
      'SELECT id, code, name, level, parent_id, households, population, staff FROM unit_version WHERE version = ? ORDER BY code',
      [id],
    )
    if (!(row.coverage instanceof DuckDBBlobValue))
      throw new Error(`version ${id}: its coverage is not a blob`)
    return {
      ...summaryOf(row),
      coverage: decodeCoverage(row.coverage.bytes),
      units: units.map(unitOf),
    }
  })
}

type Row = Awaited<ReturnType<typeof rowsOf>>[number]
const nullable = (value: Row[string]): number | null => (value === null ? null : Number(value))

const summaryOf = (row: Row): VersionSummary => ({
  id: versionId(Number(row.id)),
  effectiveFrom: String(row.effective_from),
  publishedAtMs: Number(row.published_at),
  seq: Number(row.seq),
  unitCount: Number(row.unit_count),
  note: String(row.note),
})

const unitOf = (row: Row): Unit => ({
  id: unitId(Number(row.id)),
  code: String(row.code),
  name: String(row.name),
  level: Number(row.level),
  parentId: row.parent_id === null ? null : unitId(Number(row.parent_id)),
  households: nullable(row.households),
  population: nullable(row.population),
  staff: nullable(row.staff),
})
