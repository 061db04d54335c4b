// Any boundary file: the format is told by what the file holds, and by its name only where that says nothing.
import { readFile } from 'node:fs/promises'
import { extname } from 'node:path'
import { IngestError } from '../ingestError.ts'
import { decodeUnsaid } from './codePages.ts'
import { readFlatGeobuf } from './flatGeobuf.ts'
import { readGeoJson } from './geoJson.ts'
import { readGeoPackage } from './geoPackage.ts'
import { parseJson } from './jsonFault.ts'
import { readShapefile, readZippedShapefile } from './shapefile.ts'
import { readTopoJson } from './topoJson.ts'
import type { UnitFile } from './unitFile.ts'

const FORMATS = 'GeoJSON, TopoJSON, Shapefile (zipped or .shp), GeoPackage or FlatGeobuf'

export async function readUnitFile(path: string): Promise<UnitFile> {
  const bytes = await bytesOf(path)
  if (bytes.length === 0) throw new IngestError('file-empty', `${path} is empty`)
  if (startsWith(bytes, 'SQLite format 3\0')) return readGeoPackage(bytes)
  if (startsWith(bytes, 'fgb')) return readFlatGeobuf(bytes)
  if (startsWith(bytes, 'PK')) return readZippedShapefile(bytes)
  if (startsWith(bytes, '\0\0\x27\x0a')) return readShapefile(await partsBeside(path, bytes))
  if (looksLikeText(bytes) || /json$/i.test(extname(path))) return readJson(bytes)
  throw new IngestError('format-unknown', `${path} is in no format that can be read`, `Bring ${FORMATS}`)
}

function readJson(bytes: Uint8Array): UnitFile {
  const root = parseJson(decodeUnsaid(bytes).replace(/^\ufeff/, ''))
  if (typeof root !== 'object' || root === null || Array.isArray(root)) {
    throw new IngestError('geojson-malformed', 'The file is JSON but not GeoJSON', `Bring ${FORMATS}`)
  }
  const object = root as Record<string, unknown>
  return object.type === 'Topology' ? readTopoJson(object) : readGeoJson(object)
}

async function partsBeside(path: string, shp: Uint8Array) {
  const base = path.slice(0, path.length - extname(path).length)
  const beside = async (ending: string) =>
    (await bytesIfAny(`${base}.${ending}`)) ?? (await bytesIfAny(`${base}.${ending.toUpperCase()}`))
  return { shp, dbf: await beside('dbf'), prj: await beside('prj'), cpg: await beside('cpg') }
}

async function bytesOf(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path)
  } catch (error) {
    throw new IngestError('file-unreadable', `${path} cannot be read: ${(error as Error).message}`)
  }
}

async function bytesIfAny(path: string): Promise<Uint8Array | null> {
  try {
    return await readFile(path)
  } catch {
    return null
  }
}

function startsWith(bytes: Uint8Array, signature: string): boolean {
  return [...signature].every((character, at) => bytes[at] === character.charCodeAt(0))
}

/** JSON's first sign is an ASCII one, after a byte order mark or blanks. */
function looksLikeText(bytes: Uint8Array): boolean {
  return /^(\ufeff)?\s*[[{]/.test(decodeUnsaid(bytes.subarray(0, 64)))
}
