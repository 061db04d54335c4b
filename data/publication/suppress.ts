// Which cells of a published table are left out. Counts of 1 to 9 are (primary); so that none of them can be worked out
// from sums and differences of the others, further cells are left out with each (secondary), in the manner of the
// hypercube method (Repsilber 1994; Giessing and Repsilber 2002): cells at the corners of a rectangle, one count up here
// and down there, leave every published figure as it was.
// Law: for each primary cell there is another table of non-negative whole numbers, zeros only where zeros are published,
// that agrees with everything published and differs in that cell.
import { type CountTable, leavesOf, widthOf } from './table.ts'

/** Counts below this and above 0 are not shown. */
export const FEWEST_SHOWN = 10

/** One cell's change in the other table. */
interface Change {
  readonly cell: number
  readonly by: 1 | -1
}

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
  for (const target of targets) for (const { cell } of search(target)) isHidden[cell] = 1
  return { isHidden, primary, secondary: isHidden.reduce((sum, hidden) => sum + hidden, 0) - primary }
}

interface Candidate {
  readonly changes: readonly Change[]
  readonly cost: number
}

/** @returns for a target the changes that cover it and hide the least besides what is hidden already */
function createSearch(table: CountTable, isHidden: Uint8Array): (target: number) => readonly Change[] {
  const { counts, rows } = table
  const width = widthOf(table)
  const total = width - 1
  const leaves = leavesOf(rows)
  const pathOf = (leaf: number): number[] => {
    const path: number[] = []
    for (let at = leaf; at >= 0; at = rows[at].parent) path.push(at)
    return path
  }
  const paths = new Map(leaves.map((leaf) => [leaf, pathOf(leaf)]))

  /** null: a count would fall to 0, or rise from one that is shown as 0. */
  function candidate(changes: readonly Change[], least: number): Candidate | null {
    let cost = 0
    for (const { cell, by } of changes) {
      if (counts[cell] < (by < 0 ? 2 : 1)) return null
      // A count left out costs what it says; anything at all costs something.
      if (!isHidden[cell]) cost += 1 + Math.log2(counts[cell])
      if (cost >= least) return null
    }
    return { changes, cost }
  }

  return (target) => {
    const row = Math.floor(target / width)
    const column = target % width
    const columns = column === total ? [...Array(total).keys()] : [column]
    let best: Candidate | null = null
    const consider = (changes: readonly Change[]) => {
      const found = candidate(changes, best?.cost ?? Number.POSITIVE_INFINITY)
      if (found) best = found
    }
    for (const leaf of leaves) {
      const path = paths.get(leaf) as number[]
      if (!path.includes(row)) continue
      for (const up of columns)
        for (const sign of [1, -1] as const) {
          const withTotal = column === total ? [null] : [null, ...otherColumns(up, total)]
          for (const down of withTotal) {
            const along = (nodes: readonly number[], by: 1 | -1) => changesAlong(nodes, up, down, by, width)
            // Last resort: the whole path to the top, where nothing balances it.
            consider(along(path, sign))
            for (const other of leaves) {
              if (other === leaf) continue
              const opposite = paths.get(other) as number[]
              const shared = new Set(opposite)
              // The target must lie below where the two paths meet.
              if (shared.has(row)) continue
              const own = path.filter((node) => !shared.has(node))
              const theirs = opposite.filter((node) => !path.includes(node))
              consider([...along(own, sign), ...along(theirs, sign === 1 ? -1 : 1)])
            }
          }
        }
    }
    return (best as Candidate | null)?.changes ?? []
  }
}

const otherColumns = (column: number, total: number): number[] =>
  [...Array(total).keys()].filter((other) => other !== column)

/** One more in `up` along the nodes, one less in `down`; with no `down` the totals move instead. */
function changesAlong(
  nodes: readonly number[],
  up: number,
  down: number | null,
  by: 1 | -1,
  width: number,
): Change[] {
  const opposite = by === 1 ? -1 : 1
  return nodes.flatMap((node) => [
    { cell: node * width + up, by },
    down === null
      ? { cell: node * width + width - 1, by }
      : { cell: node * width + down, by: opposite as 1 | -1 },
  ])
}
