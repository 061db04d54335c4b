// A simplified segment hops when the strip between it and the vertices it left out holds an end of another arc:
// an enclave or a node would come to lie on the wrong side although nothing crosses.
//
//      ┌ ◦ ┐             ◦ an enclave in the bend of the old line (above), outside of the new one (below)
//   ───┴───┴───
import { buildBoxIndex } from './boxIndex.ts'
import { createPointIds } from './pointIds.ts'
import { type ArcTable, sideOf } from './rings.ts'
import type { Segments } from './segments.ts'

/** Calls `visit` for each segment that hops. */
export function findHops(arcs: ArcTable, segments: Segments, visit: (segment: number) => void): void {
  const { xs, ys, offsets } = arcs
  const witnesses = createPointIds((offsets.length - 1) * 3)
  for (let arc = 0; arc + 1 < offsets.length; arc++) {
    const first = offsets[arc]
    const last = offsets[arc + 1] - 1
    witnesses.add(xs[first], ys[first])
    witnesses.add(xs[last], ys[last])
  }
  const count = witnesses.size()
  const x = witnesses.xs()
  const y = witnesses.ys()
  const index = buildBoxIndex({ count, minX: x, minY: y, maxX: x, maxY: y })
  for (let i = 0; i < segments.count; i++) {
    const from = segments.from[i]
    const to = segments.to[i]
    if (to - from < 2) continue
    let [west, south, east, north] = [xs[from], ys[from], xs[from], ys[from]]
    for (let j = from + 1; j <= to; j++) {
      west = Math.min(west, xs[j])
      south = Math.min(south, ys[j])
      east = Math.max(east, xs[j])
      north = Math.max(north, ys[j])
    }
    let strip: number[] | null = null
    let hops = false
    index.query(west, south, east, north, (witness) => {
      if (hops || isEnd(arcs, from, to, x[witness], y[witness])) return
      strip ??= stripOf(arcs, from, to)
      hops = sideOf(strip, x[witness], y[witness]) > 0
    })
    if (hops) visit(i)
  }
}

const isEnd = ({ xs, ys }: ArcTable, from: number, to: number, x: number, y: number): boolean =>
  (xs[from] === x && ys[from] === y) || (xs[to] === x && ys[to] === y)

function stripOf({ xs, ys }: ArcTable, from: number, to: number): number[] {
  const ring: number[] = []
  for (let i = from; i <= to; i++) ring.push(xs[i], ys[i])
  ring.push(xs[from], ys[from])
  return ring
}
