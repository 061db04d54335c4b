// Records to a temporary table by chunks of columns. Everything but the source id travels as a double, NaN
// for NULL: a double is written without a validity mask or a BigInt, about four times as fast as by type.
import { DOUBLE, type DuckDBConnection, DuckDBDataChunk, VARCHAR } from '@duckdb/node-api'
import type { IncidentRecord } from '#data/model/incident.ts'
import { INCIDENT_COLUMNS } from './columns.ts'
import { keyHash } from './keyHash.ts'
import type { Terms } from './terms.ts'

/** A record to stage, and which call of the group it came with. */
export interface Staged {
  readonly record: IncidentRecord
  readonly call: number
  readonly hash: readonly [number, number]
}

const CHUNK_ROWS = 2048
/** Staged columns before those of INCIDENT_COLUMNS; the last staged column is source_id. */
const LEADING = ['n', 'call', 'hash_high', 'hash_low'] as const

export const STAGE_TABLE = `CREATE OR REPLACE TEMP TABLE raw_stage (${[
  ...LEADING,
  ...INCIDENT_COLUMNS.map((column) => column.name),
]
  .map((name) => `${name} DOUBLE`)
  .join(', ')}, source_id VARCHAR)`

/** raw_stage with the types of the incident table. */
export const TYPED_STAGE = `CREATE OR REPLACE TEMP TABLE stage AS SELECT n::INTEGER AS n, call::INTEGER AS call,
  ((hash_high::UBIGINT << 32) | hash_low::UBIGINT) AS key_hash, source_id, ${INCIDENT_COLUMNS.map(typed).join(', ')}
  FROM raw_stage`

function typed({ name, type }: (typeof INCIDENT_COLUMNS)[number]): string {
  const cast = type === 'BOOLEAN' ? `${name} = 1` : `${name}::${type}`
  return `CASE WHEN isnan(${name}) THEN NULL ELSE ${cast} END AS ${name}`
}

export const stagedOf = (record: IncidentRecord, call: number): Staged => ({
  record,
  call,
  hash: keyHash(record.source, record.sourceId),
})

/** Fills the stage; row `n` is staged[n]. Terms must be known. */
export async function fillStage(
  connection: DuckDBConnection,
  staged: readonly Staged[],
  terms: Terms,
): Promise<void> {
  await connection.run(STAGE_TABLE)
  const appender = await connection.createAppender('raw_stage', null, 'temp')
  for (let start = 0; start < staged.length; start += CHUNK_ROWS)
    appender.appendDataChunk(chunkOf(staged, start, Math.min(staged.length, start + CHUNK_ROWS), terms))
  appender.closeSync()
  await connection.run(TYPED_STAGE)
}

function chunkOf(staged: readonly Staged[], start: number, end: number, terms: Terms): DuckDBDataChunk {
  const types = [...LEADING.map(() => DOUBLE), ...INCIDENT_COLUMNS.map(() => DOUBLE), VARCHAR]
  const chunk = DuckDBDataChunk.create(types, end - start)
  const fill = (column: number, value: (item: Staged, n: number) => number | string) => {
    const vector = chunk.getColumnVector(column)
    for (let n = start; n < end; n++) vector.setItem(n - start, value(staged[n], n))
    vector.flush()
  }
  fill(0, (_, n) => n)
  fill(1, (item) => item.call)
  fill(2, (item) => item.hash[0])
  fill(3, (item) => item.hash[1])
  INCIDENT_COLUMNS.forEach((column, index) => {
    fill(LEADING.length + index, (item) => column.value(item.record, terms.idOf))
  })
  fill(types.length - 1, (item) => item.record.sourceId)
  return chunk
}
