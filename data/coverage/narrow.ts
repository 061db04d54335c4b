// Whether a region is narrower than a tolerance: no circle of that diameter fits inside. A quadtree over its
// bounding box drops every square that cannot hold such a circle's centre (Garcia-Castellanos & Lombardo 2007;
// mapbox/polylabel), so long slivers of any bend are judged by their width, not by area or bounding box.
import { metersPerUnit } from './earth.ts'

/** Boundary edges of a region, x1, y1, x2, y2 … in 1e-7 degrees, in any order. */
export type BoundaryEdges = readonly number[]

/** Squares smaller than this share of the diameter are not split: the answer is exact to about 1 %. */
const PRECISION = 0.01

export function isNarrow(boundary: BoundaryEdges, areaSquareMeters: number, diameterMeters: number): boolean {
  const radius = diameterMeters / 2
  if (areaSquareMeters < Math.PI * radius * radius) return true
  const edges = toMeters(boundary)
  const [west, south, east, north] = extent(edges)
  const size = Math.max(radius, Math.min(east - west, north - south))
  const stack: [number, number, number][] = []
  for (let x = west; x < east; x += size)
    for (let y = south; y < north; y += size) stack.push([x + size / 2, y + size / 2, size / 2])
  while (stack.length > 0) {
    const [x, y, half] = stack.pop()!
    const distance = insideDistance(edges, x, y)
    if (distance >= radius) return false
    if (distance + half * Math.SQRT2 < radius || half < diameterMeters * PRECISION) continue
    for (const [sx, sy] of [
      [-1, -1],
      [1, -1],
      [-1, 1],
      [1, 1],
    ])
      stack.push([x + (sx * half) / 2, y + (sy * half) / 2, half / 2])
  }
  return true
}

function toMeters(boundary: BoundaryEdges): Float64Array {
  const [x0, y0] = boundary
  const scale = metersPerUnit(y0)
  return Float64Array.from(boundary, (value, i) =>
    i % 2 === 0 ? (value - x0) * scale.x : (value - y0) * scale.y,
  )
}

function extent(edges: Float64Array): readonly [number, number, number, number] {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity]
  for (let i = 0; i < edges.length; i += 2) {
    west = Math.min(west, edges[i])
    east = Math.max(east, edges[i])
    south = Math.min(south, edges[i + 1])
    north = Math.max(north, edges[i + 1])
  }
  return [west, south, east, north]
}

/** Distance to the boundary, negative outside. */
function insideDistance(edges: Float64Array, x: number, y: number): number {
  let nearest = Infinity
  let isInside = false
  for (let i = 0; i < edges.length; i += 4) {
    const [ax, ay, bx, by] = [edges[i], edges[i + 1], edges[i + 2], edges[i + 3]]
    const [dx, dy] = [bx - ax, by - ay]
    if (ay > y !== by > y && x < ax + ((y - ay) * dx) / dy) isInside = !isInside
    const share = Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy)))
    const [ex, ey] = [ax + share * dx - x, ay + share * dy - y]
    nearest = Math.min(nearest, ex * ex + ey * ey)
  }
  return isInside ? Math.sqrt(nearest) : -Math.sqrt(nearest)
}
