// Incidents to a temporary table by chunks of columns, seen through the view `stage` with the types of the incident
// table. Numbers travel as doubles, NaN for NULL: a double is written without a validity mask or a BigInt. A column
// that is the same in all rows (most moments of an import are NULL) is not written but stands in the view.
import { setImmediate as breathe } from 'node:timers/promises'
import { DOUBLE, type DuckDBConnection, DuckDBDataChunk, VARCHAR } from '@duckdb/node-api'
import type { IncidentColumns, NumberColumn } from '#data/model/incidentColumns.ts'
import { assignmentText } from './assignmentText.ts'
import { ASSIGNMENTS, INCIDENT_COLUMNS } from './columns.ts'
import { type KeyHashes, utf8Text } from './keyHash.ts'
import type { Terms } from './terms.ts'

/** What one call gives to the group: its incidents, or those rows of them that stand. */
export interface StagedCall extends KeyHashes {
  readonly incidents: IncidentColumns
  /** null: all rows. */
  readonly rows: Int32Array | null
}

interface StageColumn {
  readonly name: string
  /** SQL of the column in the view, from the staged double. */
  readonly typed: (double: string) => string
  readonly values: NumberColumn
}

const CHUNK_ROWS = 2048
/** About 20 ms of copying. */
const CHUNKS_AT_ONCE = 10

const lengthOf = ({ rows, incidents }: StagedCall): number => rows?.length ?? incidents.length

