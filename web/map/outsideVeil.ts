// The veil over everything outside a unit: the world with the unit's outer rings as holes. Laid over the
// colours it leaves 30 % of them, without touching a tile.
import type { Feature, FeatureCollection, MultiPolygon, Polygon, Position } from 'geojson'

const WORLD: Position[] = [
  [-180, -85],
  [180, -85],
  [180, 85],
  [-180, 85],
  [-180, -85],
]

const polygonsOf = (geometry: Polygon | MultiPolygon): Position[][][] =>
  geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates

/** RFC 7946 winds outer rings counter-clockwise and holes clockwise; here the two change places. */
const reversed = (ring: Position[]): Position[] => [...ring].reverse()

/** Empty if there is no polygon to leave open: a veil over all would say "nothing is here". */
export function outsideVeil(collection: FeatureCollection): FeatureCollection<MultiPolygon> {
  const polygons = collection.features.flatMap(({ geometry }) =>
    geometry?.type === 'Polygon' || geometry?.type === 'MultiPolygon' ? polygonsOf(geometry) : [],
  )
  if (polygons.length === 0) return { type: 'FeatureCollection', features: [] }
  const outer = [WORLD, ...polygons.map((rings) => reversed(rings[0]))]
  const lakes = polygons.flatMap((rings) => rings.slice(1).map((ring) => [reversed(ring)]))
  const feature: Feature<MultiPolygon> = {
    type: 'Feature',
    properties: {},
    geometry: { type: 'MultiPolygon', coordinates: [outer, ...lakes] },
  }
  return { type: 'FeatureCollection', features: [feature] }
}
