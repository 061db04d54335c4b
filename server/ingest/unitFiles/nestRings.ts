// Polygons of loose rings, by which ring lies in which: at even depth a ring is an outline, at odd depth a hole
// of the smallest ring around it. Winding is not asked, as many writers get it wrong, and no ring is lost.
import type { FilePolygons, FilePosition } from './unitFile.ts'

type Ring = FilePosition[]

interface Outline {
  readonly ring: Ring
  /** Twice the area, unsigned. */
  readonly size: number
  readonly box: readonly [west: number, south: number, east: number, north: number]
}

export function nestRings(rings: readonly Ring[]): FilePolygons {
  if (rings.length === 1) return [[rings[0]]]
  const outlines = rings.map(outlineOf)
  const around = outlines.map((inner) =>
    outlines.filter((outer) => outer !== inner && contains(outer, inner)),
  )
  const polygons = new Map<Outline, Ring[]>()
  outlines.forEach((outline, at) => {
    if (around[at].length % 2 === 0) polygons.set(outline, [outline.ring])
  })
  outlines.forEach((outline, at) => {
    if (around[at].length % 2 === 0) return
    const parent = around[at].reduce((smallest, other) => (other.size < smallest.size ? other : smallest))
    const polygon = polygons.get(parent)
    if (polygon) polygon.push(outline.ring)
    else polygons.set(outline, [outline.ring])
  })
  return [...polygons.values()]
}

function outlineOf(ring: Ring): Outline {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity]
  let size = 0
  ring.forEach(([x, y], at) => {
    const [nextX, nextY] = ring[(at + 1) % ring.length]
    // Relative to the first vertex: products of projected coordinates would lose small rings.
    size += (x - ring[0][0]) * (nextY - ring[0][1]) - (nextX - ring[0][0]) * (y - ring[0][1])
    west = Math.min(west, x)
    south = Math.min(south, y)
    east = Math.max(east, x)
    north = Math.max(north, y)
  })
  return { ring, size: Math.abs(size), box: [west, south, east, north] }
}

/** Nothing of `inner` lies outside and something inside; rings that cross do not contain each other. */
function contains(outer: Outline, inner: Outline): boolean {
  if (outer.size <= inner.size) return false
  const [west, south, east, north] = outer.box
  const box = inner.box
  if (box[0] < west || box[1] < south || box[2] > east || box[3] > north) return false
  let isInside = false
  for (const place of [...inner.ring, ...midpoints(inner.ring)]) {
    const side = sideOf(outer.ring, place)
    if (side < 0) return false
    isInside ||= side > 0
  }
  return isInside
}

function midpoints(ring: Ring): FilePosition[] {
  return ring.slice(1).map(([x, y], at): FilePosition => [(x + ring[at][0]) / 2, (y + ring[at][1]) / 2])
}

/** 1 inside, 0 on the ring, -1 outside. */
function sideOf(ring: Ring, [x, y]: FilePosition): -1 | 0 | 1 {
  let isInside = false
  for (let at = 1; at < ring.length; at++) {
    const [fromX, fromY] = ring[at - 1]
    const [toX, toY] = ring[at]
    const turn = (toX - fromX) * (y - fromY) - (toY - fromY) * (x - fromX)
    const inBox =
      Math.min(fromX, toX) <= x &&
      x <= Math.max(fromX, toX) &&
      Math.min(fromY, toY) <= y &&
      y <= Math.max(fromY, toY)
    if (turn === 0 && inBox) return 0
    if (fromY > y !== toY > y && turn > 0 === toY > fromY) isInside = !isInside
  }
  return isInside ? 1 : -1
}
