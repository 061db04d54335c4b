// From a file's coordinates to WGS 84 longitude and latitude. Coordinates come in the order x, y (longitude,
// latitude), as files hold them, whatever order the authority gives its axes. No place leaves unchecked.
import { createRequire } from 'node:module'
import gcoord from 'gcoord'
import proj4 from 'proj4'
import { IngestError } from './ingestError.ts'

export type ToLngLat = (x: number, y: number) => readonly [lng: number, lat: number]

type Pair = [number, number]

const WGS84 = '+proj=longlat +datum=WGS84 +no_defs'
const POLE_LIMIT = 89.9
const WKT_START = /^(PROJCS|GEOGCS|COMPD_CS|PROJCRS|GEOGCRS|GEODCRS|BOUNDCRS|COMPOUNDCRS)\s*\[/i
const KNOWN = 'WGS84, GCJ02, BD09, EPSG:n or the text of a .prj file'

const nodeRequire = createRequire(import.meta.url)

/** `name`: WGS84, GCJ02, BD09, EPSG:n, or a .prj file's text. */
export function createDatum(name: string): ToLngLat {
  const convert = converterOf(name.trim())
  return (x, y) => checked(x, y, Number.isFinite(x) && Number.isFinite(y) ? convert([x, y]) : [x, y])
}

function converterOf(name: string): (place: Pair) => Pair {
  if (WKT_START.test(name)) return projected(name, name.slice(0, 60))
  const urn = /^urn:ogc:def:crs:(?:OGC:[\d.]*:CRS84|EPSG:[\d.]*:(\d+))$/i.exec(name)
  if (urn) return urn[1] ? converterOf(`EPSG:${urn[1]}`) : (place) => place
  const key = name.toUpperCase().replace(/[\s_-]/g, '')
  if (key === 'WGS84') return (place) => place
  if (key === 'GCJ02') return (place) => gcoord.transform(place, gcoord.GCJ02, gcoord.WGS84)
  if (key === 'BD09') return (place) => gcoord.transform(place, gcoord.BD09, gcoord.WGS84)
  const code = /^EPSG:+(\d+)$/.exec(key)?.[1]
  if (code) return projected(definitionOf(code), `EPSG:${code}`)
  throw new IngestError('datum-unknown', `Unknown datum "${name.slice(0, 60)}"`, `Name one of ${KNOWN}`)
}

function projected(definition: string, label: string): (place: Pair) => Pair {
  try {
    const converter = proj4(definition, WGS84)
    return (place) => converter.forward(place)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new IngestError(
      'datum-unsupported',
      `The coordinate system ${label} cannot be converted: ${reason}`,
      'Convert the file to WGS 84 or CGCS2000 (EPSG:4490) longitude and latitude',
    )
  }
}

interface Definition {
  readonly kind: string
  readonly name: string
  readonly proj4: string | null
}

function definitionOf(code: string): string {
  const definition = lookUp(code)
  if (!definition) {
    throw new IngestError('datum-unknown', `Unknown coordinate system EPSG:${code}`, `Name one of ${KNOWN}`)
  }
  const isMap = /^CRS-(PROJ|GEOG|GEOG3D|COMPOUND)CRS$/.test(definition.kind)
  if (!isMap || !definition.proj4) {
    throw new IngestError(
      'datum-unsupported',
      `EPSG:${code} (${definition.name}) does not give places on a map that can be converted`,
      'Convert the file to WGS 84 or CGCS2000 (EPSG:4490) longitude and latitude',
    )
  }
  return definition.proj4
}

function lookUp(code: string): Definition | null {
  try {
    return nodeRequire(`epsg-index/s/${Number(code)}.json`) as Definition
  } catch {
    return null
  }
}

function checked(x: number, y: number, [lng, lat]: Pair): Pair {
  // Written so that NaN fails too.
  if (Math.abs(lng) <= 180 && Math.abs(lat) < POLE_LIMIT) return [lng, lat]
  const place = lng === x && lat === y ? `(${x}, ${y})` : `(${x}, ${y}), converted to (${lng}, ${lat}),`
  throw new IngestError(
    'coordinate-out-of-range',
    `The coordinate ${place} is no place: longitude within ±180 and latitude within ±${POLE_LIMIT} are needed`,
    'Check which datum or projection the file is in',
  )
}