/** Fills the stage, call after call; `n` counts the rows. Terms must be known. */
export async function fillStage(
  connection: DuckDBConnection,
  calls: readonly StagedCall[],
  terms: Terms,
): Promise<void> {
  const columns = columnsOf(calls, terms)
  const isAssigned = calls.some(({ incidents }) => incidents.assignments !== undefined)
  const varying = columns.filter(({ values }) => typeof values !== 'number')
  await connection.run('DROP VIEW IF EXISTS stage')
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE raw_stage (${varying.map(({ name }) => `${name} DOUBLE, `).join('')}source_id VARCHAR${isAssigned ? `, ${ASSIGNMENTS} VARCHAR` : ''})`,
  )
  const appender = await connection.createAppender('raw_stage', null, 'temp')
  const whole = emptyChunk(varying, isAssigned, CHUNK_ROWS)
  let first = 0
  let appended = 0
  for (const call of calls) {
    const length = lengthOf(call)
    for (let start = 0; start < length; start += CHUNK_ROWS) {
      const end = Math.min(length, start + CHUNK_ROWS)
      const chunk = end - start === CHUNK_ROWS ? whole : emptyChunk(varying, isAssigned, end - start)
      fillChunk(chunk, call, varying, isAssigned ? terms : null, first, start, end)
      appender.appendDataChunk(chunk)
      if (++appended % CHUNKS_AT_ONCE > 0) continue
      // The rows are copied here, in this thread: others the server answers get their turn in between.
      appender.flushSync()
      await breathe()
    }
    first += length
  }
  appender.closeSync()
  await connection.run(viewSql(columns, isAssigned))
}

function columnsOf(calls: readonly StagedCall[], terms: Terms): StageColumn[] {
  const length = calls.reduce((sum, call) => sum + lengthOf(call), 0)
  const column = (
    name: string,
    typed: (double: string) => string,
    valuesOf: (call: StagedCall, index: number) => NumberColumn | Uint32Array,
  ): StageColumn => ({ name, typed, values: joined(calls, length, calls.map(valuesOf)) })
  const as = (type: string) => (double: string) => `${double}::${type}`
  return [
    { name: 'n', typed: as('INTEGER'), values: Float64Array.from({ length }, (_, n) => n) },
    column('call', as('INTEGER'), (_, index) => index),
    column('hash_high', as('UBIGINT'), ({ high }) => high),
    column('hash_low', as('UBIGINT'), ({ low }) => low),
    ...INCIDENT_COLUMNS.map(({ name, type, values }) =>
      column(
        name,
        (double) => `CASE WHEN isnan(${double}) THEN NULL ELSE (${double})::${type} END`,
        ({ incidents }) => values(incidents, terms.idOf),
      ),
    ),
  ]
}

/** The parts of all calls as one column; one value where all have the same. */
function joined(
  calls: readonly StagedCall[],
  length: number,
  parts: readonly (NumberColumn | Uint32Array)[],
): NumberColumn {
  const first = firstOf(parts)
  if (parts.every((part) => isAlways(part, first))) return first
  const [only] = parts
  if (parts.length === 1 && calls[0].rows === null && only instanceof Float64Array) return only
  const column = new Float64Array(length)
  let start = 0
  parts.forEach((part, index) => {
    const { rows } = calls[index]
    const end = start + lengthOf(calls[index])
    if (typeof part === 'number') column.fill(part, start, end)
    else if (rows === null) column.set(part, start)
    else for (let n = 0; n < rows.length; n++) column[start + n] = part[rows[n]]
    start = end
  })
  return column
}

const firstOf = ([part]: readonly (NumberColumn | Uint32Array)[]): number =>
  (typeof part === 'number' ? part : part?.[0]) ?? Number.NaN

function isAlways(part: NumberColumn | Uint32Array, value: number): boolean {
  if (typeof part === 'number') return Object.is(part, value)
  for (let row = 0; row < part.length; row++) if (!Object.is(part[row], value)) return false
  return true
}

function viewSql(columns: readonly StageColumn[], isAssigned: boolean): string {
  const literal = (value: number) => (Number.isNaN(value) ? "'NaN'::DOUBLE" : `${value}::DOUBLE`)
  const sql = new Map(
    columns.map(({ name, typed, values }) => [
      name,
      typed(typeof values === 'number' ? literal(values) : name),
    ]),
  )
  const parts = [...sql]
    .filter(([name]) => !name.startsWith('hash_'))
    .map(([name, text]) => `${text} AS ${name}`)
  return `CREATE TEMP VIEW stage AS SELECT (${sql.get('hash_high')} << 32) | ${sql.get('hash_low')} AS key_hash,
    source_id, ${parts.join(', ')}, ${isAssigned ? '' : 'NULL::VARCHAR AS '}${ASSIGNMENTS} FROM raw_stage`
}

const emptyChunk = (varying: readonly StageColumn[], isAssigned: boolean, rows: number): DuckDBDataChunk =>
  DuckDBDataChunk.create([...varying.map(() => DOUBLE), VARCHAR, ...(isAssigned ? [VARCHAR] : [])], rows)

/**
 * Rows start … end of a call whose first row is row `first` of the columns. Appending copies: a chunk is filled again.
 * @param terms null: there is no column of assignments.
 */
function fillChunk(
  chunk: DuckDBDataChunk,
  { incidents, rows }: StagedCall,
  varying: readonly StageColumn[],
  terms: Terms | null,
  first: number,
  start: number,
  end: number,
): void {
  varying.forEach(({ values }, index) => {
    const column = values as Float64Array
    const vector = chunk.getColumnVector(index)
    for (let n = start; n < end; n++) vector.setItem(n - start, column[first + n])
    vector.flush()
  })
  const texts = chunk.getColumnVector(varying.length)
  const { bytes, offsets } = incidents.sourceIds
  for (let n = start; n < end; n++) {
    const row = rows === null ? n : rows[n]
    texts.setItem(n - start, utf8Text(bytes, offsets[row], offsets[row + 1]))
  }
  texts.flush()
  if (terms === null) return
  const assignments = chunk.getColumnVector(varying.length + 1)
  for (let n = start; n < end; n++) {
    const told = incidents.assignments?.[rows === null ? n : rows[n]] ?? null
    assignments.setItem(n - start, told && assignmentText(told, terms))
  }
  assignments.flush()
}
