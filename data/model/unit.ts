// Units (区划单元) and the table of them that a version pins. Everything that is computed per unit
// (slices, tiles, lists) is a column in the row order of this table: code order.
import type { UnitId } from './ids.ts'

export interface Unit {
  readonly id: UnitId
  /** 12 digits, 15 for a grid; any text elsewhere. Unique in a version. */
  readonly code: string
  readonly name: string
  /** Index into City.levels. */
  readonly level: number
  readonly parentId: UnitId | null
  /** null: not known. Never guessed. */
  readonly households: number | null
  readonly population: number | null
  readonly staff: number | null
}

/** Column-wise units in code order; index into any column is the unit's *row*. */
export interface UnitTable {
  readonly length: number
  readonly units: readonly Unit[]
  /** Row of the parent, −1 for a root. */
  readonly parent: Int32Array
  readonly level: Uint8Array
  /** Rows of each level, in code order. */
  readonly rowsOfLevel: readonly Int32Array[]
  /** Place of each row when the units are listed level by level: what a map shows together stands together. */
  readonly levelOrder: Int32Array
  /** Row of a unit, −1 if it is not in this version. */
  rowOf(id: UnitId): number
  /** Row of a code, −1 if unknown. */
  rowOfCode(code: string): number
  /** Rows of the children, in code order. */
  childrenOf(row: number): readonly number[]
}

/**
 * Sorts units by code and indexes them.
 * @throws on a duplicate id or code, an unknown parent, or a parent that is not above its child.
 */
export function createUnitTable(units: readonly Unit[]): UnitTable {
  const sorted = [...units].sort((a, b) => (a.code < b.code ? -1 : a.code > b.code ? 1 : 0))
  const rows = new Map<number, number>()
  const codes = new Map<string, number>()
  sorted.forEach((unit, row) => {
    if (rows.has(unit.id))
      throw new Error(`unit id ${unit.id} twice (codes ${sorted[rows.get(unit.id)!].code}, ${unit.code})`)
    if (codes.has(unit.code)) throw new Error(`unit code ${unit.code} twice`)
    rows.set(unit.id, row)
    codes.set(unit.code, row)
  })
  const parent = new Int32Array(sorted.length).fill(-1)
  const level = new Uint8Array(sorted.length)
  const children: number[][] = sorted.map(() => [])
  sorted.forEach((unit, row) => {
    level[row] = unit.level
    if (unit.parentId === null) return
    const parentRow = rows.get(unit.parentId)
    if (parentRow === undefined)
      throw new Error(`unit ${unit.code}: parent id ${unit.parentId} is not in the table`)
    if (sorted[parentRow].level >= unit.level)
      throw new Error(
        `unit ${unit.code} (level ${unit.level}) under ${sorted[parentRow].code} (level ${sorted[parentRow].level})`,
      )
    parent[row] = parentRow
    children[parentRow].push(row)
  })
  const levelCount = level.reduce((most, value) => Math.max(most, value + 1), 0)
  const rowsOfLevel = Array.from({ length: levelCount }, (_, l) =>
    Int32Array.from([...sorted.keys()].filter((row) => level[row] === l)),
  )
  const levelOrder = new Int32Array(sorted.length)
  rowsOfLevel
    .flatMap((rows) => [...rows])
    .forEach((row, place) => {
      levelOrder[row] = place
    })
  return {
    length: sorted.length,
    units: sorted,
    parent,
    level,
    rowsOfLevel,
    levelOrder,
    rowOf: (id) => rows.get(id) ?? -1,
    rowOfCode: (code) => codes.get(code) ?? -1,
    childrenOf: (row) => children[row],
  }
}

/** The row itself or its nearest ancestor at or above `level`; −1 if there is none. */
export function ancestorAt(table: UnitTable, row: number, level: number): number {
  let at = row
  while (at >= 0 && table.level[at] > level) at = table.parent[at]
  return at
}

/** Whether `row` is `ancestor` or lies below it. */
export function isWithin(table: UnitTable, row: number, ancestor: number): boolean {
  for (let at = row; at >= 0; at = table.parent[at]) if (at === ancestor) return true
  return false
}
