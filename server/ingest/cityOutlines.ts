// The flat picture of the city as it stands, beneath the points of a preview: the finest level that a small drawing
// can carry.
import type { Coverage } from '#data/coverage/coverage.ts'
import { polygonsOf } from '#data/coverage/rings.ts'
import { drawOutlines } from '#data/ingest/outlines.ts'
import type { Outlines } from '#data/model/report.ts'
import { levelShapes } from '../boundaries/levelShapes.ts'
import type { LoadedVersion } from '../versions.ts'

const MOST_UNITS = 200
const drawn = new WeakMap<Coverage, Outlines | null>()

export function cityOutlines(version: LoadedVersion): Outlines | null {
  const known = drawn.get(version.coverage)
  if (known !== undefined) return known
  const { rowsOfLevel, units } = version.table
  const level = Math.max(
    0,
    rowsOfLevel.findLastIndex(({ length }) => length > 0 && length <= MOST_UNITS),
  )
  const { arcs, rings } = levelShapes(version, level)
  const outlines = drawOutlines(
    [...polygonsOf(arcs, rings)].map(([row, polygons]) => ({
      code: units[row].code,
      parentCode: null,
      name: units[row].name,
      level: units[row].level,
      polygons,
    })),
  )
  drawn.set(version.coverage, outlines)
  return outlines
}
