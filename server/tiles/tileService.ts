// Tiles of published versions. Geometry and heads are kept by content, so a version that changed one village shares
// every other tile with the one before; per version only the rows of a tile's features are remembered.
import type { VersionId } from '#data/model/ids.ts'
import {
  type Codec,
  type DeflatedHead,
  deflateHead,
  headChecksum,
  spliceGzip,
} from '#data/tiles/gzipSplice.ts'
import { encodeHead, type Head } from '#data/tiles/head.ts'
import { shownLevel } from '#data/tiles/levelShape.ts'
import { encodeTail, rowsOf, type TailFigures, type TileRows, tileParts } from '#data/tiles/tail.ts'
import { refuseTile, type TileRefusal } from '#data/tiles/tileBox.ts'
import {
  buildTileGeometry,
  contentKey,
  cutTile,
  type TileCut,
  type TileGeometry,
} from '#data/tiles/tileGeometry.ts'
import { createBytePool } from './bytePool.ts'
import { zlibCodec } from './codec.ts'
import { likelyShapes } from './likelyShapes.ts'
import { createLru, type LruCache } from './lru.ts'
import { createShapeMaker, type ShapeMaker, type TileVersion } from './shapeMaker.ts'
import { createShapeCache } from './shapes.ts'

export interface TileFigures extends TailFigures {
  /** Equal only for equal slice, metrics and scope: bodies are kept by it. */
  readonly key: string
  /** Equal for equal columns, values apart: heads are kept by it. */
  readonly columnsKey: string
  /** Equal for equal values of the same units: tags are made of it. */
  readonly checksum: string
}

/** An address of tiles, the same whatever the slice. */
export interface TilePlace {
  readonly version: VersionId
  /** Index into City.levels. */
  readonly level: number
  readonly z: number
  readonly x: number
  readonly y: number
  /** Made once, since a key put together for each request costs as much as the tile's values. */
  readonly key: string
}

export const tilePlace = (place: Omit<TilePlace, 'key'>): TilePlace => ({
  ...place,
  key: `${place.version}/${place.level}/${place.z}/${place.x}/${place.y}`,
})

export interface TileRequest {
  readonly place: TilePlace
  /** null: geometry alone. */
  readonly figures: TileFigures | null
  readonly gzip: boolean
}

export interface Tile {
  /** The body in pieces, to be sent one after the other: most are shared by all slices. */
  readonly parts: readonly Uint8Array[]
  readonly length: number
  /** Strong, quotes included: of the head, the values of all units, and the encoding. */
  readonly etag: string
  /** To be called once when the parts are sent or not wanted: part of their memory is used again. May be left out. */
  readonly release: () => void
}

export type TileAnswer = Tile | { readonly refusal: TileRefusal | 'no-version' | 'no-level' }

export interface TileService {
  /** At once where all it is made of is kept. */
  tile(request: TileRequest): TileAnswer | Promise<TileAnswer>
  /** Makes the shapes of a version's levels at the zooms looked at first, one after the other, while they are wanted. */
  warm(version: VersionId, isWanted?: () => boolean): Promise<void>
  readonly caches: Readonly<Record<'shapes' | 'addresses' | 'geometries' | 'heads' | 'bodies', CacheFigures>>
  close(): Promise<void>
}

export type CacheFigures = Pick<LruCache<unknown>, 'hits' | 'misses' | 'weight'>

export interface TileServiceParts {
  loadVersion(id: VersionId): Promise<TileVersion | null>
  readonly codec?: Codec
  /** Where shapes are made; else in this thread. */
  readonly shapeMaker?: ShapeMaker
  /** Bytes of all caches together; 256 MB. */
  readonly limitBytes?: number
}

/** A tile of one version: its content's key and the rows of its features. */
interface Address {
  readonly content: string
  readonly rows: TileRows
  /** Where the head asked for last is kept: nearly always the one asked for next. */
  headKey: { readonly columnsKey: string; readonly key: string } | null
}

interface KeptHead {
  readonly head: Head
  readonly checksum: string
  deflated: DeflatedHead | null
}

