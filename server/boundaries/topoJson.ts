// Boundaries as TopoJSON: the level's arcs as they are, delta-encoded integers of 1e-7 degree, each once.
import { SCALE } from '#data/coverage/coverage.ts'
import type { LoadedVersion } from '../versions.ts'
import type { LevelShapes } from './levelShapes.ts'
import { type FiguresOf, propertiesOf } from './properties.ts'

export function writeTopoJson(
  version: LoadedVersion,
  shapes: LevelShapes,
  rows: readonly number[],
  figuresOf: FiguresOf,
): string {
  const index = new Map<number, number>()
  const place = (signed: number): number => {
    const arc = signed < 0 ? ~signed : signed
    const at = index.get(arc) ?? index.size
    index.set(arc, at)
    return signed < 0 ? ~at : at
  }
  const geometries = rows.map((row) => ({
    ...geometryOf(shapes, row, place),
    id: version.table.units[row].id,
    properties: propertiesOf(version, shapes, row, figuresOf),
  }))
  const origin: readonly [number, number] = [shapes.arcs.xs[0] ?? 0, shapes.arcs.ys[0] ?? 0]
  return JSON.stringify({
    type: 'Topology',
    transform: { scale: [1 / SCALE, 1 / SCALE], translate: [origin[0] / SCALE, origin[1] / SCALE] },
    objects: { units: { type: 'GeometryCollection', geometries } },
    arcs: [...index.keys()].map((arc) => deltas(shapes, arc, origin)),
  })
}

function geometryOf(
  { rings, polygonsOf }: LevelShapes,
  row: number,
  place: (signed: number) => number,
): object {
  const polygons = polygonsOf
    .get(row)
    ?.map((polygon) =>
      polygon.map((ring) =>
        Array.from(rings.arcs.subarray(rings.offsets[ring], rings.offsets[ring + 1]), place),
      ),
    )
  if (!polygons) return { type: null }
  return polygons.length === 1
    ? { type: 'Polygon', arcs: polygons[0] }
    : { type: 'MultiPolygon', arcs: polygons }
}

function deltas(
  { arcs: { offsets, xs, ys } }: LevelShapes,
  arc: number,
  origin: readonly [number, number],
): number[][] {
  const positions: number[][] = []
  let [x, y] = origin
  for (let at = offsets[arc]; at < offsets[arc + 1]; at++) {
    positions.push([xs[at] - x, ys[at] - y])
    x = xs[at]
    y = ys[at]
  }
  return positions
}
