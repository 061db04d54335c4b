// The level the evidence carries: finer levels show more but say less.
import { isWithin, type UnitTable } from '../model/unit.ts'
import { EVIDENCE_SHARE, FEW_N } from './thresholds.ts'

/** Rows of a level at or below a unit, in code order. */
export function rowsWithin(table: UnitTable, within: number, level: number): number[] {
  return [...(table.rowsOfLevel[level] ?? [])].filter((row) => isWithin(table, row, within))
}

/**
 * The finest level below `within` where at least EVIDENCE_SHARE of its units have n ≥ FEW_N; the next level below it
 * that has any units when none does; the unit's own level when nothing lies below. `n` by row, rolled up.
 */
export function evidenceLevel(table: UnitTable, within: number, n: Float64Array): number {
  const own = table.level[within]
  let coarsest = own
  let carried = -1
  for (let level = table.rowsOfLevel.length - 1; level > own; level--) {
    const rows = rowsWithin(table, within, level)
    if (rows.length === 0) continue
    coarsest = level
    const enough = rows.filter((row) => n[row] >= FEW_N).length
    if (carried < 0 && enough >= EVIDENCE_SHARE * rows.length) carried = level
  }
  return carried >= 0 ? carried : coarsest
}
