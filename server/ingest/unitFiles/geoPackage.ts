// GeoPackage (OGC 12-128): the first table of features that holds polygons. SQLite runs in memory, so the file
// is never written to.
import initSqlJs, { type Database } from 'sql.js'
import { IngestError } from '../ingestError.ts'
import type { FilePolygons, UnitFile, UnitFileFeature } from './unitFile.ts'
import { polygonsOfWkb } from './wkb.ts'

interface FeatureTable {
  readonly name: string
  readonly geometryColumn: string
  readonly srsId: number
}

const TABLES = `SELECT c.table_name, g.column_name, g.srs_id
  FROM gpkg_contents c JOIN gpkg_geometry_columns g ON g.table_name = c.table_name
  WHERE c.data_type = 'features' ORDER BY c.rowid`
const SRS = `SELECT organization, organization_coordsys_id, definition
  FROM gpkg_spatial_ref_sys WHERE srs_id = ?`
const ENVELOPE_BYTES = [0, 32, 48, 48, 64]

export async function readGeoPackage(bytes: Uint8Array): Promise<UnitFile> {
  const { Database } = await initSqlJs()
  const database = new Database(withoutWal(bytes))
  try {
    return layerOf(database)
  } catch (error) {
    if (error instanceof IngestError) throw error
    throw new IngestError('geopackage-malformed', `The GeoPackage cannot be read: ${String(error)}`)
  } finally {
    database.close()
  }
}

function layerOf(database: Database): UnitFile {
  const tables = tablesOf(database)
  let first: UnitFile | null = null
  for (const table of tables) {
    const features = featuresOf(database, table)
    const file: UnitFile = { format: 'GeoPackage', datum: datumOf(database, table.srsId), features }
    if (features.some(({ polygons }) => polygons.length > 0)) return file
    first ??= file
  }
  if (first) return first
  throw new IngestError('geopackage-without-features', 'The GeoPackage holds no table of features')
}

function tablesOf(database: Database): FeatureTable[] {
  const rows = database.exec(TABLES)[0]?.values ?? []
  return rows.map(([name, column, srsId]) => ({
    name: `${name}`,
    geometryColumn: `${column}`,
    srsId: Number(srsId),
  }))
}

function featuresOf(database: Database, { name, geometryColumn }: FeatureTable): UnitFileFeature[] {
  const statement = database.prepare(`SELECT * FROM "${name.replaceAll('"', '""')}"`)
  const features: UnitFileFeature[] = []
  try {
    while (statement.step()) {
      const { [geometryColumn]: geometry, ...properties } = statement.getAsObject()
      const where = `Feature ${features.length + 1} of ${name}`
      features.push({
        properties,
        polygons: geometry instanceof Uint8Array ? polygonsOf(geometry, where) : [],
      })
    }
  } finally {
    statement.free()
  }
  return features
}

/** GeoPackage's binary header, then well-known binary. */
function polygonsOf(blob: Uint8Array, where: string): FilePolygons {
  const flags = blob[3]
  const envelope = ENVELOPE_BYTES[(flags >> 1) & 0b111]
  if (blob[0] !== 0x47 || blob[1] !== 0x50 || envelope === undefined) {
    throw new IngestError('geometry-malformed', `${where}: the geometry is not a GeoPackage geometry`)
  }
  return polygonsOfWkb(blob.subarray(8 + envelope), where)
}

/** Ids 0 and -1 are GeoPackage's "undefined". */
function datumOf(database: Database, srsId: number): string | null {
  if (srsId <= 0) return null
  const [organization, code, definition] = database.exec(SRS, [srsId])[0]?.values[0] ?? []
  if (`${organization}`.toUpperCase() === 'EPSG') return `EPSG:${code}`
  return typeof definition === 'string' && definition !== 'undefined' ? definition : null
}

/** A file in write-ahead mode opens in memory only when its header says it is not. */
function withoutWal(bytes: Uint8Array): Uint8Array {
  const copy = Uint8Array.from(bytes)
  copy[18] = 1
  copy[19] = 1
  return copy
}
