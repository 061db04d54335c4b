// GeoJSON (RFC 7946): a FeatureCollection, a Feature or a bare geometry. The `crs` member of the 2008 draft is
// still read, as tools still write it.
import { IngestError } from '../ingestError.ts'
import { isGeometryType, polygonsOf } from './polygons.ts'
import type { UnitFile, UnitFileFeature } from './unitFile.ts'

export function readGeoJson(root: Record<string, unknown>): UnitFile {
  return { format: 'GeoJSON', datum: datumOf(root.crs), features: featuresOf(root) }
}

/** Features of a collection, a feature or a geometry; errors count features from 1. */
export function featuresOf(root: Record<string, unknown>): UnitFileFeature[] {
  if (root.type === 'FeatureCollection') {
    if (Array.isArray(root.features)) return root.features.map(featureOf)
    throw new IngestError('geojson-malformed', 'The FeatureCollection has no list of features')
  }
  if (root.type === 'Feature') return [featureOf(root, 0)]
  if (isGeometryType(root.type)) return [{ properties: {}, polygons: polygonsOf(root, 'The geometry') }]
  throw new IngestError(
    'geojson-malformed',
    `The file is JSON but not GeoJSON: its type is ${JSON.stringify(root.type) ?? 'missing'}`,
    'Bring a FeatureCollection of polygons',
  )
}

function featureOf(feature: unknown, at: number): UnitFileFeature {
  const { type, id, properties, geometry } = (feature ?? {}) as Record<string, unknown>
  if (type !== 'Feature') {
    throw new IngestError('geojson-malformed', `Feature ${at + 1} is not of type Feature`)
  }
  const own = (properties ?? {}) as Record<string, unknown>
  return {
    properties: id === undefined || id === null || 'id' in own ? own : { id, ...own },
    polygons: polygonsOf(geometry, `Feature ${at + 1}`),
  }
}

/** The 2008 member: urn:ogc:def:crs:EPSG::4490, EPSG:4490, or CRS84, which is WGS 84 as x, y. */
function datumOf(crs: unknown): string | null {
  const name = (crs as { properties?: { name?: unknown } } | null | undefined)?.properties?.name
  if (typeof name !== 'string') return null
  if (/CRS:?[\d.]*:CRS84$/i.test(name)) return 'EPSG:4326'
  const code = /EPSG:[\d.]*:?(\d+)$/i.exec(name)?.[1]
  return code ? `EPSG:${code}` : name
}
