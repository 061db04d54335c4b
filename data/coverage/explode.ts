// A coverage taken apart into single edges, vertices interned: what the checks, the locator and the canonical
// form start from.

import type { OwnedEdges } from './assemble.ts'
import { arcCount, type Coverage } from './coverage.ts'
import { createVertexTable } from './vertexTable.ts'

export interface ExplodedCoverage extends OwnedEdges {
  /** Arc each edge comes from. */
  readonly arc: Int32Array
  /** Edge direction is the arc's: vertex indices are not sorted. */
  readonly from: Int32Array
  readonly to: Int32Array
}

export function explode(coverage: Coverage): ExplodedCoverage {
  const { offsets, left, right } = coverage
  const length = coverage.xs.length - arcCount(coverage)
  const vertices = createVertexTable(coverage.xs.length)
  const edges = {
    length,
    arc: new Int32Array(length),
    from: new Int32Array(length),
    to: new Int32Array(length),
    left: new Float64Array(length),
    right: new Float64Array(length),
    xs: vertices.xs,
    ys: vertices.ys,
  }
  let at = 0
  for (let arc = 0; arc < arcCount(coverage); arc++) {
    let previous = vertices.add(coverage.xs[offsets[arc]], coverage.ys[offsets[arc]])
    for (let v = offsets[arc] + 1; v < offsets[arc + 1]; v++, at++) {
      const vertex = vertices.add(coverage.xs[v], coverage.ys[v])
      edges.arc[at] = arc
      edges.from[at] = previous
      edges.to[at] = vertex
      edges.left[at] = left[arc]
      edges.right[at] = right[arc]
      previous = vertex
    }
  }
  return edges
}
