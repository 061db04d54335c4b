// Faces of a planar graph: its cycles, with each component's outer cycle joined to the face the component
// lies in. Face 0 is the outside.
//
//   ┌───────────┐     Cycle 1 runs inside the square, cycle 2 around the triangle: one face with a hole.
//   │ 1   ╱╲ 2  │     Found by looking west from the triangle's westmost vertex.
//   │    ╱──╲   │
//   └───────────┘
import Flatbush from 'flatbush'
import type { Edges, PlanarGraph } from './planarGraph.ts'
import { compareCrossings, isWestOf, type UpwardEdge } from './westward.ts'

export interface Faces {
  readonly count: number
  /** Face on the left of each half-edge. */
  readonly ofHalfEdge: Int32Array
  /** The outer cycle of a component lies in this half-edge's face; −1: outside. Per component. */
  readonly westOf: Int32Array
}

export function buildFaces(graph: PlanarGraph): Faces {
  const { cycleOf, cycleCount, components } = graph
  const westOf = components.length > 1 ? findWestern(graph) : new Int32Array(components.length).fill(-1)
  // Where the outer cycle of a component is joined to; a component lies east of what it looks at, so no loops.
  const joined = new Int32Array(cycleCount).fill(-2)
  components.forEach(({ outerCycle }, component) => {
    joined[outerCycle] = westOf[component] < 0 ? -1 : cycleOf[westOf[component]]
  })
  const faceOfCycle = new Int32Array(cycleCount).fill(-1)
  let count = 1
  for (let cycle = 0; cycle < cycleCount; cycle++) if (joined[cycle] === -2) faceOfCycle[cycle] = count++
  for (let cycle = 0; cycle < cycleCount; cycle++) {
    if (faceOfCycle[cycle] >= 0) continue
    let at = cycle
    while (at >= 0 && faceOfCycle[at] < 0) at = joined[at]
    const face = at < 0 ? 0 : faceOfCycle[at]
    for (let mark = cycle; mark >= 0 && faceOfCycle[mark] < 0; mark = joined[mark]) faceOfCycle[mark] = face
  }
  return { count, ofHalfEdge: cycleOf.map((cycle) => faceOfCycle[cycle]), westOf }
}

/** Per component the half-edge, seen from its westmost vertex, that has it on the left; −1 for none. */
function findWestern({ edges, components }: PlanarGraph): Int32Array {
  const { xs, ys, from, to } = edges
  const index = new Flatbush(edges.length)
  let west = Infinity
  for (let e = 0; e < edges.length; e++) {
    const [u, v] = [from[e], to[e]]
    west = Math.min(west, xs[u], xs[v])
    index.add(Math.min(xs[u], xs[v]), Math.min(ys[u], ys[v]), Math.max(xs[u], xs[v]), Math.max(ys[u], ys[v]))
  }
  index.finish()
  return Int32Array.from(components, ({ vertex }) => {
    const [px, py] = [xs[vertex], ys[vertex]]
    let best = -1
    let bestEdge: UpwardEdge | null = null
    index.search(west, py, px, py, (e) => {
      if (from[e] === vertex || to[e] === vertex) return false
      const edge = upward(edges, e)
      if (isWestOf(edge, px, py) && (bestEdge === null || compareCrossings(edge, bestEdge, py) > 0)) {
        best = e
        bestEdge = edge
      }
      return false
    })
    if (best < 0) return -1
    // The half-edge that runs down has the east, where we look from, on its left.
    return ys[from[best]] < ys[to[best]] ? 2 * best + 1 : 2 * best
  })
}

function upward({ from, to, xs, ys }: Edges, edge: number): UpwardEdge {
  const isUp = ys[from[edge]] < ys[to[edge]]
  const [low, high] = isUp ? [from[edge], to[edge]] : [to[edge], from[edge]]
  return { x1: xs[low], y1: ys[low], x2: xs[high], y2: ys[high] }
}
