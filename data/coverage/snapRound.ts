// Iterated snap-rounding: after it edges meet in vertices only and no vertex lies in the pixel corridor of a
// foreign edge, so rounding it again changes nothing (Halperin & Packer 2002). Where outlines already match,
// the first round finds nothing to do and is the whole cost.
//
//    a ─────────── b          a ────┐ p            p: crossing rounded to the grid,
//          ╲             →           ╲ ╲           or a vertex within half a unit.
//           ╲                         ╲ └──── b    Each edge through p's pixel is bent to it.
import Flatbush from 'flatbush'
import type { EdgeTable } from './edgeTable.ts'
import { crossingPoint, passesPixel } from './exact.ts'
import type { VertexTable } from './vertexTable.ts'

/** Real and random linework settles in 2–5 rounds. */
const MOST_ROUNDS = 100

/**
 * Splits `edges` in place: new vertices and edges are added to the tables.
 * @returns for each edge that was split, the vertices that replace it, from its `from` to its `to`; the parts
 * may have been split in turn.
 */
export function snapRound(vertices: VertexTable, edges: EdgeTable): Map<number, readonly number[]> {
  const chains = new Map<number, readonly number[]>()
  let active = [...edges.from.keys()]
  let fresh = active
  for (let round = 0; fresh.length > 0; round++) {
    if (round === MOST_ROUNDS)
      throw new Error(
        `snap-rounding: ${fresh.length} of ${active.length} edges unsettled after ${round} rounds`,
      )
    const touched = findTouches(vertices, edges, active, fresh)
    const first = edges.from.length
    for (const [edge, points] of touched) {
      const chain = orderAlong(vertices, edges, edge, points)
      chains.set(edge, chain)
      for (let i = 1; i < chain.length; i++) edges.add(chain[i - 1], chain[i])
    }
    fresh = []
    for (let edge = first; edge < edges.from.length; edge++) fresh.push(edge)
    if (touched.size > 0) active = active.filter((edge) => !touched.has(edge)).concat(fresh)
  }
  return chains
}

/** For each edge the vertices that must lie on it. Only pairs with a fresh edge can be new. */
function findTouches(
  vertices: VertexTable,
  edges: EdgeTable,
  active: readonly number[],
  fresh: readonly number[],
): Map<number, Set<number>> {
  const { xs, ys } = vertices
  const { from, to } = edges
  const index = new Flatbush(active.length)
  for (const e of active)
    index.add(
      Math.min(xs[from[e]], xs[to[e]]),
      Math.min(ys[from[e]], ys[to[e]]),
      Math.max(xs[from[e]], xs[to[e]]),
      Math.max(ys[from[e]], ys[to[e]]),
    )
  index.finish()
  const touched = new Map<number, Set<number>>()
  const touch = (edge: number, vertex: number): void => {
    if (vertex === from[edge] || vertex === to[edge]) return
    const known = touched.get(edge)
    if (known) known.add(vertex)
    else touched.set(edge, new Set([vertex]))
  }
  const touchIfNear = (e: number, v: number): void => {
    if (passesPixel(xs[from[e]], ys[from[e]], xs[to[e]], ys[to[e]], xs[v], ys[v])) touch(e, v)
  }
  const examine = (e: number, f: number): void => {
    touchIfNear(e, from[f])
    touchIfNear(e, to[f])
    touchIfNear(f, from[e])
    touchIfNear(f, to[e])
    if (from[e] === from[f] || from[e] === to[f] || to[e] === from[f] || to[e] === to[f]) return
    const [a, b, c, d] = [from[e], to[e], from[f], to[f]]
    const point = crossingPoint(xs[a], ys[a], xs[b], ys[b], xs[c], ys[c], xs[d], ys[d])
    if (point === null) return
    const vertex = vertices.add(point[0], point[1])
    touch(e, vertex)
    touch(f, vertex)
  }
  const isFresh = new Uint8Array(from.length)
  for (const e of fresh) isFresh[e] = 1
  for (const e of fresh) {
    const [u, v] = [from[e], to[e]]
    const visit = (slot: number): boolean => {
      const f = active[slot]
      if (f !== e && (isFresh[f] === 0 || f > e)) examine(e, f)
      return false
    }
    index.search(
      Math.min(xs[u], xs[v]),
      Math.min(ys[u], ys[v]),
      Math.max(xs[u], xs[v]),
      Math.max(ys[u], ys[v]),
      visit,
    )
  }
  return touched
}

function orderAlong(
  { xs, ys }: VertexTable,
  { from, to }: EdgeTable,
  edge: number,
  points: ReadonlySet<number>,
): readonly number[] {
  const [u, v] = [from[edge], to[edge]]
  const along = (p: number): number => (xs[p] - xs[u]) * (xs[v] - xs[u]) + (ys[p] - ys[u]) * (ys[v] - ys[u])
  const middle = [...points].sort((a, b) => along(a) - along(b) || xs[a] - xs[b] || ys[a] - ys[b])
  return [u, ...middle, v]
}
