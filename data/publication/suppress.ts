// Which cells of a published table are left out. Counts of 1 to 9 are (primary); so that none of them can be worked out
// from sums and differences of the others, further cells are left out with each (secondary), in the manner of the
// hypercube method (Repsilber 1994; Giessing and Repsilber 2002): cells at the corners of a rectangle, one count up here
// and down there, leave every published figure as it was.
// Law: for each primary cell there is another table of non-negative whole numbers, zeros only where zeros are published,
// that agrees with everything published and differs in that cell.
import { type CountTable, leavesOf, widthOf } from './table.ts'

/** Counts below this and above 0 are not shown. */
export const FEWEST_SHOWN = 10

export interface Suppression {
  /** By cell: 0 shown, 1 left out. */
  readonly isHidden: Uint8Array
  readonly primary: number
  readonly secondary: number
}

/** A remainder of one cell each way is enough for the law; ranges are not claimed. */
export function suppress(table: CountTable): Suppression {
  const { counts } = table
  const isHidden = Uint8Array.from(counts, (count) => (count > 0 && count < FEWEST_SHOWN ? 1 : 0))
  const primary = isHidden.reduce((sum, hidden) => sum + hidden, 0)
  const search = createSearch(table, isHidden)
  // Smallest first: they can only go up, and are the hardest to cover.
  const targets = [...counts.keys()].filter((cell) => isHidden[cell]).sort((a, b) => counts[a] - counts[b])
  for (const target of targets) for (const cell of search(target)) isHidden[cell] = 1
  return { isHidden, primary, secondary: isHidden.reduce((sum, hidden) => sum + hidden, 0) - primary }
}

/** A move: along `up` one more at the nodes of `own` and one less at those of `theirs`, balanced in column `down`. */
interface Move {
  readonly own: readonly number[]
  readonly theirs: readonly number[]
  readonly up: number
  readonly down: number
  readonly sign: 1 | -1
}

/** @returns for a target the cells of the move that covers it and hides the least besides what is hidden already */
function createSearch(table: CountTable, isHidden: Uint8Array): (target: number) => readonly number[] {
  const { counts, rows } = table
  const width = widthOf(table)
  const total = width - 1
  const leaves = leavesOf(rows).map((leaf) => pathOf(rows, leaf))

  /** Cost of one cell going up or down; infinite where it may not: a count falls to 0, or a shown 0 rises. */
  function costOf(cell: number, by: 1 | -1): number {
    if (counts[cell] < (by < 0 ? 2 : 1)) return Number.POSITIVE_INFINITY
    // A count left out costs what it says; anything at all costs something.
    return isHidden[cell] ? 0 : 1 + Math.log2(counts[cell])
  }
  /** Totals are where groups do not balance each other: then they move along. */
  function costAlong(nodes: readonly number[], up: number, down: number, by: 1 | -1, least: number): number {
    const downBy = down === total ? by : by === 1 ? -1 : 1
    let cost = 0
    for (const node of nodes) {
      cost += costOf(node * width + up, by) + costOf(node * width + down, downBy)
      if (cost >= least) return Number.POSITIVE_INFINITY
    }
    return cost
  }

  return (target) => {
    const row = Math.floor(target / width)
    const column = target % width
    const columns = column === total ? [...Array(total).keys()] : [column]
    let [best, least]: [Move | null, number] = [null, Number.POSITIVE_INFINITY]
    const consider = (move: Move) => {
      const { own, theirs, up, down, sign } = move
      let cost = costAlong(own, up, down, sign, least)
      if (cost < least) cost += costAlong(theirs, up, down, sign === 1 ? -1 : 1, least - cost)
      if (cost < least) [best, least] = [move, cost]
    }
    for (const path of leaves) {
      if (!path.includes(row)) continue
      const partners = partnersOf(path, row, leaves)
      for (const up of columns)
        for (const down of column === total ? [total] : otherColumns(up, width))
          for (const sign of [1, -1] as const) {
            // Last resort: the whole path to the top, where nothing balances it.
            consider({ own: path, theirs: [], up, down, sign })
            for (const { own, theirs } of partners) {
              consider({ own, theirs, up, down, sign })
              if (least === 0) return []
            }
          }
    }
    const found = best as Move | null
    return found ? cellsOf(found, width) : []
  }
}

/** From a leaf to its top. */
function pathOf(rows: CountTable['rows'], leaf: number): number[] {
  const path: number[] = []
  for (let at = leaf; at >= 0; at = rows[at].parent) path.push(at)
  return path
}

/** Other leaves with whom the path meets above the row: what of both lies below where they meet. */
function partnersOf(
  path: readonly number[],
  row: number,
  leaves: readonly (readonly number[])[],
): { own: number[]; theirs: number[] }[] {
  return leaves.flatMap((other) => {
    const shared = new Set(other)
    if (shared.has(row)) return []
    return [
      {
        own: path.filter((node) => !shared.has(node)),
        theirs: other.filter((node) => !path.includes(node)),
      },
    ]
  })
}

const otherColumns = (column: number, width: number): number[] =>
  [...Array(width).keys()].filter((other) => other !== column)

const cellsOf = ({ own, theirs, up, down }: Move, width: number): number[] =>
  [...own, ...theirs].flatMap((node) => [node * width + up, node * width + down])
