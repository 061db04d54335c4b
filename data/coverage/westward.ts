// Which edge is met first on the way west from a point: the one step of point location that must be exact.
//
//     \  c │b   ╱a         Only edges with one end at or below the point's parallel and one above it
//  ────●───┼───╱─── p      count, that is: we look along y + ε. A vertex exactly on the way (●) thus
//     ╱    │  ╱            offers its upward edges only, and equal crossings are ordered by slope.
import { orient } from './exact.ts'

/** Edge (x1, y1) → (x2, y2) with y1 ≤ y < y2 after turning it upward. */
export interface UpwardEdge {
  readonly x1: number
  readonly y1: number
  readonly x2: number
  readonly y2: number
}

/** Whether the edge crosses the line y + ε west of p or in it. */
export function isWestOf(edge: UpwardEdge, px: number, py: number): boolean {
  return edge.y1 <= py && py < edge.y2 && orient(edge.x1, edge.y1, edge.x2, edge.y2, px, py) <= 0
}

/** > 0 where edge a crosses the line y + ε farther east than b; both cross it. */
export function compareCrossings(a: UpwardEdge, b: UpwardEdge, y: number): number {
  const xa = a.x1 + ((y - a.y1) * (a.x2 - a.x1)) / (a.y2 - a.y1)
  const xb = b.x1 + ((y - b.y1) * (b.x2 - b.x1)) / (b.y2 - b.y1)
  // Coordinates below 2^31 leave rounding errors below 1e-6.
  if (Math.abs(xa - xb) > 1e-5) return xa - xb
  const [aHeight, bHeight] = [BigInt(a.y2 - a.y1), BigInt(b.y2 - b.y1)]
  const [aRun, bRun] = [BigInt(a.x2 - a.x1), BigInt(b.x2 - b.x1)]
  const at =
    (BigInt(a.x1 - b.x1) * aHeight + BigInt(y - a.y1) * aRun) * bHeight - BigInt(y - b.y1) * bRun * aHeight
  return at !== 0n ? (at > 0n ? 1 : -1) : Number(aRun * bHeight - bRun * aHeight)
}
