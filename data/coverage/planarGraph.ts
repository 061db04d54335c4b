// Edges that meet in vertices only, as a planar graph walked by half-edges.
// Half-edge 2e runs from → to of edge e, 2e + 1 back. `next` keeps the face on the left: at the far end
// the first outgoing half-edge clockwise from where we came, which is the sharpest left turn.
//
//            ↑ next           Each closed walk is a *cycle*. A connected component has one cycle that runs
//     ──h──→ ●──              around it from outside (clockwise); every other bounds a piece of the plane.
//            │
import { compareAngles } from './exact.ts'

export interface Edges {
  readonly length: number
  readonly from: ArrayLike<number>
  readonly to: ArrayLike<number>
  readonly xs: ArrayLike<number>
  readonly ys: ArrayLike<number>
}

export interface PlanarGraph {
  readonly edges: Edges
  readonly cycleOf: Int32Array
  readonly cycleCount: number
  /** Per component: its westmost (then southmost) vertex and the cycle around it. */
  readonly components: readonly { readonly vertex: number; readonly outerCycle: number }[]
  /** Connected component of a vertex, −1 for a vertex without edges. */
  readonly componentOf: Int32Array
  readonly next: Int32Array
  /** Outgoing half-edges of vertex v counter-clockwise from east: outgoing[first[v] … first[v + 1] − 1]. */
  readonly first: Int32Array
  readonly outgoing: Int32Array
}

export function buildPlanarGraph(edges: Edges): PlanarGraph {
  const { first, outgoing } = sortOutgoing(edges)
  const next = linkHalfEdges(edges, first, outgoing)
  const { cycleOf, cycleCount } = walkCycles(next)
  const { componentOf, westmost } = findComponents(edges, first, outgoing)
  const components = westmost.map((vertex) => ({
    vertex,
    outerCycle: cycleOf[outsideHalfEdge(edges, first, outgoing, vertex)],
  }))
  return { edges, cycleOf, cycleCount, components, componentOf, next, first, outgoing }
}

const origin = (edges: Edges, half: number): number =>
  (half & 1) === 0 ? edges.from[half >> 1] : edges.to[half >> 1]

function sortOutgoing(edges: Edges): { first: Int32Array; outgoing: Int32Array } {
  const { xs, ys } = edges
  const first = new Int32Array(xs.length + 1)
  for (let half = 0; half < 2 * edges.length; half++) first[origin(edges, half) + 1]++
  for (let v = 0; v < xs.length; v++) first[v + 1] += first[v]
  const outgoing = new Int32Array(2 * edges.length)
  const fill = first.slice(0, -1)
  for (let half = 0; half < 2 * edges.length; half++) outgoing[fill[origin(edges, half)]++] = half
  for (let v = 0; v < xs.length; v++) {
    if (first[v + 1] - first[v] < 2) continue
    outgoing.subarray(first[v], first[v + 1]).sort((g, h) => {
      const p = origin(edges, g ^ 1)
      const q = origin(edges, h ^ 1)
      return compareAngles(xs[p] - xs[v], ys[p] - ys[v], xs[q] - xs[v], ys[q] - ys[v])
    })
  }
  return { first, outgoing }
}

function linkHalfEdges(edges: Edges, first: Int32Array, outgoing: Int32Array): Int32Array {
  const next = new Int32Array(2 * edges.length)
  for (let v = 0; v + 1 < first.length; v++) {
    const [begin, end] = [first[v], first[v + 1]]
    for (let i = begin; i < end; i++) next[outgoing[i] ^ 1] = outgoing[i === begin ? end - 1 : i - 1]
  }
  return next
}

function walkCycles(next: Int32Array): { cycleOf: Int32Array; cycleCount: number } {
  const cycleOf = new Int32Array(next.length).fill(-1)
  let cycleCount = 0
  for (let start = 0; start < next.length; start++) {
    if (cycleOf[start] >= 0) continue
    for (let half = start; cycleOf[half] < 0; half = next[half]) cycleOf[half] = cycleCount
    cycleCount++
  }
  return { cycleOf, cycleCount }
}

function findComponents(
  edges: Edges,
  first: Int32Array,
  outgoing: Int32Array,
): { componentOf: Int32Array; westmost: number[] } {
  const { xs, ys } = edges
  const componentOf = new Int32Array(xs.length).fill(-1)
  const westmost: number[] = []
  const stack: number[] = []
  for (let start = 0; start < xs.length; start++) {
    if (componentOf[start] >= 0 || first[start] === first[start + 1]) continue
    const component = westmost.push(start) - 1
    componentOf[start] = component
    stack.push(start)
    while (stack.length > 0) {
      const v = stack.pop()!
      const best = westmost[component]
      if (xs[v] < xs[best] || (xs[v] === xs[best] && ys[v] < ys[best])) westmost[component] = v
      for (let i = first[v]; i < first[v + 1]; i++) {
        const w = origin(edges, outgoing[i] ^ 1)
        if (componentOf[w] >= 0) continue
        componentOf[w] = component
        stack.push(w)
      }
    }
  }
  return { componentOf, westmost }
}

/**
 * At a westmost vertex all edges leave eastward (or due north); the half-edge with the largest angle in
 * (−90°, 90°] has the open west on its left.
 */
function outsideHalfEdge(edges: Edges, first: Int32Array, outgoing: Int32Array, vertex: number): number {
  let last = outgoing[first[vertex + 1] - 1]
  for (let i = first[vertex]; i < first[vertex + 1]; i++) {
    const end = origin(edges, outgoing[i] ^ 1)
    const dx = edges.xs[end] - edges.xs[vertex]
    const dy = edges.ys[end] - edges.ys[vertex]
    if (dy > 0 || (dy === 0 && dx > 0)) last = outgoing[i]
  }
  return last
}
