// Boundaries as GeoJSON (RFC 7946): [lng, lat], outer rings counter-clockwise, a unit without a polygon has a
// null geometry.
import { SCALE } from '#data/coverage/coverage.ts'
import { boundsOf, type LoadedVersion } from '../versions.ts'
import type { LevelShapes } from './levelShapes.ts'
import { type FiguresOf, propertiesOf } from './properties.ts'

type Position = [number, number]

export function writeGeoJson(
  version: LoadedVersion,
  shapes: LevelShapes,
  rows: readonly number[],
  figuresOf: FiguresOf,
): string {
  const features = rows.map((row) => ({
    type: 'Feature',
    id: version.table.units[row].id,
    ...boxMember(boundsOf(version, row)),
    geometry: geometryOf(shapes, row),
    properties: propertiesOf(version, shapes, row, figuresOf),
  }))
  return JSON.stringify({ type: 'FeatureCollection', ...boxMember(boxOfAll(version, rows)), features })
}

type Box = [west: number, south: number, east: number, north: number]

/** RFC 7946 section 5: a member that is there or not, never null. */
const boxMember = (bbox: Box | null) => (bbox ? { bbox } : {})

function boxOfAll(version: LoadedVersion, rows: readonly number[]): Box | null {
  const boxes = rows.map((row) => boundsOf(version, row)).filter((box) => box !== null)
  if (boxes.length === 0) return null
  return boxes.reduce(([w, s, e, n], [west, south, east, north]) => [
    Math.min(w, west),
    Math.min(s, south),
    Math.max(e, east),
    Math.max(n, north),
  ])
}

function geometryOf(shapes: LevelShapes, row: number): object | null {
  const polygons = shapes.polygonsOf.get(row)?.map((rings) => rings.map((ring) => positionsOf(shapes, ring)))
  if (!polygons) return null
  return polygons.length === 1
    ? { type: 'Polygon', coordinates: polygons[0] }
    : { type: 'MultiPolygon', coordinates: polygons }
}

function positionsOf({ arcs: { offsets, xs, ys }, rings }: LevelShapes, ring: number): Position[] {
  const positions: Position[] = []
  for (let i = rings.offsets[ring]; i < rings.offsets[ring + 1]; i++) {
    const signed = rings.arcs[i]
    const arc = signed < 0 ? ~signed : signed
    const [from, to] = [offsets[arc], offsets[arc + 1] - 1]
    // An arc's first vertex is the last of the one before it.
    for (let step = positions.length === 0 ? 0 : 1; step <= to - from; step++) {
      const at = signed < 0 ? to - step : from + step
      positions.push([xs[at] / SCALE, ys[at] / SCALE])
    }
  }
  return positions
}
