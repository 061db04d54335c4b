// The outlines of all units as one set of edges, each remembering which units run along it and which way.
// Outer rings are turned counter-clockwise and holes clockwise, so a unit always lies on the left of its edges.
import { type Polygon, type Ring, SCALE } from './coverage.ts'
import { createEdgeTable, type EdgeTable } from './edgeTable.ts'
import { signedArea } from './rings.ts'
import { createVertexTable, type VertexTable } from './vertexTable.ts'

/** A unit as it comes from a file: any level, any number of polygons, parents with or without an outline. */
export interface UnitOutline {
  readonly id: number
  /** Index into City.levels; larger is finer. */
  readonly level: number
  readonly parentId: number | null
  readonly polygons: readonly Polygon[]
}

export interface Linework {
  readonly vertices: VertexTable
  readonly edges: EdgeTable
  /** A passage: unit (row in the input) runs along edge, with (+1) or against (−1) its direction. */
  readonly passages: { readonly edge: number[]; readonly unit: number[]; readonly sign: number[] }
}

/** @throws on a vertex off the globe: it would not fit the coverage's 32 bits */
export function collectLinework(units: readonly UnitOutline[]): Linework {
  const vertices = createVertexTable(1 << 16)
  const edges = createEdgeTable()
  const passages = { edge: [] as number[], unit: [] as number[], sign: [] as number[] }
  const addRing = (ring: Ring, isHole: boolean, unit: number): void => {
    const isReversed = signedArea(ring) > 0 === isHole
    let previous = vertices.add(ring[ring.length - 2], ring[ring.length - 1])
    for (let i = 0; i < ring.length; i += 2) {
      if (Math.abs(ring[i]) > 180 * SCALE || Math.abs(ring[i + 1]) > 90 * SCALE)
        throw new Error(
          `unit ${units[unit].id}: no place on Earth at ${ring[i]}, ${ring[i + 1]} (1e-7 degrees)`,
        )
      const vertex = vertices.add(ring[i], ring[i + 1])
      if (vertex === previous) continue
      const edge = edges.add(previous, vertex)
      passages.edge.push(edge)
      passages.unit.push(unit)
      passages.sign.push((edges.from[edge] === previous) === isReversed ? -1 : 1)
      previous = vertex
    }
  }
  units.forEach((unit, row) => {
    for (const polygon of unit.polygons)
      polygon.forEach((ring, index) => {
        addRing(ring, index > 0, row)
      })
  })
  return { vertices, edges, passages }
}
