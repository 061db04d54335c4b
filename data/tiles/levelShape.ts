// What all zooms of one level share: its arcs and rings, the arcs projected, one label point a unit, and a
// fingerprint of what a tile says about each unit.

import type { Coverage } from '../coverage/coverage.ts'
import { dissolve, type LevelCoverage } from '../coverage/dissolve.ts'
import { labelPoint } from '../coverage/labelPoint.ts'
import { buildRings, type LevelRings, polygonsOf } from '../coverage/rings.ts'
import type { Level } from '../model/city.ts'
import type { UnitTable } from '../model/unit.ts'
import { hashText } from './contentHash.ts'
import { projectArcs, type WorldArcs, worldX, worldY } from './mercator.ts'

export interface LevelShape {
  readonly table: UnitTable
  readonly levels: readonly Level[]
  readonly coverage: LevelCoverage
  readonly rings: LevelRings
  readonly world: WorldArcs
  /** By index into coverage.rows: label points in the unit square of the world, NaN where there is none. */
  readonly labelX: Float64Array
  readonly labelY: Float64Array
  /** By row: equal for equal id, code, name, level and coarse flag. */
  readonly fingerprint: Int32Array
}

export function createLevelShape(
  coverage: Coverage,
  table: UnitTable,
  levels: readonly Level[],
  level: number,
): LevelShape {
  const dissolved = dissolve(coverage, table, level)
  const rings = buildRings(dissolved)
  const polygons = polygonsOf(dissolved, rings)
  const labelX = new Float64Array(dissolved.rows.length).fill(Number.NaN)
  const labelY = new Float64Array(dissolved.rows.length).fill(Number.NaN)
  const fingerprint = new Int32Array(table.length)
  dissolved.rows.forEach((row, index) => {
    const point = labelPoint(polygons.get(row) ?? [])
    if (point) {
      labelX[index] = worldX(point.x)
      labelY[index] = worldY(point.y)
    }
    const { id, code, name } = table.units[row]
    fingerprint[row] = hashText(
      `${id}|${code}|${name}|${levels[table.level[row]].key}|${dissolved.coarse[row]}`,
    )
  })
  return {
    table,
    levels,
    coverage: dissolved,
    rings,
    world: projectArcs(dissolved),
    labelX,
    labelY,
    fingerprint,
  }
}

/** What tiles need of a level once its zooms are made. */
export type ShownLevel = Omit<LevelShape, 'world' | 'labelX' | 'labelY'>

/** The level tiles show at a zoom when `level` is asked for: levels above it until one is fit for the zoom. */
export function shownLevel(levels: readonly Level[], level: number, zoom: number): number {
  let shown = level
  while (shown > 0 && zoom < levels[shown].minZoom) shown--
  return shown
}
