// Edges a unit runs along both ways, gathered into connected pieces: each is one flaw of its outline.
//
//     ┌────┐          a spike, there and back       ┌────┬────┐    one unit in two polygons with a
//     │    ├──────    (no ground in it)              │ 1  │ 1  │    common border inside
//     └────┘                                         └────┴────┘
import type { Arrangement } from './arrangement.ts'
import { lengthMeters } from './earth.ts'

/** Rounding to the grid folds corners narrower than a unit into spikes of a centimetre: no flaw of the outline. */
const SHORTEST_METERS = 1

export interface DoubledPiece {
  readonly unit: number
  /** A vertex of the piece. */
  readonly vertex: number
}

/** Pieces by unit row, then in order of discovery. */
export function doubledPieces({ doubled, edges: { xs, ys } }: Arrangement): DoubledPiece[] {
  const byUnit = new Map<number, [number, number][]>()
  for (const { unit, from, to } of doubled) {
    if (lengthMeters(xs[from], ys[from], xs[to], ys[to]) < SHORTEST_METERS) continue
    const known = byUnit.get(unit)
    if (known) known.push([from, to])
    else byUnit.set(unit, [[from, to]])
  }
  return [...byUnit]
    .sort(([a], [b]) => a - b)
    .flatMap(([unit, edges]) => startsOf(edges).map((vertex) => ({ unit, vertex })))
}

/** One vertex of each connected piece. */
function startsOf(edges: readonly (readonly [number, number])[]): number[] {
  const parent = new Map<number, number>()
  const rootOf = (v: number): number => {
    let at = v
    for (let up = parent.get(at) ?? at; up !== at; up = parent.get(at) ?? at) at = up
    return at
  }
  for (const [u, v] of edges) {
    const [a, b] = [rootOf(u), rootOf(v)]
    parent.set(Math.max(a, b), Math.min(a, b))
    parent.set(Math.min(a, b), Math.min(a, b))
  }
  return [...parent.keys()].filter((v) => rootOf(v) === v)
}
