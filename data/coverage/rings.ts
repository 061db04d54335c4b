// Rings of a level's rows, as references to arcs, so that a ring is built once and holds at every zoom.
// Each ring has its row on the left. At a node the walk takes the sharpest turn, and a walk that meets a node
// twice is cut there: parts, or a part and a hole, that touch in a point stay simple rings.
import type { Polygon, Ring } from './coverage.ts'
import type { LevelCoverage } from './dissolve.ts'
import { createPointIds } from './pointIds.ts'

export interface LevelRings {
  /** Signed arcs of ring i are arcs[offsets[i] … offsets[i + 1] − 1]; ~arc is walked backwards. */
  readonly arcs: Int32Array
  readonly offsets: Uint32Array
  /** Row of each ring, ascending; within a row each outer ring is followed by its holes. */
  readonly row: Int32Array
  readonly isHole: Uint8Array
  /** Signed area in square 1e-7 degrees: outer rings positive. */
  readonly area: Float64Array
}

interface WalkedRing {
  arcs: number[]
  row: number
  area: number
}

export type ArcTable = Pick<LevelCoverage, 'offsets' | 'xs' | 'ys'>

export function buildRings(level: LevelCoverage): LevelRings {
  const walked = walkRings(level)
  walked.sort((a, b) => a.row - b.row || b.area - a.area)
  const ordered: WalkedRing[] = []
  for (let from = 0; from < walked.length; ) {
    let to = from
    while (to < walked.length && walked[to].row === walked[from].row) to++
    ordered.push(...groupHoles(level, walked.slice(from, to)))
    from = to
  }
  const offsets = new Uint32Array(ordered.length + 1)
  ordered.forEach((ring, index) => {
    offsets[index + 1] = offsets[index] + ring.arcs.length
  })
  const arcs = new Int32Array(offsets[ordered.length])
  ordered.forEach((ring, index) => {
    arcs.set(ring.arcs, offsets[index])
  })
  return {
    arcs,
    offsets,
    row: Int32Array.from(ordered, (ring) => ring.row),
    isHole: Uint8Array.from(ordered, (ring) => (ring.area < 0 ? 1 : 0)),
    area: Float64Array.from(ordered, (ring) => ring.area),
  }
}

function walkRings(level: LevelCoverage): WalkedRing[] {
  const { next, nodes } = linkHalfEdges(level)
  const faceOf = (half: number): number => (half & 1 ? level.right[half >> 1] : level.left[half >> 1])
  const visited = new Uint8Array(next.length)
  const rings: WalkedRing[] = []
  for (let first = 0; first < next.length; first++) {
    const row = faceOf(first)
    if (visited[first] || row < 0) continue
    const stack: number[] = []
    const depthOfNode = new Map<number, number>()
    for (let half = first; !visited[half]; half = next[half]) {
      if (faceOf(half) !== row) throw new Error(invalidNode(level, half, row, faceOf(half)))
      visited[half] = 1
      const depth = depthOfNode.get(nodes[half])
      if (depth !== undefined) rings.push(cutRing(level, stack, depth, row, nodes, depthOfNode))
      depthOfNode.set(nodes[half], stack.length)
      stack.push(half)
    }
    rings.push(toRing(level, stack, row))
  }
  return rings
}

/** Pops the loop that starts at `depth` off the walk and returns it as a ring of its own. */
function cutRing(
  level: LevelCoverage,
  stack: number[],
  depth: number,
  row: number,
  nodes: Int32Array,
  depthOfNode: Map<number, number>,
): WalkedRing {
  const loop = stack.splice(depth)
  for (const half of loop) depthOfNode.delete(nodes[half])
  return toRing(level, loop, row)
}

function toRing(level: LevelCoverage, halves: number[], row: number): WalkedRing {
  const arcs = halves.map((half) => (half & 1 ? ~(half >> 1) : half >> 1))
  return { arcs, row, area: signedArea(ringVertices(level, arcs)) }
}

const invalidNode = (level: LevelCoverage, half: number, row: number, other: number): string => {
  const at = half & 1 ? level.offsets[(half >> 1) + 1] - 1 : level.offsets[half >> 1]
  return `arcs do not close at ${level.xs[at]}, ${level.ys[at]}: row ${row} meets row ${other}`
}

/**
 * Half-edge 2a walks arc a forwards, 2a + 1 backwards; `nodes[h]` is where it starts. `next[h]` is the half-edge
 * that follows it round the face on its left: the first one clockwise from the way back.
 */
