// Edges a unit runs along both ways, gathered into connected pieces: each is one flaw of its outline.
//
//     ┌────┐          a spike, there and back       ┌────┬────┐    one unit in two polygons with a
//     │    ├──────    (no ground in it)              │ 1  │ 1  │    common border inside
//     └────┘                                         └────┴────┘
import type { Arrangement, DoubledEdge } from './arrangement.ts'
import { lengthMeters } from './earth.ts'

export interface DoubledPiece {
  readonly unit: number
  /** A vertex of the piece. */
  readonly vertex: number
  readonly lengthMeters: number
}

/** Pieces by unit row, then in order of discovery. */
export function doubledPieces({ doubled, edges: { xs, ys } }: Arrangement): DoubledPiece[] {
  const byUnit = new Map<number, DoubledEdge[]>()
  for (const edge of doubled) {
    const known = byUnit.get(edge.unit)
    if (known) known.push(edge)
    else byUnit.set(edge.unit, [edge])
  }
  return [...byUnit]
    .sort(([a], [b]) => a - b)
    .flatMap(([unit, edges]) => {
      const rootOf = joinEnds(edges)
      const lengths = new Map<number, number>()
      for (const { from, to } of edges) {
        const length = lengthMeters(xs[from], ys[from], xs[to], ys[to])
        lengths.set(rootOf(from), (lengths.get(rootOf(from)) ?? 0) + length)
      }
      return [...lengths].map(([vertex, length]) => ({ unit, vertex, lengthMeters: length }))
    })
}

/** The smallest vertex of the connected piece a vertex belongs to. */
function joinEnds(edges: readonly DoubledEdge[]): (vertex: number) => number {
  const parent = new Map<number, number>()
  const rootOf = (vertex: number): number => {
    let at = vertex
    for (let up = parent.get(at) ?? at; up !== at; up = parent.get(at) ?? at) at = up
    return at
  }
  for (const { from, to } of edges) {
    const [a, b] = [rootOf(from), rootOf(to)]
    parent.set(Math.max(a, b), Math.min(a, b))
  }
  return rootOf
}
