// The polygons of any GeoJSON geometry, checked position by position: a file may hold anything.
import { IngestError } from '../ingestError.ts'
import type { FilePolygons, FilePosition } from './unitFile.ts'

const LINEAR = new Set(['Point', 'MultiPoint', 'LineString', 'MultiLineString'])

/** `where` names the feature in errors. */
export function polygonsOf(geometry: unknown, where: string): FilePolygons {
  if (geometry === null || geometry === undefined) return []
  const { type, coordinates, geometries } = geometry as Record<string, unknown>
  if (type === 'Polygon') return isEmpty(coordinates) ? [] : [ringsOf(coordinates, where)]
  if (type === 'MultiPolygon') return listOf(coordinates, where).map((rings) => ringsOf(rings, where))
  if (type === 'GeometryCollection') {
    return listOf(geometries, where).flatMap((part) => polygonsOf(part, where))
  }
  if (typeof type === 'string' && LINEAR.has(type)) return []
  throw new IngestError('geometry-type-unknown', `${where}: unknown geometry type ${JSON.stringify(type)}`)
}

/** Whether a type, as GeoJSON names them, is a geometry. */
export function isGeometryType(type: unknown): boolean {
  return (
    type === 'GeometryCollection' || type === 'Polygon' || type === 'MultiPolygon' || LINEAR.has(`${type}`)
  )
}

function ringsOf(rings: unknown, where: string): FilePosition[][] {
  return listOf(rings, where).map((ring) =>
    listOf(ring, where).map((position) => positionOf(position, where)),
  )
}

function positionOf(position: unknown, where: string): FilePosition {
  const [x, y] = Array.isArray(position) ? position : []
  if (typeof x === 'number' && typeof y === 'number') return [x, y]
  throw new IngestError(
    'coordinate-malformed',
    `${where}: ${JSON.stringify(position)?.slice(0, 80)} is not a position, two numbers are needed`,
  )
}

function listOf(value: unknown, where: string): unknown[] {
  if (Array.isArray(value)) return value
  throw new IngestError(
    'geometry-malformed',
    `${where}: ${JSON.stringify(value)?.slice(0, 80)} where a list of coordinates is needed`,
  )
}

function isEmpty(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0
}
