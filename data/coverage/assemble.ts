// From edges with an owner on either hand to the coverage's arcs, in the one canonical form: an arc runs from
// node to node, starts at its smaller end (x, then y), and arcs are sorted by their first two vertices, which
// no two arcs share. Equal geometry and owners give equal arrays, whatever order the edges came in.
//
//      A───b───c───D       Nodes (capitals) are vertices with other than two edges; b and c are inside an arc.
//              ╲E          A ring without any node starts at its smallest vertex.
import type { Coverage } from './coverage.ts'
import type { Edges } from './planarGraph.ts'

export interface OwnedEdges extends Edges {
  /** Owner on the left and right hand walking from → to; edges with the same on both are dropped. */
  readonly left: ArrayLike<number>
  readonly right: ArrayLike<number>
}

interface Arc {
  readonly vertices: number[]
  readonly left: number
  readonly right: number
  /** Closed and without a node: may start anywhere. */
  readonly isRing: boolean
}

export function assembleCoverage(edges: OwnedEdges): Coverage {
  const arcs = walkArcs(edges).map((arc) => orientArc(edges, arc))
  const { xs, ys } = edges
  arcs.sort((p, q) => {
    const [a, b] = [p.vertices, q.vertices]
    return xs[a[0]] - xs[b[0]] || ys[a[0]] - ys[b[0]] || xs[a[1]] - xs[b[1]] || ys[a[1]] - ys[b[1]]
  })
  const total = arcs.reduce((sum, arc) => sum + arc.vertices.length, 0)
  const coverage = {
    offsets: new Uint32Array(arcs.length + 1),
    xs: new Int32Array(total),
    ys: new Int32Array(total),
    left: Float64Array.from(arcs, (arc) => arc.left),
    right: Float64Array.from(arcs, (arc) => arc.right),
  }
  let at = 0
  arcs.forEach((arc, i) => {
    for (const vertex of arc.vertices) {
      coverage.xs[at] = xs[vertex]
      coverage.ys[at++] = ys[vertex]
    }
    coverage.offsets[i + 1] = at
  })
  return coverage
}

function walkArcs(edges: OwnedEdges): Arc[] {
  const { from, to, left, right } = edges
  const { first, incident } = keptEdges(edges)
  const done = new Uint8Array(edges.length)
  const isNode = (v: number): boolean => first[v + 1] - first[v] !== 2
  const walk = (start: number, firstEdge: number): Arc => {
    const isForward = from[firstEdge] === start
    const vertices = [start]
    let edge = firstEdge
    let at = start
    do {
      done[edge] = 1
      at = from[edge] === at ? to[edge] : from[edge]
      vertices.push(at)
      if (isNode(at)) break
      edge = incident[first[at]] === edge ? incident[first[at] + 1] : incident[first[at]]
    } while (at !== start)
    const [l, r] = isForward ? [left, right] : [right, left]
    return { vertices, left: l[firstEdge], right: r[firstEdge], isRing: !isNode(start) }
  }
  const arcs: Arc[] = []
  const walkFrom = (v: number): void => {
    for (let i = first[v]; i < first[v + 1]; i++) if (!done[incident[i]]) arcs.push(walk(v, incident[i]))
  }
  for (let v = 0; v + 1 < first.length; v++) if (isNode(v)) walkFrom(v)
  for (let v = 0; v + 1 < first.length; v++) walkFrom(v)
  return arcs
}

/** Edges at each vertex, those that separate nothing left out. */
function keptEdges({ length, from, to, left, right, xs }: OwnedEdges): {
  first: Int32Array
  incident: Int32Array
} {
  const first = new Int32Array(xs.length + 1)
  for (let e = 0; e < length; e++)
    if (left[e] !== right[e]) {
      first[from[e] + 1]++
      first[to[e] + 1]++
    }
  for (let v = 0; v < xs.length; v++) first[v + 1] += first[v]
  const incident = new Int32Array(first[xs.length])
  const fill = first.slice(0, -1)
  for (let e = 0; e < length; e++)
    if (left[e] !== right[e]) {
      incident[fill[from[e]]++] = e
      incident[fill[to[e]]++] = e
    }
  return { first, incident }
}

function orientArc({ xs, ys }: OwnedEdges, { vertices, left, right, isRing }: Arc): Arc {
  const isBefore = (u: number, v: number): boolean => xs[u] < xs[v] || (xs[u] === xs[v] && ys[u] < ys[v])
  const end = vertices.length - 1
  let turned = vertices
  if (isRing) {
    let least = 0
    for (let i = 1; i < end; i++) if (isBefore(vertices[i], vertices[least])) least = i
    turned = [...vertices.slice(least, end), ...vertices.slice(0, least + 1)]
  }
  const isReversed =
    turned[0] === turned[end] ? isBefore(turned[end - 1], turned[1]) : isBefore(turned[end], turned[0])
  return isReversed
    ? { vertices: [...turned].reverse(), left: right, right: left, isRing }
    : { vertices: turned, left, right, isRing }
}
