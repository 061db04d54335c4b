// Counts without those that are not for whoever asks: rows outside a scope become 0 (their figures say 'forbidden'), and what has
// no place is nobody's own. The counts themselves are shared by all scopes.
import type { Measure } from '#data/metrics/metric.ts'
import type { MeasureTable } from '#data/metrics/rollUp.ts'
import { OUTSIDE, type Standings } from '../access/standings.ts'

export function withhold(measures: MeasureTable, standings: Standings): MeasureTable {
  if (standings === null) return measures
  const none = new Map([...measures.columns.keys()].map((measure): [Measure, number] => [measure, 0]))
  const columns = new Map(
    [...measures.columns].map(([measure, column]) => [
      measure,
      column.map((value, row) => (standings[row] === OUTSIDE ? 0 : value)),
    ]),
  )
  return { columns, unlocated: none, elsewhere: none, total: none }
}

const known = new WeakMap<Uint8Array, Uint8Array>()

/** 1 for each row that is not told. */
export function withheldRows(standings: Uint8Array): Uint8Array {
  const rows = known.get(standings) ?? standings.map((standing) => (standing === OUTSIDE ? 1 : 0))
  known.set(standings, rows)
  return rows
}
