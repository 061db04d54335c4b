// Counting: the measures of a slice by unit, and received by local day.
import type { DuckDBConnection } from '@duckdb/node-api'
import { isDurationMeasure } from '#data/metrics/durations.ts'
import { isCountedMeasure, type Measure, OLDEST_OPEN } from '#data/metrics/metric.ts'
import type { UnitId } from '#data/model/ids.ts'
import type { Slice } from '#data/model/slice.ts'
import type { SeriesPoint, UnitMeasures } from '../store.ts'
import { rowsOf } from './database.ts'
import { durationColumns, oldestOpenSql } from './durations.ts'
import { filterSql } from './filterSql.ts'
import { localDaysOf } from './localDays.ts'
import type { Reading } from './reading.ts'
import { measureQueries, type Own, populationSql, rowsAtSql } from './sliceSql.ts'

export async function slice(
  reading: Reading,
  slice: Slice,
  measures: readonly Measure[],
): Promise<UnitMeasures> {
  const wanted = [...new Set(measures)]
  const filterOf = (own?: Own) => filterSql(slice, reading, own)
  const durations = wanted.filter(isDurationMeasure)
  const counted = wanted.filter(isCountedMeasure)
  const columnsOf = (sql: string) => reading.read((connection) => numberColumns(connection, sql))
  const groups = await reading.atSequence(slice, (known) =>
    Promise.all([
      ...measureQueries(slice, counted, filterOf, known).map(async (query) => ({
        measures: query.measures,
        columns: await columnsOf(query.sql),
      })),
      ...(durations.length > 0 ? [durationColumns(slice, durations, filterOf(), known, columnsOf)] : []),
      ...wanted
        .filter((measure) => measure === OLDEST_OPEN)
        .map(async (measure) => ({
          measures: [measure],
          columns: await columnsOf(oldestOpenSql(slice, filterOf('open'), known)),
        })),
    ]),
  )
  return mergeGroups(groups, wanted)
}

/** A result as one array of numbers per column. */
async function numberColumns(connection: DuckDBConnection, sql: string): Promise<number[][]> {
  const reader = await connection.runAndReadAll(sql)
  return reader.getColumns().map((column) => column.map(Number))
}

function mergeGroups(
  groups: readonly { measures: readonly Measure[]; columns: readonly number[][] }[],
  wanted: readonly Measure[],
): UnitMeasures {
  const rows = new Map<number, number>()
  for (const { columns } of groups)
    for (const id of columns[0] ?? []) if (!rows.has(id)) rows.set(id, rows.size)
  const measures = new Map<Measure, Float64Array>(
    wanted.map((measure) => [measure, new Float64Array(rows.size)]),
  )
  for (const group of groups) {
    const [ids = []] = group.columns
    group.measures.forEach((measure, index) => {
      const counts = group.columns[index + 1] ?? []
      const target = measures.get(measure)!
      for (let i = 0; i < ids.length; i++) target[rows.get(ids[i])!] = counts[i]
    })
  }
  return { unitIds: Float64Array.from(rows.keys()), measures }
}

/** Received (or what the basis says) a local day, zero days included. */
export async function series(
  reading: Reading,
  slice: Slice,
  unitIds: ReadonlySet<UnitId> | null,
): Promise<SeriesPoint[]> {
  const moment = { received: 'received_at', settled: 'settles_at', closed: 'closed_at' }[
    slice.basis === 'default' ? 'received' : slice.basis
  ]
  const where = `${populationSql(slice)} AND ${filterSql(slice, reading)} AND ${unitsSql(unitIds)}`
  const rows = await reading.atSequence(slice, (known) =>
    reading.read((connection) =>
      rowsOf(
        connection,
        `SELECT strftime(timezone(?, make_timestamptz(moment_ms * 1000)), '%Y-%m-%d') AS day, count(*) AS received
         FROM (${rowsAtSql(slice, `${moment} AS moment_ms`, where, known)}) GROUP BY day`,
        [reading.zone()],
      ),
    ),
  )
  const counts = new Map(rows.map((row) => [String(row.day), Number(row.received)]))
  return localDaysOf(slice.fromMs, slice.toMs, reading.zone()).map((day) => ({
    day,
    received: counts.get(day) ?? 0,
  }))
}

/** A condition on unit_id; ids are integers, so they may stand in the text. */
export function unitsSql(unitIds: ReadonlySet<UnitId> | null): string {
  if (unitIds === null) return 'TRUE'
  return unitIds.size === 0
    ? 'FALSE'
    : `unit_id IN (SELECT unnest([${[...unitIds].map((id) => String(Math.trunc(id))).join(', ')}]::BIGINT[]))`
}
