// Areas, neighbours and bounding boxes of units, straight from the arcs: each arc is measured once for both
// its sides, so the areas of a coverage add up to the area within its exterior.
import { arcCount, type Coverage } from './coverage.ts'
import { lengthMeters, stripSquareMeters } from './earth.ts'

/** West, south, east, north in 1e-7 degrees. */
export type Bbox = readonly [number, number, number, number]

/** Two units with a common border of positive length; a < b, so 0 (none) is never among them. */
export interface Adjacency {
  readonly a: number
  readonly b: number
  readonly lengthMeters: number
}

/** Square metres on the WGS 84 ellipsoid by unit id; holes and enclaves taken out. Units in id order. */
export function areas(coverage: Coverage): Map<number, number> {
  const { offsets, xs, ys, left, right } = coverage
  const y0 = ys[0]
  const sums = new Map<number, number>()
  for (let arc = 0; arc < arcCount(coverage); arc++) {
    let strip = 0
    for (let v = offsets[arc] + 1; v < offsets[arc + 1]; v++)
      strip += stripSquareMeters(xs[v - 1], ys[v - 1], xs[v], ys[v], y0)
    sums.set(left[arc], (sums.get(left[arc]) ?? 0) + strip)
    sums.set(right[arc], (sums.get(right[arc]) ?? 0) - strip)
  }
  sums.delete(0)
  return inIdOrder(sums)
}

/** Length of each arc in metres, by arc. */
export function arcLengths({ offsets, xs, ys }: Coverage): Float64Array {
  return Float64Array.from({ length: offsets.length - 1 }, (_, arc) => {
    let sum = 0
    for (let v = offsets[arc] + 1; v < offsets[arc + 1]; v++)
      sum += lengthMeters(xs[v - 1], ys[v - 1], xs[v], ys[v])
    return sum
  })
}

/** Pairs that share an arc, ordered by a then b. Units that meet only in a point are not adjacent. */
export function adjacency(coverage: Coverage): Adjacency[] {
  const { left, right } = coverage
  const lengths = arcLengths(coverage)
  const pairs = new Map<string, { a: number; b: number; lengthMeters: number }>()
  for (let arc = 0; arc < lengths.length; arc++) {
    const a = Math.min(left[arc], right[arc])
    const b = Math.max(left[arc], right[arc])
    if (a === 0) continue
    const pair = pairs.get(`${a} ${b}`) ?? { a, b, lengthMeters: 0 }
    pair.lengthMeters += lengths[arc]
    pairs.set(`${a} ${b}`, pair)
  }
  return [...pairs.values()].sort((p, q) => p.a - q.a || p.b - q.b)
}

/** Bounding box by unit id, in id order. */
export function bboxes(coverage: Coverage): Map<number, Bbox> {
  const { offsets, xs, ys, left, right } = coverage
  const boxes = new Map<number, Bbox>()
  for (let arc = 0; arc < arcCount(coverage); arc++) {
    let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity]
    for (let v = offsets[arc]; v < offsets[arc + 1]; v++) {
      west = Math.min(west, xs[v])
      south = Math.min(south, ys[v])
      east = Math.max(east, xs[v])
      north = Math.max(north, ys[v])
    }
    for (const unit of [left[arc], right[arc]]) {
      const [w, s, e, n] = boxes.get(unit) ?? [west, south, east, north]
      boxes.set(unit, [Math.min(w, west), Math.min(s, south), Math.max(e, east), Math.max(n, north)])
    }
  }
  boxes.delete(0)
  return inIdOrder(boxes)
}

const inIdOrder = <T>(map: ReadonlyMap<number, T>): Map<number, T> =>
  new Map([...map].sort(([p], [q]) => p - q))
