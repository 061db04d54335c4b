// A table of counts the public may have: units of a tree down the side, groups that add up to a total across. Every count
// of a unit is the sum of its children's, every total the sum of its groups', so what is left out can be worked out
// unless enough is left out with it (suppress.ts).

export interface PublicRow {
  /** Code of the unit; of the remainder, its parent's code with `+`. */
  readonly code: string
  readonly name: string
  /** Row of the parent, before this one; −1: the top. */
  readonly parent: number
}

/** counts[row × width + column]; the last column is the total. */
export interface CountTable {
  readonly rows: readonly PublicRow[]
  /** Without the total. */
  readonly groups: readonly string[]
  readonly counts: Int32Array
}

export const widthOf = (table: Pick<CountTable, 'groups'>): number => table.groups.length + 1

/** Rows that have none below them. */
export function leavesOf(rows: readonly PublicRow[]): number[] {
  const isParent = new Uint8Array(rows.length)
  for (const { parent } of rows) if (parent >= 0) isParent[parent] = 1
  return rows.flatMap((_, row) => (isParent[row] ? [] : [row]))
}

/**
 * Fills in what lies in a parent and in none of its children (not located further down) as a row of its own, so that
 * every sum closes.
 * @param own what each unit counts, its children's included
 * @throws RangeError where children count more than their parent
 */
export function closedTable(
  units: readonly PublicRow[],
  groups: readonly string[],
  own: (row: number, group: number) => number,
  remainderName: string,
): CountTable {
  const rest = units.map((_, row) => groups.map((_, group) => own(row, group)))
  const isParent = new Uint8Array(units.length)
  units.forEach(({ parent }, row) => {
    if (parent < 0) return
    isParent[parent] = 1
    groups.forEach((_, group) => {
      rest[parent][group] -= own(row, group)
    })
  })
  const rows: PublicRow[] = []
  const values: number[][] = []
  const rowOf: number[] = []
  units.forEach((unit, row) => {
    rowOf.push(rows.length)
    rows.push({ ...unit, parent: unit.parent < 0 ? -1 : rowOf[unit.parent] })
    values.push(groups.map((_, group) => own(row, group)))
  })
  units.forEach(({ code }, row) => {
    if (!isParent[row] || rest[row].every((count) => count === 0)) return
    if (rest[row].some((count) => count < 0))
      throw new RangeError(`the parts of ${code} count more than the whole`)
    rows.push({ code: `${code}+`, name: remainderName, parent: rowOf[row] })
    values.push(rest[row])
  })
  const counts = Int32Array.from(
    values.flatMap((row) => [...row, row.reduce((sum, count) => sum + count, 0)]),
  )
  return { rows, groups, counts }
}
