// Area and bounding box of every unit straight from the arcs, without deriving polygons: the area is a sum
// over a unit's arcs, and shared borders cancel on the way up the tree.
import type { Coverage } from '#data/coverage/coverage.ts'
import { stripSquareMeters } from '#data/coverage/earth.ts'
import { unitId } from '#data/model/ids.ts'
import type { UnitTable } from '#data/model/unit.ts'

export interface UnitGeometry {
  /** By row, everything below included. */
  readonly areaSquareMeters: Float64Array
  /** By row: west, south, east, north in 1e-7 degrees; NaN where a unit has no polygon. */
  readonly bounds: Float64Array
}

export function measureUnits(coverage: Coverage, table: UnitTable): UnitGeometry {
  const areaSquareMeters = new Float64Array(table.length)
  const bounds = new Float64Array(table.length * 4).fill(Number.NaN)
  for (let arc = 0; arc < coverage.left.length; arc++) {
    const { area, box } = measureArc(coverage, arc)
    for (const [side, sign] of [
      [coverage.left[arc], 1],
      [coverage.right[arc], -1],
    ]) {
      const row = side === 0 ? -1 : table.rowOf(unitId(side))
      if (row < 0) continue
      areaSquareMeters[row] += sign * area
      extend(bounds, row, box, 0)
    }
  }
  rollUp(table, areaSquareMeters, bounds)
  return { areaSquareMeters, bounds }
}

/** Children before parents: finest level first. */
function rollUp(table: UnitTable, areas: Float64Array, bounds: Float64Array): void {
  for (let level = table.rowsOfLevel.length - 1; level > 0; level--)
    for (const row of table.rowsOfLevel[level]) {
      const parent = table.parent[row]
      if (parent < 0) continue
      areas[parent] += areas[row]
      extend(bounds, parent, bounds, row * 4)
    }
}

/** Signed area between the arc and the first vertex's parallel, and the arc's box. */
function measureArc({ offsets, xs, ys }: Coverage, arc: number): { area: number; box: Float64Array } {
  const box = Float64Array.of(Infinity, Infinity, -Infinity, -Infinity)
  let area = 0
  for (let i = offsets[arc]; i < offsets[arc + 1]; i++) {
    box[0] = Math.min(box[0], xs[i])
    box[1] = Math.min(box[1], ys[i])
    box[2] = Math.max(box[2], xs[i])
    box[3] = Math.max(box[3], ys[i])
    if (i > offsets[arc]) area += stripSquareMeters(xs[i - 1], ys[i - 1], xs[i], ys[i], ys[0])
  }
  return { area, box }
}

function extend(bounds: Float64Array, row: number, box: Float64Array, at: number): void {
  if (Number.isNaN(box[at])) return
  const to = row * 4
  if (Number.isNaN(bounds[to])) {
    bounds.set(box.subarray(at, at + 4), to)
    return
  }
  bounds[to] = Math.min(bounds[to], box[at])
  bounds[to + 1] = Math.min(bounds[to + 1], box[at + 1])
  bounds[to + 2] = Math.max(bounds[to + 2], box[at + 2])
  bounds[to + 3] = Math.max(bounds[to + 3], box[at + 3])
}
