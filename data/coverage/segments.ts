// Segments between the kept vertices of arcs, and where they meet. Coordinates are integers and the tests take
// differences, so a sign is exact while differences stay below 2^26.
import { buildBoxIndex } from './boxIndex.ts'

/** Segment i runs from vertex from[i] to vertex to[i] of one arc; vertices between are left out. */
export interface Segments {
  readonly from: Uint32Array
  readonly to: Uint32Array
  readonly count: number
}

interface Points {
  readonly xs: Int32Array
  readonly ys: Int32Array
}

/** Neither = they only share ends or do not meet. Touch = an end of one lies inside the other, or they overlap. */
export type Meeting = 'neither' | 'touch' | 'crossing'

export function meeting({ xs, ys }: Points, a0: number, a1: number, b0: number, b1: number): Meeting {
  const side = (p: number, q: number, r: number): number =>
    Math.sign((xs[q] - xs[p]) * (ys[r] - ys[p]) - (ys[q] - ys[p]) * (xs[r] - xs[p]))
  const c = side(a0, a1, b0)
  const d = side(a0, a1, b1)
  if (c * d > 0) return 'neither'
  const e = side(b0, b1, a0)
  const f = side(b0, b1, a1)
  if (e * f > 0) return 'neither'
  if (c * d < 0 && e * f < 0) return 'crossing'
  const within = (p: number, q: number, r: number): boolean =>
    !(xs[p] === xs[r] && ys[p] === ys[r]) &&
    !(xs[q] === xs[r] && ys[q] === ys[r]) &&
    (xs[r] - xs[p]) * (xs[r] - xs[q]) <= 0 &&
    (ys[r] - ys[p]) * (ys[r] - ys[q]) <= 0
  const touches =
    (c === 0 && within(a0, a1, b0)) ||
    (d === 0 && within(a0, a1, b1)) ||
    (e === 0 && within(b0, b1, a0)) ||
    (f === 0 && within(b0, b1, a1))
  return touches ? 'touch' : 'neither'
}

/** Calls `visit` for each pair of segments that cross or touch, once. */
export function findMeetings(
  points: Points,
  segments: Segments,
  visit: (a: number, b: number, kind: Meeting) => void,
): void {
  const { xs, ys } = points
  const { from, to, count } = segments
  const minX = new Int32Array(count)
  const minY = new Int32Array(count)
  const maxX = new Int32Array(count)
  const maxY = new Int32Array(count)
  for (let i = 0; i < count; i++) {
    minX[i] = Math.min(xs[from[i]], xs[to[i]])
    maxX[i] = Math.max(xs[from[i]], xs[to[i]])
    minY[i] = Math.min(ys[from[i]], ys[to[i]])
    maxY[i] = Math.max(ys[from[i]], ys[to[i]])
  }
  buildBoxIndex({ count, minX, minY, maxX, maxY }).pairs((a, b) => {
    if (to[a] === from[b] || to[b] === from[a]) return
    const kind = meeting(points, from[a], to[a], from[b], to[b])
    if (kind !== 'neither') visit(a, b, kind)
  })
}

/** Square of the distance from point r to the segment p–q, and how far along it (0–1) the nearest point is. */
export function nearest(
  { xs, ys }: Points,
  p: number,
  q: number,
  r: number,
): { distance: number; along: number } {
  const dx = xs[q] - xs[p]
  const dy = ys[q] - ys[p]
  const length = dx * dx + dy * dy
  const raw = length === 0 ? 0 : ((xs[r] - xs[p]) * dx + (ys[r] - ys[p]) * dy) / length
  const along = Math.min(1, Math.max(0, raw))
  const ex = xs[p] + along * dx - xs[r]
  const ey = ys[p] + along * dy - ys[r]
  return { distance: ex * ex + ey * ey, along }
}
