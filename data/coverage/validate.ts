// Everything a coverage must be, checked from its arcs alone; all violations, not the first.
//
//      ╲ ╱  crossing      ──●──  near-vertex: in the      ──┤   dangling: an end      1 │ 2
//      ╱ ╲                  │    corridor of a foreign       that meets nothing       ──┼──  unmatched: the
//                                edge                                                 1 │ 3  owners disagree
//
// Faces are re-walked: each must have one owner all around, on its holes as on its outline.
import Flatbush from 'flatbush'
import { arcCount, type Coverage } from './coverage.ts'
import { crossingPoint, passesPixel } from './exact.ts'
import { type ExplodedCoverage, explode } from './explode.ts'
import { buildFaces } from './faces.ts'
import { buildPlanarGraph, type PlanarGraph } from './planarGraph.ts'

export interface CoverageViolation {
  readonly code:
    | 'crossing'
    | 'near-vertex'
    | 'repeated-edge'
    | 'dangling'
    | 'unmatched'
    | 'same-unit'
    | 'euler'
    | 'short-loop'
  readonly unitIds: readonly number[]
  /** 1e-7 degrees. */
  readonly at: readonly [number, number]
}

/** Empty: valid. Where edges cross or repeat, owners are not judged: there are no faces to speak of. */
export function validateCoverage(coverage: Coverage): CoverageViolation[] {
  const arcs = checkArcs(coverage)
  if (arcs.length > 0) return arcs
  const edges = explode(coverage)
  if (edges.length === 0) return []
  const lines = checkEdges(edges)
  return lines.length > 0 ? lines : checkFaces(edges)
}

function checkArcs(coverage: Coverage): CoverageViolation[] {
  const { offsets, xs, ys, left, right } = coverage
  const violations: CoverageViolation[] = []
  for (let arc = 0; arc < arcCount(coverage); arc++) {
    const [first, last] = [offsets[arc], offsets[arc + 1] - 1]
    const add = (code: CoverageViolation['code'], v: number): void => {
      violations.push({ code, unitIds: idsOf(left[arc], right[arc]), at: [xs[v], ys[v]] })
    }
    if (left[arc] === right[arc]) add('same-unit', first)
    const isLoop = xs[first] === xs[last] && ys[first] === ys[last]
    if (last - first < (isLoop ? 3 : 1)) add('short-loop', first)
    for (let v = first + 1; v <= last; v++)
      if (xs[v] === xs[v - 1] && ys[v] === ys[v - 1]) add('repeated-edge', v)
  }
  return violations
}

function checkEdges(edges: ExplodedCoverage): CoverageViolation[] {
  const { length, from, to, xs, ys, left, right } = edges
  const index = new Flatbush(length)
  for (let e = 0; e < length; e++) {
    const [u, v] = [from[e], to[e]]
    index.add(Math.min(xs[u], xs[v]), Math.min(ys[u], ys[v]), Math.max(xs[u], xs[v]), Math.max(ys[u], ys[v]))
  }
  index.finish()
  const violations: CoverageViolation[] = []
  const add = (code: CoverageViolation['code'], e: number, f: number, x: number, y: number): void => {
    violations.push({ code, unitIds: idsOf(left[e], right[e], left[f], right[f]), at: [x, y] })
  }
  const checkNear = (e: number, f: number, v: number): void => {
    const [a, b] = [from[e], to[e]]
    if (v !== a && v !== b && passesPixel(xs[a], ys[a], xs[b], ys[b], xs[v], ys[v]))
      add('near-vertex', e, f, xs[v], ys[v])
  }
  const checkPair = (e: number, f: number): void => {
    const [a, b, c, d] = [from[e], to[e], from[f], to[f]]
    if ((a === c && b === d) || (a === d && b === c)) {
      add('repeated-edge', e, f, xs[a], ys[a])
      return
    }
    checkNear(e, f, c)
    checkNear(e, f, d)
    checkNear(f, e, a)
    checkNear(f, e, b)
    if (a === c || a === d || b === c || b === d) return
    const point = crossingPoint(xs[a], ys[a], xs[b], ys[b], xs[c], ys[c], xs[d], ys[d])
    if (point) add('crossing', e, f, point[0], point[1])
  }
  for (let e = 0; e < length; e++) {
    const [u, v] = [from[e], to[e]]
    const visit = (f: number): boolean => {
      if (f > e) checkPair(e, f)
      return false
    }
    index.search(
      Math.min(xs[u], xs[v]),
      Math.min(ys[u], ys[v]),
      Math.max(xs[u], xs[v]),
      Math.max(ys[u], ys[v]),
      visit,
    )
  }
  return violations
}

