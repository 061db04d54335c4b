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
import { buildTileGeometry, contentKey, cutTile, type TileGeometry } from '#data/tiles/tileGeometry.ts'
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
}

export interface TileRequest {
  readonly version: VersionId
  /** Index into City.levels. */
  readonly level: number
  readonly z: number
  readonly x: number
  readonly y: number
  /** null: geometry alone. */
  readonly figures: TileFigures | null
  readonly gzip: boolean
}

export interface Tile {
  /** The body in pieces, to be sent one after the other: most are shared by all slices. */
  readonly parts: readonly Uint8Array[]
  readonly length: number
  /** Strong, quotes included: of head, values and encoding. */
  readonly etag: string
  /** To be called once when the parts are sent or not wanted: part of their memory is used again. May be left out. */
  readonly release: () => void
}

export type TileAnswer = Tile | { readonly refusal: TileRefusal | 'no-version' | 'no-level' }

export interface TileService {
  tile(request: TileRequest): Promise<TileAnswer>
  /** Makes the shapes of a version's levels at the zooms looked at first, one after the other. */
  warm(version: VersionId): Promise<void>
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

  async function cut(version: TileVersion, level: number, { z, x, y }: TileRequest): Promise<Address> {
    const tile = cutTile(await shapes.zoom(version, level, z), x, y)
    const content = contentKey(tile)
    let geometry = geometries.get(content)
    if (!geometry) {
      geometry = buildTileGeometry(tile)
      geometries.set(content, geometry, weightOf(geometry))
    }
    return { content, rows: rowsOf(geometry, version.table) }
  }

  async function addressOf(version: TileVersion, level: number, request: TileRequest): Promise<Address> {
    const key = `${version.id}/${level}/${request.z}/${request.x}/${request.y}`
    const known = addresses.get(key)
    if (known) return known
    const address = await cut(version, level, request)
    const { labels, sums, units } = address.rows
    addresses.set(key, address, 300 + (labels.length + sums.length + units.length) * 4)
    return address
  }

  async function headOf(
    version: TileVersion,
    level: number,
    request: TileRequest,
    content: string,
  ): Promise<KeptHead> {
    const columns = request.figures?.columns ?? null
    const key = `${content} ${request.figures?.columnsKey ?? '-'}`
    const known = heads.get(key)
    if (known) return known
    const geometry = geometries.get(content) ?? (await buildAgain(version, level, request))
    const specs = columns?.map(({ key, kind }) => ({ key, kind })) ?? null
    const head = encodeHead(geometry, specs)
    const kept = { head, checksum: headChecksum(head, codec).toString(36), deflated: null }
    heads.set(key, kept, head.bytes.length * 1.5 + 400)
    return kept
  }

  /** The geometry was dropped while its address was kept. */
  async function buildAgain(
    version: TileVersion,
    level: number,
    { z, x, y }: TileRequest,
  ): Promise<TileGeometry> {
    return buildTileGeometry(cutTile(await shapes.zoom(version, level, z), x, y))
  }

  async function encode(version: TileVersion, level: number, request: TileRequest): Promise<Tile> {
    const { content, rows } = await addressOf(version, level, request)
    const kept = await headOf(version, level, request, content)
    const { head } = kept
    const { figures, gzip } = request
    const tail = tails.take(head.tail.length)
    if (figures) encodeTail(head, rows, figures, tail)
    const checksum = `${kept.checksum}-${codec.crc32(tail, 0).toString(36)}`
    const release = () => tails.give(tail)
    if (!gzip)
      return { parts: tileParts(head, tail), length: head.bytes.length, etag: `"${checksum}"`, release }
    kept.deflated ??= deflateHead(head, codec)
    const body = spliceGzip(head, kept.deflated, tail, codec)
    release()
    return { parts: [body], length: body.length, etag: `"${checksum}-gzip"`, release: nothing }
  }

  return {
    async tile(request) {
      const refusal = refuseTile(request.z, request.x, request.y)
      if (refusal) return { refusal }
      const version = await parts.loadVersion(request.version)
      if (!version) return { refusal: 'no-version' }
      if (!version.city.levels[request.level]) return { refusal: 'no-level' }
      const level = shownLevel(version.city.levels, request.level, request.z)
      // Uncompressed a tile is its head's pieces and a new tail, which is quicker made than kept.
      if (!request.gzip) return encode(version, level, request)
      const { z, x, y, figures } = request
      const key = `${version.id}/${level}/${z}/${x}/${y} ${figures?.key ?? ''}`
      const known = bodies.get(key)
      if (known) return known
      const tile = await encode(version, level, request)
      bodies.set(key, tile, tile.length + 400)
      return tile
    },
    async warm(id) {
      const version = await parts.loadVersion(id)
      if (!version) return
      for (const { level, zoom } of likelyShapes(version)) await shapes.zoom(version, level, zoom)
    },
    caches: { shapes: shapes.kept, addresses, geometries, heads, bodies },
    close: () => maker.close(),
  }
}

const nothing = () => {}

const weightOf = (geometry: TileGeometry): number =>
  [...geometry.units, ...geometry.labels, ...geometry.borders].reduce(
    (sum, { geometry: commands }) => sum + commands.length + 250,
    500,
  )
