// JSON objects as records of text: nested objects flatten to dotted columns, a GeoJSON point to lng and lat.
import { IngestError } from '../ingestError.ts'

export type JsonObject = Readonly<Record<string, unknown>>
export type JsonRecord = ReadonlyMap<string, string>

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** A GeoJSON feature gives its properties and its point; any other object gives its own keys. */
export function recordOf(object: JsonObject): JsonRecord {
  const record = new Map<string, string>()
  if (object.type !== 'Feature') {
    flatten(object, '', record)
    return record
  }
  if (isObject(object.properties)) flatten(object.properties, '', record)
  const [lng, lat] = pointOf(object.geometry)
  // The geometry is what the file says is the place, so it wins over properties of the same name.
  record.set('lng', lng)
  record.set('lat', lat)
  return record
}

function flatten(object: JsonObject, prefix: string, record: Map<string, string>): void {
  for (const [key, value] of Object.entries(object)) {
    if (isObject(value)) flatten(value, `${prefix}${key}.`, record)
    else record.set(prefix + key, textOf(value))
  }
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return ''
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** Empty texts where the geometry is no single point: such a row has no place, which its reader reports. */
function pointOf(geometry: unknown): [string, string] {
  if (!isObject(geometry) || !Array.isArray(geometry.coordinates)) return ['', '']
  const { type, coordinates } = geometry
  const position = type === 'MultiPoint' && coordinates.length === 1 ? coordinates[0] : coordinates
  if ((type !== 'Point' && type !== 'MultiPoint') || !Array.isArray(position)) return ['', '']
  const [lng, lat] = position
  return typeof lng === 'number' && typeof lat === 'number' ? [String(lng), String(lat)] : ['', '']
}

/** The columns of these records, in the order they first appear. */
export function columnsOf(records: readonly JsonRecord[]): string[] {
  const columns = new Set<string>()
  for (const record of records) for (const column of record.keys()) columns.add(column)
  if (columns.size === 0)
    throw new IngestError(
      'empty-file',
      'the file has no records (文件中没有记录)',
      '请重新导出 (export it again)',
    )
  return [...columns]
}

export const valuesFor = (record: JsonRecord, columns: readonly string[]): string[] =>
  columns.map((column) => record.get(column) ?? '')