export function createTileService(parts: TileServiceParts): TileService {
  const codec = parts.codec ?? zlibCodec
  const limit = parts.limitBytes ?? 256 * 2 ** 20
  const maker = parts.shapeMaker ?? createShapeMaker(limit / 8)
  const shapes = createShapeCache(maker, limit / 2)
  const addresses = createLru<Address>(limit / 16)
  const geometries = createLru<TileGeometry>(limit / 8)
  const heads = createLru<KeptHead>(limit / 8)
  const bodies = createLru<Tile>(limit / 8)
  const tails = createBytePool(limit / 16)

  const bodyKey = ({ place, figures }: TileRequest): string => `${place.key} ${figures?.key ?? ''}`

  /** What is not kept; shapes are asked for only where the geometry is not. */
  async function make(request: TileRequest, known?: Address): Promise<TileAnswer> {
    const { place } = request
    const version = await parts.loadVersion(place.version)
    if (!version) return { refusal: 'no-version' }
    const { levels } = version.city
    if (!levels[place.level]) return { refusal: 'no-level' }
    const cut = async () => {
      const level = shownLevel(levels, place.level, place.z)
      return cutTile(await shapes.zoom(version, level, place.z), place.x, place.y)
    }
    const address = known ?? addressOf(await cut(), version, place)
    const key = headKey(address, request)
    let kept = known ? undefined : heads.get(key)
    if (!kept) {
      kept = headOf(geometries.get(address.content) ?? buildTileGeometry(await cut()), request)
      heads.set(key, kept, kept.head.bytes.length * 1.5 + 400)
    }
    return encode(kept, address.rows, request)
  }

  function addressOf(tile: TileCut, version: TileVersion, place: TilePlace): Address {
    const content = contentKey(tile)
    let geometry = geometries.get(content)
    if (!geometry) {
      geometry = buildTileGeometry(tile)
      geometries.set(content, geometry, weightOf(geometry))
    }
    const rows = rowsOf(geometry, version.table)
    const weight = 300 + (rows.labels.length + rows.sums.length + rows.units.length) * 4
    const address = { content, rows, headKey: null }
    addresses.set(place.key, address, weight)
    return address
  }

  function headOf(geometry: TileGeometry, { figures }: TileRequest): KeptHead {
    const specs = figures?.columns.map(({ key, kind }) => ({ key, kind })) ?? null
    const head = encodeHead(geometry, specs)
    return { head, checksum: headChecksum(head, codec).toString(36), deflated: null }
  }

  function encode(kept: KeptHead, rows: TileRows, request: TileRequest): Tile {
    const { head } = kept
    const { figures, gzip } = request
    // Which units a head shows is in its checksum; where their values stand is the version's.
    const values = figures ? `-${request.place.version}-${figures.checksum}` : ''
    const etag = `"${kept.checksum}${values}${gzip ? '-gzip' : ''}"`
    const tail = tails.take(head.tail.length)
    if (figures) encodeTail(head, rows, figures, tail)
    const release = () => tails.give(tail)
    if (!gzip) return { parts: tileParts(head, tail), length: head.bytes.length, etag, release }
    kept.deflated ??= deflateHead(head, codec)
    const body = spliceGzip(head, kept.deflated, tail, codec)
    release()
    const tile = { parts: [body], length: body.length, etag, release: nothing }
    bodies.set(bodyKey(request), tile, body.length + 400)
    return tile
  }

  return {
    tile(request) {
      const { key, z, x, y } = request.place
      const refusal = refuseTile(z, x, y)
      if (refusal) return { refusal }
      // Uncompressed a tile is its head and a new tail, which is quicker made than kept.
      const body = request.gzip ? bodies.get(bodyKey(request)) : undefined
      if (body) return body
      const address = addresses.get(key)
      const head = address && heads.get(headKey(address, request))
      return head ? encode(head, address.rows, request) : make(request, address)
    },
    async warm(id, isWanted = () => true) {
      const version = await parts.loadVersion(id)
      if (!version) return
      for (const { level, zoom } of likelyShapes(version)) {
        if (!isWanted()) return
        await shapes.zoom(version, level, zoom)
      }
    },
    caches: { shapes: shapes.kept, addresses, geometries, heads, bodies },
    close: () => maker.close(),
  }
}

function headKey(address: Address, { figures }: TileRequest): string {
  const columnsKey = figures?.columnsKey ?? '-'
  if (address.headKey?.columnsKey !== columnsKey)
    address.headKey = { columnsKey, key: `${address.content} ${columnsKey}` }
  return address.headKey.key
}

const nothing = () => {}

const weightOf = (geometry: TileGeometry): number =>
  [...geometry.units, ...geometry.labels, ...geometry.borders].reduce(
    (sum, { geometry: commands }) => sum + commands.length + 250,
    500,
  )
