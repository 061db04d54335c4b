// Boundaries of one level of a version, and which of its rows lie inside a unit: what both file formats write.
// Arcs are kept as the level shows them, so neighbours share every vertex in either format.
import { dissolve, type LevelCoverage } from '#data/coverage/dissolve.ts'
import { buildRings, type LevelRings } from '#data/coverage/rings.ts'
import { isWithin } from '#data/model/unit.ts'
import type { LoadedVersion } from '../versions.ts'

export interface LevelShapes {
  readonly arcs: LevelCoverage
  readonly rings: LevelRings
  /** Polygons by row: indexes of rings, the outer one first. */
  readonly polygonsOf: ReadonlyMap<number, readonly (readonly number[])[]>
}

const kept = new WeakMap<object, Map<number, LevelShapes>>()

export function levelShapes(version: LoadedVersion, level: number): LevelShapes {
  const levels = kept.get(version.coverage) ?? new Map<number, LevelShapes>()
  kept.set(version.coverage, levels)
  let shapes = levels.get(level)
  if (!shapes) {
    const arcs = dissolve(version.coverage, version.table, level)
    const rings = buildRings(arcs)
    shapes = { arcs, rings, polygonsOf: groupByRow(rings) }
    levels.set(level, shapes)
  }
  return shapes
}

function groupByRow({ row, isHole }: LevelRings): Map<number, number[][]> {
  const byRow = new Map<number, number[][]>()
  for (let ring = 0; ring < row.length; ring++) {
    const polygons = byRow.get(row[ring]) ?? []
    byRow.set(row[ring], polygons)
    if (isHole[ring]) polygons[polygons.length - 1].push(ring)
    else polygons.push([ring])
  }
  return byRow
}

/** Rows to write, in code order: what shows at the level inside `within` (null: all), and its units there without a polygon. */
export function rowsToWrite(
  version: LoadedVersion,
  shapes: LevelShapes,
  level: number,
  within: number | null,
): number[] {
  const rows = new Set<number>(shapes.arcs.rows)
  for (const row of version.table.rowsOfLevel[level] ?? []) rows.add(row)
  return [...rows]
    .filter((row) => within === null || isWithin(version.table, row, within))
    .sort((a, b) => a - b)
}
