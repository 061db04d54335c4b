// How far a point outside is from the nearest border, up to a limit: "outside, but within 50 m" is more often
// a coarse map than a wrong place. Only raster cells within the limit are looked at.
import type { Coverage } from './coverage.ts'
import { metersPerUnit } from './earth.ts'
import { createEdgeRaster } from './edgeRaster.ts'

export interface NearestBorder {
  readonly distanceMeters: number
  /** Lowest id of the units at the nearest border. */
  readonly unitId: number
}

/** Nearest border of a point in 1e-7 degrees, null if none is within the limit. */
export type BorderFinder = (x: number, y: number, limitMeters: number) => NearestBorder | null

export function createDistanceToCoverage(coverage: Coverage): BorderFinder {
  const raster = createEdgeRaster(coverage)
  const { columns, rows, start, edges, x1, y1, x2, y2, left, right } = raster
  return (x, y, limitMeters) => {
    const scale = metersPerUnit(y)
    const [reachX, reachY] = [limitMeters / scale.x, limitMeters / scale.y]
    const firstColumn = Math.max(0, raster.columnOf(x - reachX))
    const lastColumn = Math.min(columns - 1, raster.columnOf(x + reachX))
    const firstRow = Math.max(0, raster.rowOf(y - reachY))
    const lastRow = Math.min(rows - 1, raster.rowOf(y + reachY))
    let best: NearestBorder | null = null
    const examine = (e: number): void => {
      const [ax, ay] = [(x1[e] - x) * scale.x, (y1[e] - y) * scale.y]
      const [dx, dy] = [(x2[e] - x1[e]) * scale.x, (y2[e] - y1[e]) * scale.y]
      const share = Math.min(1, Math.max(0, -(ax * dx + ay * dy) / (dx * dx + dy * dy)))
      const distanceMeters = Math.hypot(ax + share * dx, ay + share * dy)
      if (distanceMeters > limitMeters || (best !== null && distanceMeters > best.distanceMeters)) return
      const unitId = left[e] === 0 ? right[e] : right[e] === 0 ? left[e] : Math.min(left[e], right[e])
      if (best === null || distanceMeters < best.distanceMeters || unitId < best.unitId)
        best = { distanceMeters, unitId }
    }
    for (let row = firstRow; row <= lastRow; row++)
      for (let cell = row * columns + firstColumn; cell <= row * columns + lastColumn; cell++)
        for (let i = start[cell]; i < start[cell + 1]; i++) examine(edges[i])
    return best
  }
}
