// From counts where incidents stand to counts of every unit: children are added to parents once, finest level
// first. Conservation: Σ roots + unlocated + elsewhere = what the store counted, and at every unit
// total = Σ children + at itself. Of the one measure that is a maximum, read "the largest of" for Σ.
import { unitId } from '../model/ids.ts'
import type { UnitTable } from '../model/unit.ts'
import { type Measure, OLDEST_OPEN } from './metric.ts'

/** As Store.slice gives it: row i of every column belongs to unitIds[i], 0 is unlocated. */
export interface CountsByUnit {
  readonly unitIds: Float64Array
  readonly measures: ReadonlyMap<Measure, Float64Array>
}

export interface MeasureTable {
  /** By row of the unit table, everything below included. */
  readonly columns: ReadonlyMap<Measure, Float64Array>
  /** Incidents without any unit. */
  readonly unlocated: ReadonlyMap<Measure, number>
  /** Incidents at units that this version does not have. */
  readonly elsewhere: ReadonlyMap<Measure, number>
  /** Everything counted. */
  readonly total: ReadonlyMap<Measure, number>
}

export function rollUp(table: UnitTable, counts: CountsByUnit): MeasureTable {
  const rows = Int32Array.from(counts.unitIds, (id) => (id === 0 ? -1 : table.rowOf(unitId(id))))
  const columns = new Map<Measure, Float64Array>()
  const unlocated = new Map<Measure, number>()
  const elsewhere = new Map<Measure, number>()
  const total = new Map<Measure, number>()
  for (const [measure, values] of counts.measures) {
    const column = new Float64Array(table.length)
    const join = measure === OLDEST_OPEN ? Math.max : plus
    let without = 0
    let other = 0
    let sum = 0
    for (let i = 0; i < rows.length; i++) {
      sum = join(sum, values[i])
      if (rows[i] >= 0) column[rows[i]] = join(column[rows[i]], values[i])
      else if (counts.unitIds[i] === 0) without = join(without, values[i])
      else other = join(other, values[i])
    }
    addUp(table, column, join)
    columns.set(measure, column)
    unlocated.set(measure, without)
    elsewhere.set(measure, other)
    total.set(measure, sum)
  }
  return { columns, unlocated, elsewhere, total }
}

const plus = (a: number, b: number): number => a + b

/** Adds every unit's value to its parent, finest level first: `column` then includes everything below. Changes it. */
export function addUp(table: UnitTable, column: Float64Array, join = plus): void {
  for (let level = table.rowsOfLevel.length - 1; level > 0; level--)
    for (const row of table.rowsOfLevel[level]) {
      const parent = table.parent[row]
      if (parent >= 0) column[parent] = join(column[parent], column[row])
    }
}

/** Whether the roots, the unlocated and the elsewhere are all there is, for every measure. */
export function isConserved(table: UnitTable, measures: MeasureTable): boolean {
  for (const [measure, column] of measures.columns) {
    const join = measure === OLDEST_OPEN ? Math.max : plus
    let sum = join(measures.unlocated.get(measure)!, measures.elsewhere.get(measure)!)
    table.parent.forEach((parent, row) => {
      if (parent < 0) sum = join(sum, column[row])
    })
    if (sum !== measures.total.get(measure)) return false
  }
  return true
}