function checkFaces(edges: ExplodedCoverage): CoverageViolation[] {
  const { length, from, to, xs, ys, left, right } = edges
  const graph = buildPlanarGraph(edges)
  const { ofHalfEdge, count } = buildFaces(graph)
  const violations = [...checkNodes(edges, graph), ...checkEuler(graph)]
  const owner = new Float64Array(count).fill(-1)
  owner[0] = 0
  for (let half = 0; half < 2 * length; half++) {
    const face = ofHalfEdge[half]
    const unit = (half & 1) === 0 ? left[half >> 1] : right[half >> 1]
    if (owner[face] < 0) owner[face] = unit
    else if (owner[face] !== unit) {
      const v = (half & 1) === 0 ? from[half >> 1] : to[half >> 1]
      violations.push({ code: 'unmatched', unitIds: idsOf(owner[face], unit), at: [xs[v], ys[v]] })
    }
  }
  return violations
}

/** An arc touches others only at its ends, and no end is alone. */
function checkNodes(edges: ExplodedCoverage, { first, outgoing }: PlanarGraph): CoverageViolation[] {
  const { xs, ys, arc, left, right } = edges
  const violations: CoverageViolation[] = []
  for (let v = 0; v < xs.length; v++) {
    const [begin, end] = [first[v], first[v + 1]]
    const add = (code: CoverageViolation['code'], half: number): void => {
      const e = half >> 1
      violations.push({ code, unitIds: idsOf(left[e], right[e]), at: [xs[v], ys[v]] })
    }
    if (end - begin === 1) add('dangling', outgoing[begin])
    if (end - begin < 3) continue
    for (let i = begin; i < end; i++) {
      const e = outgoing[i] >> 1
      const isArcStart = (outgoing[i] & 1) === 0 && (e === 0 || arc[e - 1] !== arc[e])
      const isArcEnd = (outgoing[i] & 1) === 1 && (e + 1 === edges.length || arc[e + 1] !== arc[e])
      if (!isArcStart && !isArcEnd) add('crossing', outgoing[i])
    }
  }
  return violations
}

/** Vertices − edges + cycles = 2 on every connected component drawn in the plane. */
function checkEuler({
  edges,
  components,
  componentOf,
  cycleOf,
  cycleCount,
}: PlanarGraph): CoverageViolation[] {
  const characteristic = new Int32Array(components.length)
  for (const component of componentOf) if (component >= 0) characteristic[component]++
  for (let e = 0; e < edges.length; e++) characteristic[componentOf[edges.from[e]]]--
  const isCounted = new Uint8Array(cycleCount)
  for (let half = 0; half < cycleOf.length; half++) {
    if (isCounted[cycleOf[half]]) continue
    isCounted[cycleOf[half]] = 1
    characteristic[componentOf[edges.from[half >> 1]]]++
  }
  return components.flatMap(({ vertex }, component) =>
    characteristic[component] === 2
      ? []
      : [{ code: 'euler' as const, unitIds: [], at: [edges.xs[vertex], edges.ys[vertex]] as const }],
  )
}

const idsOf = (...ids: readonly number[]): number[] =>
  [...new Set(ids)].filter((id) => id !== 0).sort((a, b) => a - b)
