// FlatGeobuf: every feature, in the file's order. The library's own GeoJSON reader breaks at a feature without
// a geometry, so features are made here from its parts.

import { ByteBuffer } from 'flatbuffers'
import { generic, type HeaderMeta, type Feature as StoredFeature } from 'flatgeobuf'
import { Header } from 'flatgeobuf/lib/mjs/flat-geobuf/header.js'
import { fromGeometry } from 'flatgeobuf/lib/mjs/geojson/geometry.js'
import { IngestError } from '../ingestError.ts'
import { polygonsOf } from './polygons.ts'
import type { UnitFile, UnitFileFeature } from './unitFile.ts'

export async function readFlatGeobuf(bytes: Uint8Array): Promise<UnitFile> {
  let datum: string | null = null
  let announced = 0
  const features: UnitFileFeature[] = []
  try {
    refuseBrokenHeader(bytes)
    const stored = generic.deserialize(bytes, {
      fromFeature: featureOf as never,
      headerMetaFn: (header: HeaderMeta) => {
        datum = datumOf(header)
        announced = header.featuresCount
      },
    }) as AsyncGenerator<unknown>
    for await (const feature of stored) features.push(feature as UnitFileFeature)
  } catch (error) {
    if (error instanceof IngestError) throw error
    throw new IngestError('flatgeobuf-malformed', `The FlatGeobuf file cannot be read: ${String(error)}`)
  }
  // A writer that streams leaves the count at 0.
  if (features.length < announced) {
    throw new IngestError(
      'flatgeobuf-truncated',
      `The file ends after ${features.length} of ${announced} features`,
    )
  }
  return { format: 'FlatGeobuf', datum, features }
}

/** The library believes what a damaged header says: columns by the billion, a tree over no features without end. */
function refuseBrokenHeader(bytes: Uint8Array): void {
  const buffer = new ByteBuffer(bytes)
  const headerBytes = buffer.readUint32(8)
  buffer.setPosition(8)
  const header = Header.getSizePrefixedRootAsHeader(buffer)
  const isTreeEmpty = header.indexNodeSize() > 0 && Number(header.featuresCount()) < 1
  const isShort = headerBytes + 12 > bytes.length || header.columnsLength() * 4 > headerBytes
  if (isShort || isTreeEmpty || Number(header.featuresCount()) > bytes.length)
    throw new IngestError('flatgeobuf-malformed', 'The header of the FlatGeobuf file is damaged')
}

function featureOf(id: number, feature: StoredFeature, header: HeaderMeta): UnitFileFeature {
  const geometry = feature.geometry()
  return {
    properties: { ...generic.parseProperties(feature, header.columns) },
    polygons: geometry ? polygonsOf(fromGeometry(geometry, header.geometryType), `Feature ${id + 1}`) : [],
  }
}

/** Without an organization a code is EPSG's. */
function datumOf({ crs }: HeaderMeta): string | null {
  if (!crs) return null
  if (crs.code > 0 && (!crs.org || crs.org.toUpperCase() === 'EPSG')) return `EPSG:${crs.code}`
  return crs.wkt || null
}
