// Outlines of the demo's units: ten cities of Shanxi and the twelve counties of Changzhi, from committed arcs.
import type { Polygon } from '../coverage/coverage.ts'
import { dissolve } from '../coverage/dissolve.ts'
import { buildRings, ringVertices } from '../coverage/rings.ts'
import { unitId } from '../model/ids.ts'
import { createUnitTable } from '../model/unit.ts'
import sample from '../samples/shanxi_outlines.json' with { type: 'json' }

export interface Outline {
  readonly code: string
  readonly name: string
  readonly polygons: readonly Polygon[]
}

/** In code order. Neighbours share their vertices exactly. */
export function readOutlines(): Outline[] {
  const table = createUnitTable(
    sample.units.map(({ code, name }, index) => ({
      id: unitId(index + 1),
      code,
      name,
      level: 0,
      parentId: null,
      households: null,
      population: null,
      staff: null,
    })),
  )
  const level = dissolve(
    sampleCoverage((code) => table.rowOfCode(code) + 1),
    table,
    0,
  )
  const rings = buildRings(level)
  const polygons: number[][][][] = table.units.map(() => [])
  for (let ring = 0; ring < rings.row.length; ring++) {
    const vertices = ringVertices(level, rings.arcs.subarray(rings.offsets[ring], rings.offsets[ring + 1]))
    const parts = polygons[rings.row[ring]]
    if (rings.isHole[ring]) parts[parts.length - 1].push(vertices)
    else parts.push([vertices])
  }
  return table.units.map(({ code, name }, row) => ({ code, name, polygons: polygons[row] }))
}

function sampleCoverage(idOf: (code: string) => number) {
  const offsets = new Uint32Array(sample.arcs.length + 1)
  sample.arcs.forEach(({ points }, arc) => {
    offsets[arc + 1] = offsets[arc] + points.length / 2
  })
  const xs = new Int32Array(offsets[sample.arcs.length])
  const ys = new Int32Array(xs.length)
  sample.arcs.forEach(({ points }, arc) => {
    let [x, y] = [0, 0]
    for (let i = 0; i < points.length; i += 2) {
      xs[offsets[arc] + i / 2] = x += points[i]
      ys[offsets[arc] + i / 2] = y += points[i + 1]
    }
  })
  return {
    offsets,
    xs,
    ys,
    left: Float64Array.from(sample.arcs, ({ left }) => idOf(left)),
    right: Float64Array.from(sample.arcs, ({ right }) => idOf(right)),
  }
}
