// Pages of a slice's incidents in one of several orders, by key and not by number: page 5,000 costs what page 2 does.
// First the ids of a page from two narrow columns, then the wide rows of these ids.
import type { IncidentListQuery, ListedIncident, Store } from '../store.ts'
import { rowsOf } from './database.ts'
import { filterSql } from './filterSql.ts'
import { incidentOf, ROW } from './incidents.ts'
import type { Reading } from './reading.ts'
import { populationOwn, populationSql, rowsAtSql, sortSql } from './sliceSql.ts'
import { unitsSql } from './slices.ts'

type Listed = Pick<IncidentListQuery, 'slice' | 'unitIds' | 'state' | 'withholdsSensitive'>

const whereSql = ({ slice, state, unitIds }: Listed, reading: Reading): string =>
  `${populationSql(slice, state)} AND ${filterSql(slice, reading, populationOwn(slice, state))} AND ${unitsSql(unitIds)}`

function sensitiveSql({ withholdsSensitive }: Listed, reading: Reading): string {
  const sensitive = withholdsSensitive ? reading.terms.idsWhere(reading.isSensitive) : []
  return sensitive.length > 0 ? `category IN (${sensitive.join(', ')})` : 'FALSE'
}

export async function countIncidents(reading: Reading, listed: Listed): ReturnType<Store['countIncidents']> {
  const columns = `${sensitiveSql(listed, reading)} AS withheld`
  return reading.atSequence(listed.slice, (known) =>
    reading.read(async (connection) => {
      const rows = rowsAtSql(listed.slice, columns, whereSql(listed, reading), known)
      const [counts] = await rowsOf(
        connection,
        `SELECT count(*) AS total, count(*) FILTER (withheld) AS withheld FROM (${rows})`,
      )
      return { total: Number(counts.total), withheld: Number(counts.withheld) }
    }),
  )
}

export async function listIncidents(reading: Reading, query: IncidentListQuery): Promise<ListedIncident[]> {
  const { slice, after, descending } = query
  const [behind, direction] = descending ? ['<', 'DESC'] : ['>', 'ASC']
  const value = sortSql(query)
  const at = Math.trunc(after?.value ?? 0)
  // The first half alone lets a scan skip what lies before the page.
  const place = after
    ? ` AND ${value} ${behind}= ${at} AND (${value} ${behind} ${at} OR id ${behind} ${Math.trunc(after.id)})`
    : ''
  const where = `${whereSql(query, reading)} AND NOT (${sensitiveSql(query, reading)})${place}`
  const order = `ORDER BY sort_value ${direction}, id ${direction}`
  return reading.atSequence(slice, (known) =>
    reading.read(async (connection) => {
      const keys = await rowsOf(
        connection,
        `SELECT id FROM (${rowsAtSql(slice, `id, ${value} AS sort_value`, where, known)})
         ${order} LIMIT ${Math.trunc(query.limit)}`,
      )
      if (keys.length === 0) return []
      const those = `id IN (${keys.map(({ id }) => Number(id)).join(', ')})`
      const rows = await rowsOf(
        connection,
        `SELECT * FROM (${rowsAtSql(slice, `${ROW}, ${value} AS sort_value`, `${those} AND ${where}`, known)}) ${order}`,
      )
      return rows.map((row) => ({
        ...incidentOf(row, reading.terms),
        sortValue: Number(row.sort_value),
      }))
    }),
  )
}
