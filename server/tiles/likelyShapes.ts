// What of a version will be looked at, most likely first: a map opens on the whole two levels above the finest, and is
// drilled from there, zoom by zoom.
import { MAX_ZOOM } from '#data/tiles/tileBox.ts'
import type { TileVersion } from './shapeMaker.ts'

const ZOOMS = 7
const WORLD_UNITS = 3.6e9

export function likelyShapes({ city, coverage }: TileVersion): { level: number; zoom: number }[] {
  const first = zoomOfWhole(coverage.xs)
  const opened = city.levels.length - 3
  return city.levels
    .map((_, level) => level)
    .sort((a, b) => Math.abs(a - opened) - Math.abs(b - opened) || b - a)
    .flatMap((level) => {
      const from = Math.max(first, city.levels[level].minZoom)
      return Array.from({ length: ZOOMS }, (_, step) => ({ level, zoom: from + step }))
    })
    .filter(({ zoom }) => zoom <= MAX_ZOOM)
}

/** At which the whole is one to two tiles wide. */
function zoomOfWhole(xs: Int32Array): number {
  let west = Number.POSITIVE_INFINITY
  let east = Number.NEGATIVE_INFINITY
  for (const x of xs) {
    if (x < west) west = x
    if (x > east) east = x
  }
  return east > west ? Math.max(0, Math.floor(Math.log2(WORLD_UNITS / (east - west))) + 1) : 0
}