function linkHalfEdges(level: LevelCoverage): { next: Int32Array; nodes: Int32Array } {
  const { offsets, xs, ys } = level
  const count = level.left.length * 2
  const ids = createPointIds(count)
  const nodes = new Int32Array(count)
  const angle = new Float64Array(count)
  for (let half = 0; half < count; half++) {
    const arc = half >> 1
    const at = half & 1 ? offsets[arc + 1] - 1 : offsets[arc]
    const to = half & 1 ? at - 1 : at + 1
    nodes[half] = ids.add(xs[at], ys[at])
    angle[half] = Math.atan2(ys[to] - ys[at], xs[to] - xs[at])
  }
  const order = Int32Array.from({ length: count }, (_, half) => half).sort(
    (a, b) => nodes[a] - nodes[b] || angle[a] - angle[b],
  )
  const next = new Int32Array(count)
  for (let from = 0; from < count; ) {
    let to = from
    while (to < count && nodes[order[to]] === nodes[order[from]]) to++
    for (let i = from; i < to; i++) next[order[i] ^ 1] = order[i === from ? to - 1 : i - 1]
    from = to
  }
  return { next, nodes }
}

/** Outer rings, largest first, each followed by its holes: the smallest outer ring around a hole has it. */
function groupHoles(level: LevelCoverage, rings: WalkedRing[]): WalkedRing[] {
  const outers = rings.filter((ring) => ring.area > 0)
  const holes = rings.filter((ring) => ring.area <= 0)
  if (holes.length === 0 || outers.length === 0) return rings
  if (outers.length === 1) return [outers[0], ...holes]
  const owned = outers.map((outer) => ({ outer, ring: ringVertices(level, outer.arcs), holes: [outer] }))
  for (const hole of holes) {
    const vertices = ringVertices(level, hole.arcs)
    const owner = owned.findLast(({ ring, outer }) => outer.area >= -hole.area && encloses(ring, vertices))
    ;(owner ?? owned[0]).holes.push(hole)
  }
  return owned.flatMap((entry) => entry.holes)
}

/** Whether `inner`, which does not cross `ring` but may touch it, lies inside. */
function encloses(ring: Ring, inner: Ring): boolean {
  for (let i = 0; i + 3 < inner.length; i += 2) {
    const side = sideOf(ring, (inner[i] + inner[i + 2]) / 2, (inner[i + 1] + inner[i + 3]) / 2)
    if (side !== 0) return side > 0
  }
  return false
}

/** 1 inside, −1 outside, 0 on the ring (closed, flat coordinates). */
export function sideOf(ring: Ring, x: number, y: number): -1 | 0 | 1 {
  let inside = false
  for (let i = 0; i + 3 < ring.length; i += 2) {
    const x0 = ring[i] - x
    const y0 = ring[i + 1] - y
    const x1 = ring[i + 2] - x
    const y1 = ring[i + 3] - y
    const cross = x0 * y1 - x1 * y0
    if (cross === 0 && x0 * x1 <= 0 && y0 * y1 <= 0) return 0
    if (y0 > 0 !== y1 > 0 && cross > 0 === y1 > y0) inside = !inside
  }
  return inside ? 1 : -1
}

/** Vertices of signed arcs walked one after the other: closed, flat coordinates. */
export function ringVertices(arcTable: ArcTable, arcs: ArrayLike<number>): number[] {
  const { offsets, xs, ys } = arcTable
  const ring: number[] = []
  for (let i = 0; i < arcs.length; i++) {
    const signed = arcs[i]
    const arc = signed < 0 ? ~signed : signed
    const count = offsets[arc + 1] - offsets[arc]
    for (let j = i === 0 ? 0 : 1; j < count; j++) {
      const at = signed < 0 ? offsets[arc + 1] - 1 - j : offsets[arc] + j
      ring.push(xs[at], ys[at])
    }
  }
  return ring
}

/** Shoelace area of a closed flat ring: positive counter-clockwise (y up). Taken from the first vertex, so small. */
export function signedArea(ring: Ring): number {
  let sum = 0
  for (let i = 2; i + 3 < ring.length; i += 2)
    sum += (ring[i] - ring[0]) * (ring[i + 3] - ring[1]) - (ring[i + 2] - ring[0]) * (ring[i + 1] - ring[1])
  return sum / 2
}

/** Polygons of every row that has a face, outer ring first. */
export function polygonsOf(level: LevelCoverage, rings: LevelRings): Map<number, Polygon[]> {
  const polygons = new Map<number, Polygon[]>()
  for (let ring = 0; ring < rings.row.length; ring++) {
    const vertices = ringVertices(level, rings.arcs.subarray(rings.offsets[ring], rings.offsets[ring + 1]))
    const own = polygons.get(rings.row[ring])
    if (rings.isHole[ring] && own) own[own.length - 1] = [...own[own.length - 1], vertices]
    else if (own) own.push([vertices])
    else polygons.set(rings.row[ring], [[vertices]])
  }
  return polygons
}
