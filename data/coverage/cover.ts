// Which units cover each face, by winding: stepping over an edge changes a unit's winding number by its
// passages along that edge, so every face is labelled by one walk from the outside, whatever the outlines do.
//
//    0 │ +1 │ +2 │ +1 │ 0      0 not covered, 1 covered; any other number: the unit's outline crosses itself
//                               (−1 the lobe of a bow-tie, 2 ground counted twice). Covered means ≠ 0.
import type { Faces } from './faces.ts'
import type { Edges } from './planarGraph.ts'

/** Unit rows with their winding numbers: row, winding, row, winding … in row order, none 0. */
export type Cover = readonly number[]

/** Passages of units over edges, gathered per edge: entries start[e] … start[e + 1] − 1. */
export interface Passages {
  readonly start: Int32Array
  readonly unit: Int32Array
  readonly sign: Int8Array
}

/** Sorts passages (parallel arrays) by edge. */
export function gatherPassages(
  edgeCount: number,
  edge: readonly number[],
  unit: readonly number[],
  sign: readonly number[],
): Passages {
  const start = new Int32Array(edgeCount + 1)
  for (const e of edge) start[e + 1]++
  for (let e = 0; e < edgeCount; e++) start[e + 1] += start[e]
  const fill = start.slice(0, -1)
  const passages = { start, unit: new Int32Array(edge.length), sign: new Int8Array(edge.length) }
  edge.forEach((e, i) => {
    const at = fill[e]++
    passages.unit[at] = unit[i]
    passages.sign[at] = sign[i]
  })
  return passages
}

export function coverFaces(edges: Edges, faces: Faces, passages: Passages): readonly Cover[] {
  const { start, halfEdges } = boundaryOf(faces, edges.length)
  const covers: (Cover | undefined)[] = new Array(faces.count)
  covers[0] = []
  const queue = [0]
  for (let at = 0; at < queue.length; at++) {
    const face = queue[at]
    for (let i = start[face]; i < start[face + 1]; i++) {
      const half = halfEdges[i]
      const across = faces.ofHalfEdge[half ^ 1]
      if (covers[across] !== undefined) continue
      // A passage along edge e has its unit on the left of half-edge 2e.
      covers[across] = step(covers[face]!, passages, half >> 1, (half & 1) === 0 ? -1 : 1)
      queue.push(across)
    }
  }
  if (queue.length !== faces.count)
    throw new Error(`${faces.count - queue.length} of ${faces.count} faces are cut off from the outside`)
  return covers as readonly Cover[]
}

function boundaryOf(faces: Faces, edgeCount: number): { start: Int32Array; halfEdges: Int32Array } {
  const start = new Int32Array(faces.count + 1)
  for (const face of faces.ofHalfEdge) start[face + 1]++
  for (let face = 0; face < faces.count; face++) start[face + 1] += start[face]
  const halfEdges = new Int32Array(2 * edgeCount)
  const fill = start.slice(0, -1)
  for (let half = 0; half < 2 * edgeCount; half++) halfEdges[fill[faces.ofHalfEdge[half]]++] = half
  return { start, halfEdges }
}

function step(cover: Cover, passages: Passages, edge: number, direction: number): Cover {
  const winding = new Map<number, number>()
  for (let i = 0; i < cover.length; i += 2) winding.set(cover[i], cover[i + 1])
  for (let i = passages.start[edge]; i < passages.start[edge + 1]; i++) {
    const unit = passages.unit[i]
    winding.set(unit, (winding.get(unit) ?? 0) + direction * passages.sign[i])
  }
  return [...winding]
    .filter(([, count]) => count !== 0)
    .sort(([a], [b]) => a - b)
    .flat()
}
