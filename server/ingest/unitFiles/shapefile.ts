/// <reference path="./shpjs.d.ts" />
// Shapefiles, zipped or as files side by side. Coordinates are not projected: the .prj text is the datum.
import { parseShp } from 'shpjs'
import { IngestError } from '../ingestError.ts'
import { decodeUnsaid } from './codePages.ts'
import { readDbf } from './dbf.ts'
import { nestRings } from './nestRings.ts'
import { polygonsOf } from './polygons.ts'
import type { FilePolygons, FilePosition, UnitFile, UnitFileFeature } from './unitFile.ts'
import { readZip } from './zip.ts'

export interface ShapefileParts {
  readonly shp: Uint8Array
  readonly dbf: Uint8Array | null
  readonly prj: Uint8Array | null
  readonly cpg: Uint8Array | null
}

const POLYGON_TYPES = new Set([5, 15, 25])
const NULL_TYPE = 0
const LINE_TYPE = 3
const POLYGON_TO_LINE = 2
const HEADER_BYTES = 100
const LENGTH_AT = 24
const TYPE_AT = 32

export function readShapefile(parts: ShapefileParts): UnitFile {
  const shapes = shapesOf(parts.shp)
  const records = parts.dbf ? readDbf(parts.dbf, parts.cpg && decodeUnsaid(parts.cpg)) : null
  if (records && records.length !== shapes.length) {
    throw new IngestError(
      'shapefile-mismatch',
      `The .shp file has ${shapes.length} whole shapes and the .dbf file ${records.length} records`,
      'Copy both files again, together',
    )
  }
  const features = shapes.flatMap((polygons, at): UnitFileFeature[] => {
    const properties = records ? records[at] : {}
    return properties ? [{ properties, polygons }] : []
  })
  return { format: 'Shapefile', datum: parts.prj ? datumOf(parts.prj) : null, features }
}

/** The first shapefile of polygons in the archive, by path; else the first shapefile. */
export function readZippedShapefile(archive: Uint8Array): UnitFile {
  const files = readZip(archive, (path) => /\.(shp|dbf|prj|cpg)$/i.test(path) && !path.includes('__MACOSX'))
  const byLowerPath = new Map([...files].map(([path, bytes]) => [path.toLowerCase(), bytes]))
  const shapePaths = [...byLowerPath.keys()].filter((path) => path.endsWith('.shp')).sort()
  const path = shapePaths.find((candidate) => isPolygons(byLowerPath.get(candidate)!)) ?? shapePaths[0]
  if (path === undefined) {
    throw new IngestError(
      'zip-without-shapefile',
      'The zip archive holds no .shp file',
      'Zip .shp, .dbf, .prj and .cpg',
    )
  }
  const beside = (ending: string) => byLowerPath.get(path.slice(0, -'shp'.length) + ending) ?? null
  return readShapefile({
    shp: byLowerPath.get(path)!,
    dbf: beside('dbf'),
    prj: beside('prj'),
    cpg: beside('cpg'),
  })
}

/** Each shape's polygons. Truncation is told by the header: the library stops at the last whole shape. */
function shapesOf(shp: Uint8Array): FilePolygons[] {
  const view = new DataView(shp.buffer, shp.byteOffset, shp.byteLength)
  if (shp.length < HEADER_BYTES || 2 * view.getInt32(LENGTH_AT) > shp.length) {
    throw new IngestError('shapefile-truncated', 'The .shp file ends too early', 'Copy the file again')
  }
  const type = shp[TYPE_AT]
  try {
    if (type !== NULL_TYPE && !POLYGON_TYPES.has(type)) return parseShp(view).map(() => [])
    return parseShp(asLines(shp)).map((shape, at) => (shape ? nestRings(ringsOf(shape, at)) : []))
  } catch (error) {
    if (error instanceof IngestError) throw error
    throw new IngestError(
      'shapefile-malformed',
      `The .shp file cannot be read: ${error instanceof Error ? error.message : String(error)}`,
      'Copy the file again, or export it as GeoPackage or GeoJSON',
    )
  }
}

/** Polygons and lines are stored alike; as lines the library gives every ring, as polygons it drops some. */
function asLines(shp: Uint8Array): DataView {
  const copy = Uint8Array.from(shp)
  copy[TYPE_AT] = shp[TYPE_AT] === NULL_TYPE ? LINE_TYPE : shp[TYPE_AT] - POLYGON_TO_LINE
  return new DataView(copy.buffer)
}

function ringsOf(
  { type, coordinates }: { type: string; coordinates: unknown },
  at: number,
): FilePosition[][] {
  const rings = type === 'LineString' ? [coordinates] : coordinates
  return polygonsOf({ type: 'Polygon', coordinates: rings }, `Shape ${at + 1}`).flat()
}

function isPolygons(shp: Uint8Array): boolean {
  return shp.length > TYPE_AT && POLYGON_TYPES.has(shp[TYPE_AT])
}

function datumOf(prj: Uint8Array): string | null {
  return decodeUnsaid(prj).trim() || null
}
