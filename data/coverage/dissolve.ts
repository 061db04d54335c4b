// The coverage as one level shows it: arcs whose two sides differ there, merged through nodes of degree 2.
// Each face shows as its nearest ancestor at or above the level, so levels nest and share their borders.
//
//   ──a──┬──b──        b between grids of one village vanishes at village level, its node keeps two arcs,
//        c             and a, c become one arc.
import { ancestorAt, type UnitTable } from '../model/unit.ts'
import type { Coverage } from './coverage.ts'
import { createPointIds } from './pointIds.ts'

export interface LevelCoverage {
  /** The level asked for: an index into City.levels. */
  readonly level: number
  /** As in Coverage, in 1e-7 degrees. */
  readonly offsets: Uint32Array
  readonly xs: Int32Array
  readonly ys: Int32Array
  /** Rows of the UnitTable, −1 none. left ≠ right for every arc. */
  readonly left: Int32Array
  readonly right: Int32Array
  /** Per arc: the coarsest level at which it is a border. */
  readonly borderLevel: Uint8Array
  /** Rows that have a face here, ascending. */
  readonly rows: Int32Array
  /** By row of the table: 1 where the row has a face here and stands above the level asked for. */
  readonly coarse: Uint8Array
}

export function dissolve(coverage: Coverage, table: UnitTable, level: number): LevelCoverage {
  const shown = shownRows(table, level)
  const arcs = coverage.left.length
  const left = new Int32Array(arcs)
  const right = new Int32Array(arcs)
  const kept: number[] = []
  for (let arc = 0; arc < arcs; arc++) {
    left[arc] = shown(coverage.left[arc])
    right[arc] = shown(coverage.right[arc])
    if (left[arc] !== right[arc]) kept.push(arc)
  }
  const chains = mergeChains(coverage, kept, left, right)
  return joinChains(coverage, table, level, chains, left, right)
}

/** From unit id to the row that shows for it, remembered: ids repeat on every arc. */
function shownRows(table: UnitTable, level: number): (unitId: number) => number {
  const byRow = new Int32Array(table.length)
  for (let row = 0; row < table.length; row++) byRow[row] = ancestorAt(table, row, level)
  const rows = new Map<number, number>([[0, -1]])
  table.units.forEach((unit, row) => {
    rows.set(unit.id, byRow[row])
  })
  return (unitId) => {
    const row = rows.get(unitId)
    if (row === undefined) throw new Error(`face of unit ${unitId}, which is not in the table`)
    return row
  }
}

/** A merged arc: signed source arcs in walking order, ~arc where it is walked backwards. */
type Chain = number[]

function mergeChains(coverage: Coverage, kept: number[], left: Int32Array, right: Int32Array): Chain[] {
  const { offsets, xs, ys } = coverage
  const nodes = createPointIds(kept.length * 2)
  const start = new Int32Array(left.length)
  const end = new Int32Array(left.length)
  for (const arc of kept) {
    start[arc] = nodes.add(xs[offsets[arc]], ys[offsets[arc]])
    end[arc] = nodes.add(xs[offsets[arc + 1] - 1], ys[offsets[arc + 1] - 1])
  }
  // At a node of degree 2 the two arc ends, as signed arcs leaving it.
  const degree = new Int32Array(nodes.size())
  const leaving = new Int32Array(nodes.size() * 2)
  for (const arc of kept)
    for (const [node, signed] of [
      [start[arc], arc],
      [end[arc], ~arc],
    ]) {
      if (degree[node] < 2) leaving[node * 2 + degree[node]] = signed
      degree[node]++
    }
  const headOf = (signed: number): number => (signed >= 0 ? end[signed] : start[~signed])
  const sidesOf = (signed: number): [number, number] =>
    signed >= 0 ? [left[signed], right[signed]] : [right[~signed], left[~signed]]
  /** The arc walked next, or null at a true node. */
  const after = (signed: number): number | null => {
    const node = headOf(signed)
    if (degree[node] !== 2) return null
    const next = leaving[node * 2] === ~signed ? leaving[node * 2 + 1] : leaving[node * 2]
    const [nextLeft, nextRight] = sidesOf(next)
    const [ownLeft, ownRight] = sidesOf(signed)
    return nextLeft === ownLeft && nextRight === ownRight ? next : null
  }
  const used = new Uint8Array(left.length)
  const walk = (first: number): Chain => {
    const chain: Chain = []
    for (let at: number | null = first; at !== null && !used[at < 0 ? ~at : at]; at = after(at)) {
      used[at < 0 ? ~at : at] = 1
      chain.push(at)
    }
    return chain
  }
  const chains: Chain[] = []
  for (const arc of kept) if (!used[arc] && after(~arc) === null) chains.push(walk(arc))
  for (const arc of kept) if (!used[arc] && after(arc) === null) chains.push(flip(walk(~arc)))
  for (const arc of kept) if (!used[arc]) chains.push(walk(arc))
  return chains
}

const flip = (chain: Chain): Chain => chain.reverse().map((signed) => ~signed)

function joinChains(
  coverage: Coverage,
  table: UnitTable,
  level: number,
  chains: Chain[],
  left: Int32Array,
  right: Int32Array,
): LevelCoverage {
  const { offsets, xs, ys } = coverage
  let vertices = 0
  for (const chain of chains) {
    vertices++
    for (const signed of chain) vertices += lengthOf(offsets, signed) - 1
  }
  const merged = {
    level,
    offsets: new Uint32Array(chains.length + 1),
    xs: new Int32Array(vertices),
    ys: new Int32Array(vertices),
    left: new Int32Array(chains.length),
    right: new Int32Array(chains.length),
    borderLevel: new Uint8Array(chains.length),
  }
  const faces = new Uint8Array(table.length)
  let at = 0
  chains.forEach((chain, index) => {
    merged.offsets[index] = at
    chain.forEach((signed, position) => {
      const arc = signed < 0 ? ~signed : signed
      const count = lengthOf(offsets, signed)
      for (let i = position === 0 ? 0 : 1; i < count; i++) {
        const from = signed < 0 ? offsets[arc + 1] - 1 - i : offsets[arc] + i
        merged.xs[at] = xs[from]
        merged.ys[at++] = ys[from]
      }
    })
    const first = chain[0]
    merged.left[index] = first >= 0 ? left[first] : right[~first]
    merged.right[index] = first >= 0 ? right[first] : left[~first]
    merged.borderLevel[index] = borderLevel(table, merged.left[index], merged.right[index], level)
    if (merged.left[index] >= 0) faces[merged.left[index]] = 1
    if (merged.right[index] >= 0) faces[merged.right[index]] = 1
  })
  merged.offsets[chains.length] = at
  const rows = Int32Array.from([...faces.keys()].filter((row) => faces[row] === 1))
  const coarse = faces.map((has, row) => (has === 1 && table.level[row] < level ? 1 : 0))
  return { ...merged, rows, coarse }
}

const lengthOf = (offsets: Uint32Array, signed: number): number => {
  const arc = signed < 0 ? ~signed : signed
  return offsets[arc + 1] - offsets[arc]
}

/** The coarsest level at which the two rows show as different units. */
export function borderLevel(table: UnitTable, left: number, right: number, finest: number): number {
  for (let level = 0; level < finest; level++)
    if (ancestorOf(table, left, level) !== ancestorOf(table, right, level)) return level
  return finest
}

const ancestorOf = (table: UnitTable, row: number, level: number): number =>
  row < 0 ? -1 : ancestorAt(table, row, level)
