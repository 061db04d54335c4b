// Regions: neighbouring faces with the same answer to "whose is this?", joined over the edges between them,
// with their area, their border edges and how long a border they share with whom.
import type { Arrangement } from './arrangement.ts'
import type { Polygon } from './coverage.ts'
import { lengthMeters, stripSquareMeters } from './earth.ts'
import { signedArea } from './rings.ts'

export interface Region {
  readonly faces: readonly number[]
  /** Half-edges with the region on their left and something else on their right. */
  readonly border: readonly number[]
  readonly areaSquareMeters: number
}

/** Area of every face but the outside's. */
export function faceAreas({ edges, faces }: Arrangement): Float64Array {
  const areas = new Float64Array(faces.count)
  const { from, to, xs, ys } = edges
  const y0 = edges.length > 0 ? ys[from[0]] : 0
  for (let e = 0; e < edges.length; e++) {
    const strip = stripSquareMeters(xs[from[e]], ys[from[e]], xs[to[e]], ys[to[e]], y0)
    areas[faces.ofHalfEdge[2 * e]] += strip
    areas[faces.ofHalfEdge[2 * e + 1]] -= strip
  }
  return areas
}

/** Joins neighbouring faces with equal keys; '' belongs to no region. Regions in order of their first face. */
export function joinRegions(
  arrangement: Arrangement,
  areas: Float64Array,
  keyOf: (face: number) => string,
): Region[] {
  const { ofHalfEdge, count } = arrangement.faces
  const keys = Array.from({ length: count }, (_, face) => keyOf(face))
  const parent = Int32Array.from(keys.keys())
  const rootOf = (face: number): number => {
    let at = face
    while (parent[at] !== at) {
      parent[at] = parent[parent[at]]
      at = parent[at]
    }
    return at
  }
  for (let e = 0; e < arrangement.edges.length; e++) {
    const [left, right] = [ofHalfEdge[2 * e], ofHalfEdge[2 * e + 1]]
    if (keys[left] !== '' && keys[left] === keys[right]) {
      const [a, b] = [rootOf(left), rootOf(right)]
      parent[Math.max(a, b)] = Math.min(a, b)
    }
  }
  const regions = new Map<number, { faces: number[]; border: number[]; areaSquareMeters: number }>()
  for (let face = 0; face < count; face++) {
    if (keys[face] === '') continue
    const root = rootOf(face)
    const region = regions.get(root) ?? { faces: [], border: [], areaSquareMeters: 0 }
    regions.set(root, region)
    region.faces.push(face)
    region.areaSquareMeters += areas[face]
  }
  for (let half = 0; half < ofHalfEdge.length; half++) {
    const [face, across] = [ofHalfEdge[half], ofHalfEdge[half ^ 1]]
    if (keys[face] === '' || (keys[across] !== '' && rootOf(across) === rootOf(face))) continue
    regions.get(rootOf(face))!.border.push(half)
  }
  return [...regions.values()]
}

/** x1, y1, x2, y2 … of the region's border. */
export function borderCoordinates({ edges }: Arrangement, region: Region): number[] {
  const { from, to, xs, ys } = edges
  return region.border.flatMap((half) => {
    const e = half >> 1
    return [xs[from[e]], ys[from[e]], xs[to[e]], ys[to[e]]]
  })
}

/** Metres of border the region shares with each answer of `whose` about the face across; negatives left out. */
export function sharedBorders(
  { edges, faces }: Arrangement,
  region: Region,
  whose: (face: number) => number,
): Map<number, number> {
  const { from, to, xs, ys } = edges
  const shared = new Map<number, number>()
  for (const half of region.border) {
    const owner = whose(faces.ofHalfEdge[half ^ 1])
    if (owner < 0) continue
    const [u, v] = [from[half >> 1], to[half >> 1]]
    shared.set(owner, (shared.get(owner) ?? 0) + lengthMeters(xs[u], ys[u], xs[v], ys[v]))
  }
  return shared
}

/**
 * The region's outline for display: border half-edges chained into rings, each hole as a polygon's second
 * ring where there is one outer ring, else as rings of their own.
 */
export function regionPolygons({ edges }: Arrangement, region: Region): Polygon[] {
  const { from, to, xs, ys } = edges
  const start = (half: number): number => ((half & 1) === 0 ? from[half >> 1] : to[half >> 1])
  const leaving = new Map<number, number[]>()
  for (const half of region.border) {
    const known = leaving.get(start(half))
    if (known) known.push(half)
    else leaving.set(start(half), [half])
  }
  const rings: number[][] = []
  for (const begin of region.border) {
    const ring: number[] = []
    let at = start(begin)
    for (let half = leaving.get(at)?.pop(); half !== undefined; half = leaving.get(at)?.pop()) {
      ring.push(xs[at], ys[at])
      at = start(half ^ 1)
    }
    if (ring.length > 0) rings.push([...ring, xs[at], ys[at]])
  }
  const outers = rings.filter((ring) => signedArea(ring) > 0)
  const holes = rings.filter((ring) => signedArea(ring) < 0)
  return outers.length === 1 ? [[outers[0], ...holes]] : outers.map((ring) => [ring])
}
