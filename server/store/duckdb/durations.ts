// What is not a plain count of a scan: times to completion by bin, the age of the oldest open matter, and why matters have no
// place. Bins come as rows (unit, bin, ended, count) and are turned here: most of 64 columns would be zeros.
import { DURATION_EDGES_MS, type DurationMeasure } from '#data/metrics/durations.ts'
import type { Slice } from '#data/model/slice.ts'
import { filterSql } from './filterSql.ts'
import type { Known, Reading } from './reading.ts'
import { bind, populationSql, rowsAtSql, STANDS } from './sliceSql.ts'

type ColumnsOf = (sql: string) => Promise<number[][]>

/** unit ids, then a column per measure. A matter ends when it is handled or closed; one refused or voided by asOf is left out. */
export async function durationColumns(
  slice: Slice,
  measures: readonly DurationMeasure[],
  filter: string,
  known: Known,
  columnsOf: ColumnsOf,
): Promise<{ measures: readonly DurationMeasure[]; columns: number[][] }> {
  const [ids = [], bins = [], ended = [], counts = []] = await columnsOf(binsSql(slice, filter, known))
  const rows = new Map<number, number>()
  for (const id of ids) if (!rows.has(id)) rows.set(id, rows.size)
  const columns = new Map(measures.map((measure) => [measure, new Array<number>(rows.size).fill(0)]))
  for (let i = 0; i < ids.length; i++) {
    const column = columns.get(ended[i] === 1 ? `ended${bins[i]}` : `waiting${bins[i]}`)
    if (column) column[rows.get(ids[i])!] = counts[i]
  }
  return { measures, columns: [[...rows.keys()], ...columns.values()] }
}

function binsSql(slice: Slice, filter: string, known: Known): string {
  const where = `${populationSql(slice)} AND ${STANDS} AND ${filter}`
  const rows = rowsAtSql(slice, 'unit_id, received_at, least(handled_at, closed_at) AS end_at', where, known)
  const bin = DURATION_EDGES_MS.map((edge, i) => `WHEN age < ${edge} THEN ${i}`).join(' ')
  return bind(
    `SELECT unit_id, bin, ended, count(*) FROM (
       SELECT unit_id, ended, CASE ${bin} ELSE ${DURATION_EDGES_MS.length} END AS bin FROM (
         SELECT unit_id, coalesce(end_at <= $asOf, FALSE)::INTEGER AS ended,
           least(coalesce(end_at, $asOf), $asOf) - received_at AS age FROM (${rows})))
     GROUP BY unit_id, bin, ended`,
    slice,
  )
}

/** unit_id, the age of its oldest open matter. */
export function oldestOpenSql(slice: Slice, filter: string, known: Known): string {
  const rows = rowsAtSql(
    slice,
    'unit_id, received_at',
    `${populationSql(slice, 'open')} AND ${filter}`,
    known,
  )
  return bind(`SELECT unit_id, $moment - min(received_at) FROM (${rows}) GROUP BY unit_id`, slice)
}

/** Matters of the slice without a unit, by cause; those that tell none under 'unknown'. */
export async function unlocatedByCause(reading: Reading, slice: Slice): Promise<Record<string, number>> {
  const filter = filterSql(slice, reading)
  const rows = await reading.atSequence(slice, (known) =>
    reading.read(async (connection) => {
      const where = `${populationSql(slice)} AND unit_id = 0 AND ${filter}`
      const sql = `SELECT unlocated_cause, count(*) FROM (${rowsAtSql(slice, 'unlocated_cause', where, known)}) GROUP BY ALL`
      return (await connection.runAndReadAll(sql)).getRows()
    }),
  )
  return Object.fromEntries(
    rows
      .map(([term, count]): [string, number] => [
        (term === null ? null : reading.terms.textOf(Number(term))) ?? 'unknown',
        Number(count),
      ])
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  )
}
