// Records to a temporary table by chunks of columns, seen through the view `stage` with the types of the incident
// table. Numbers travel as doubles, NaN for NULL: a double is written without a validity mask or a BigInt. A column
// that is the same in all rows (most moments of an import are NULL) is not written but stands in the view.
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

interface StageColumn {
  readonly name: string
  /** SQL of the column in the view, from the staged double. */
  readonly typed: (double: string) => string
  readonly values: Float64Array
}

const CHUNK_ROWS = 2048

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
  const columns = columnsOf(staged, terms)
  const varying = columns.filter(({ values }) => !isConstant(values))
  await connection.run('DROP VIEW IF EXISTS stage')
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE raw_stage (${varying.map(({ name }) => `${name} DOUBLE, `).join('')}source_id VARCHAR)`,
  )
  const appender = await connection.createAppender('raw_stage', null, 'temp')
  for (let start = 0; start < staged.length; start += CHUNK_ROWS)
    appender.appendDataChunk(chunkOf(staged, varying, start, Math.min(staged.length, start + CHUNK_ROWS)))
  appender.closeSync()
  await connection.run(viewSql(columns, new Set(varying)))
}

function columnsOf(staged: readonly Staged[], terms: Terms): StageColumn[] {
  const column = (
    name: string,
    typed: (double: string) => string,
    value: (item: Staged, n: number) => number,
  ): StageColumn => {
    const values = new Float64Array(staged.length)
    for (let n = 0; n < staged.length; n++) values[n] = value(staged[n], n)
    return { name, typed, values }
  }
  const as = (type: string) => (double: string) => `${double}::${type}`
  return [
    column('n', as('INTEGER'), (_, n) => n),
    column('call', as('INTEGER'), (item) => item.call),
    column('hash_high', as('UBIGINT'), (item) => item.hash[0]),
    column('hash_low', as('UBIGINT'), (item) => item.hash[1]),
    ...INCIDENT_COLUMNS.map(({ name, type, value }) =>
      column(
        name,
        (double) => `CASE WHEN isnan(${double}) THEN NULL ELSE (${double})::${type} END`,
        (item) => value(item.record, terms.idOf),
      ),
    ),
  ]
}

function isConstant(values: Float64Array): boolean {
  for (let n = 1; n < values.length; n++) if (!Object.is(values[n], values[0])) return false
  return true
}

function viewSql(columns: readonly StageColumn[], varying: ReadonlySet<StageColumn>): string {
  const literal = ({ values }: StageColumn) =>
    Number.isNaN(values[0] ?? Number.NaN) ? "'NaN'::DOUBLE" : `${values[0]}::DOUBLE`
  const sql = new Map(
    columns.map((column) => [column.name, column.typed(varying.has(column) ? column.name : literal(column))]),
  )
  const parts = [...sql]
    .filter(([name]) => !name.startsWith('hash_'))
    .map(([name, text]) => `${text} AS ${name}`)
  return `CREATE TEMP VIEW stage AS SELECT (${sql.get('hash_high')} << 32) | ${sql.get('hash_low')} AS key_hash,
    source_id, ${parts.join(', ')} FROM raw_stage`
}

function chunkOf(
  staged: readonly Staged[],
  varying: readonly StageColumn[],
  start: number,
  end: number,
): DuckDBDataChunk {
  const chunk = DuckDBDataChunk.create([...varying.map(() => DOUBLE), VARCHAR], end - start)
  varying.forEach(({ values }, index) => {
    const vector = chunk.getColumnVector(index)
    for (let n = start; n < end; n++) vector.setItem(n - start, values[n])
    vector.flush()
  })
  const sourceIds = chunk.getColumnVector(varying.length)
  for (let n = start; n < end; n++) sourceIds.setItem(n - start, staged[n].record.sourceId)
  sourceIds.flush()
  return chunk
}
