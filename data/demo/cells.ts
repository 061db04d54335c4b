// Grid outlines of a county: Voronoi cells of the grid seeds, their straight sides made ragged, cut at the
// county's outline.
//
//        seed        A side is displaced only within the two triangles it forms with the seeds on its two sides.
//       ╱    ╲       These triangles tile the cells, so no displaced side can meet another. Both cells
//      a─∿∿∿──b      draw a side from the same key, so they share it exactly.
//       ╲    ╱
//        seed
import { Delaunay, type Voronoi } from 'd3-delaunay'
import { hash32 } from './random.ts'
import type { Point } from './seeds.ts'

/** Sides are halved until a piece is shorter than this. */
const PIECE_METERS = 140
/** Displacement of a midpoint as a share of the piece, before it is held inside the triangles. */
const ROUGHNESS = 0.24

/** Closed rings (first = last) in metres, one per seed; together they fill `bounds`. */
export function raggedCells(
  seeds: readonly Point[],
  bounds: readonly [west: number, south: number, east: number, north: number],
  salt: number,
): Point[][] {
  const delaunay = Delaunay.from(seeds.map(([x, y]): [number, number] => [x, y]))
  const voronoi = delaunay.voronoi([...bounds])
  return seeds.map((_, cell) => {
    const ring = voronoi.cellPolygon(cell) as Point[]
    const neighbourOf = sharedSides(voronoi, cell, seeds)
    const ragged: Point[] = []
    for (let i = 0; i + 1 < ring.length; i++) {
      const other = neighbourOf(ring[i], ring[i + 1])
      const side = other < 0 ? [ring[i]] : drawSide(ring[i], ring[i + 1], seeds[cell], seeds[other], salt)
      ragged.push(...side)
    }
    ragged.push(ragged[0])
    return ragged
  })
}

/** Which neighbour's seed is as far from a side's middle as the cell's own. */
function sharedSides(voronoi: Voronoi<[number, number]>, cell: number, seeds: readonly Point[]) {
  const neighbours = [...voronoi.delaunay.neighbors(cell)]
  return (a: Point, b: Point): number => {
    const middle: Point = [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2]
    const own = Math.hypot(middle[0] - seeds[cell][0], middle[1] - seeds[cell][1])
    const found = neighbours.find(
      (n) => Math.abs(Math.hypot(middle[0] - seeds[n][0], middle[1] - seeds[n][1]) - own) < 1e-3,
    )
    return found ?? -1
  }
}

/** Vertices from a (included) to b (excluded): the same line whichever cell asks. */
function drawSide(a: Point, b: Point, seedA: Point, seedB: Point, salt: number): Point[] {
  const forward = a[0] < b[0] || (a[0] === b[0] && a[1] < b[1])
  const [from, to] = forward ? [a, b] : [b, a]
  const [low, high] =
    seedA[0] < seedB[0] || (seedA[0] === seedB[0] && seedA[1] < seedB[1]) ? [seedA, seedB] : [seedB, seedA]
  const key = hash32(
    Math.round(low[0] * 10),
    Math.round(low[1] * 10),
    Math.round(high[0] * 10),
    Math.round(high[1] * 10),
    salt,
  )
  const line = displace(from, to, low, high, key)
  return forward ? [a, ...line] : [a, ...line.reverse()]
}

/** Inner vertices of a ragged line from `from` to `to`, in order. */
function displace(from: Point, to: Point, seedA: Point, seedB: Point, key: number): Point[] {
  const length = Math.hypot(to[0] - from[0], to[1] - from[1])
  if (length < PIECE_METERS) return []
  const middle: Point = [(from[0] + to[0]) / 2, (from[1] + to[1]) / 2]
  const normal: Point = [(from[1] - to[1]) / length, (to[0] - from[0]) / length]
  const offset = (hash32(key, 7) / 2 ** 32 - 0.5) * 2 * ROUGHNESS * length
  const point: Point = [middle[0] + normal[0] * offset, middle[1] + normal[1] * offset]
  const held = insideKite(point, middle, from, to, seedA, seedB)
  // Each half keeps to its own part of the kite: the triangles it forms with the seeds.
  return [
    ...displace(from, held, seedA, seedB, hash32(key, 1)),
    held,
    ...displace(held, to, seedA, seedB, hash32(key, 2)),
  ]
}

/** Pulls a point back towards `middle` until it is well inside both triangles' union seen from the seeds. */
function insideKite(point: Point, middle: Point, from: Point, to: Point, seedA: Point, seedB: Point): Point {
  let held = point
  for (let step = 0; step < 6; step++) {
    if (
      seesBetween(seedA, from, to, held) &&
      seesBetween(seedB, from, to, held) &&
      isNear(held, middle, seedA, seedB)
    )
      return held
    held = [(held[0] + middle[0]) / 2, (held[1] + middle[1]) / 2]
  }
  return middle
}

/** Seen from the seed, the point lies between the directions of both ends, with some room. */
function seesBetween(seed: Point, from: Point, to: Point, point: Point): boolean {
  const cross = (p: Point, q: Point): number =>
    (p[0] - seed[0]) * (q[1] - seed[1]) - (p[1] - seed[1]) * (q[0] - seed[0])
  const whole = cross(from, to)
  return cross(from, point) / whole > 0.15 && cross(point, to) / whole > 0.15
}

/** Not past a third of the way to either seed. */
function isNear(point: Point, middle: Point, seedA: Point, seedB: Point): boolean {
  const reach = Math.min(
    Math.hypot(middle[0] - seedA[0], middle[1] - seedA[1]),
    Math.hypot(middle[0] - seedB[0], middle[1] - seedB[1]),
  )
  return Math.hypot(point[0] - middle[0], point[1] - middle[1]) < reach / 3
}
