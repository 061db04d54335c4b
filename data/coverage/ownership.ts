// Whose is a face, judged by the units that cover it. Children win over their parent's own outline: only where
// no leaf (a unit without outlined descendants) lies is a parent's outline asked, the finest first.
import type { Cover } from './cover.ts'
import type { UnitOutline } from './linework.ts'

export type Claim =
  /** Outside, a lake, or a gap. */
  | { readonly kind: 'none' }
  | { readonly kind: 'sole'; readonly row: number }
  /** Inside a parent that has outlined children, but in none of them. */
  | { readonly kind: 'remainder'; readonly row: number }
  /** Two or more equals, in row order. */
  | { readonly kind: 'overlap'; readonly rows: readonly number[] }

export interface UnitRows {
  readonly units: readonly UnitOutline[]
  /** Row of the parent, −1. */
  readonly parent: Int32Array
  /** No descendant has a polygon. */
  readonly isLeaf: readonly boolean[]
}

/** @throws on an id twice or a parent that is missing or not above its child */
export function indexUnits(units: readonly UnitOutline[]): UnitRows {
  const rowOf = new Map(units.map((unit, row) => [unit.id, row]))
  if (rowOf.size !== units.length) throw new Error(`${units.length} units have only ${rowOf.size} ids`)
  const parent = Int32Array.from(units, (unit) => {
    if (unit.parentId === null) return -1
    const row = rowOf.get(unit.parentId)
    if (row === undefined) throw new Error(`unit ${unit.id}: parent ${unit.parentId} is not among the units`)
    if (units[row].level >= unit.level)
      throw new Error(`unit ${unit.id} (level ${unit.level}) is not below its parent ${unit.parentId}`)
    return row
  })
  const isLeaf = units.map(() => true)
  units.forEach((unit, row) => {
    if (unit.polygons.length === 0) return
    for (let at = parent[row]; at >= 0; at = parent[at]) isLeaf[at] = false
  })
  return { units, parent, isLeaf }
}

export function isAncestor({ parent }: UnitRows, ancestor: number, row: number): boolean {
  for (let at = row < 0 ? -1 : parent[row]; at >= 0; at = parent[at]) if (at === ancestor) return true
  return false
}

export function claimOf(rows: UnitRows, cover: Cover): Claim {
  if (cover.length === 0) return { kind: 'none' }
  const covering = cover.filter((_, i) => i % 2 === 0)
  const leaves = covering.filter((row) => rows.isLeaf[row])
  if (leaves.length > 1) return { kind: 'overlap', rows: leaves }
  if (leaves.length === 1) return { kind: 'sole', row: leaves[0] }
  const finest = Math.max(...covering.map((row) => rows.units[row].level))
  const parents = covering.filter((row) => rows.units[row].level === finest)
  return parents.length > 1 ? { kind: 'overlap', rows: parents } : { kind: 'remainder', row: parents[0] }
}
