// What densities divide by, by row of the unit table. Unknown is NaN and stays so: the households of a
// parent are its own figure, else the sum of its children, but only where every child's is known.
import type { UnitTable } from '../model/unit.ts'
import type { Base } from './metric.ts'
import { addUp } from './rollUp.ts'

export type BaseValues = ReadonlyMap<Base, Float64Array>

/** `areaSquareMeters` by row, everything below included; `days` is the length of the slice's window. */
export function baseValues(
  table: UnitTable,
  areaSquareMeters: Float64Array,
  gridLevel: number,
  days: number,
): BaseValues {
  const households = knownUpward(table, (row) => table.units[row].households)
  return new Map<Base, Float64Array>([
    ['areaSquareKilometers', areaSquareMeters.map((area) => (area > 0 ? area / 1e6 : Number.NaN))],
    ['thousandHouseholds', households.map((value) => value / 1000)],
    ['grids', gridCounts(table, gridLevel)],
    ['staff', knownUpward(table, (row) => table.units[row].staff)],
    ['days', new Float64Array(table.length).fill(days)],
  ])
}

function gridCounts(table: UnitTable, gridLevel: number): Float64Array {
  const counts = new Float64Array(table.length)
  for (const row of table.rowsOfLevel[gridLevel] ?? []) counts[row] = 1
  addUp(table, counts)
  return counts.map((count) => (count > 0 ? count : Number.NaN))
}

function knownUpward(table: UnitTable, own: (row: number) => number | null): Float64Array {
  const values = new Float64Array(table.length)
  for (let level = table.rowsOfLevel.length - 1; level >= 0; level--)
    for (const row of table.rowsOfLevel[level]) {
      const children = table.childrenOf(row)
      // A sum with an unknown in it is NaN.
      values[row] =
        own(row) ??
        (children.length === 0 ? Number.NaN : children.reduce((sum, child) => sum + values[child], 0))
    }
  return values
}
