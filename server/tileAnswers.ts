// The answer to a tile's address, headers and all, for whoever carries it: the route, or the direct listener.
// The busiest answer of all: it parses each distinct query once and touches no schema after that.
import { MAX_ZOOM, refuseTile } from '#data/tiles/tileBox.ts'
import { takesGzip } from './http/encoding.ts'
import { noneMatch } from './http/etag.ts'
import { HttpProblem, notFound, violation } from './problem.ts'
import { levelIndex, namedVersion } from './routes/route.ts'
import type { TileQuestions } from './tileFigures.ts'
import type { TileService } from './tiles/tileService.ts'
import type { LoadedVersion, VersionService } from './versions.ts'

export const TILE_TYPE = 'application/vnd.mapbox-vector-tile'
const PINNED = 'private, max-age=86400'
const FLEETING = 'private, no-cache'

/** A tile's address as it stands in the path, and the headers that matter. */
export interface TileAsked {
  readonly version: string
  readonly level: string
  readonly z: string
  readonly x: string
  /** With `.mvt`. */
  readonly y: string
  /** The raw query, '' for none: geometry alone. */
  readonly search: string
  readonly acceptEncoding: string | undefined
  readonly ifNoneMatch: string | undefined
}

/** An answer with nothing left to decide but who asked (request id). */
export interface ReadyAnswer {
  readonly status: 200 | 304
  /** Lower case, new for each answer. */
  readonly headers: Record<string, string>
  readonly parts: readonly Uint8Array[]
  /** To be called once when the parts are sent or the client is gone. May be left out. */
  readonly release: () => void
}

export interface TileAnswers {
  /** @throws HttpProblem */
  answer(asked: TileAsked): Promise<ReadyAnswer>
}

const NOTHING: readonly Uint8Array[] = []

export function createTileAnswers(parts: {
  readonly versions: VersionService
  readonly questions: TileQuestions
  readonly tiles: TileService
}): TileAnswers {
  const { versions, questions, tiles } = parts
  return {
    async answer(asked) {
      const { search } = asked
      const version = await namedVersion(versions, asked.version)
      const level = levelIndex(version, asked.level, 404)
      const [z, x, y] = tileNumbers(asked)
      const question = search === '' ? null : await questions.parse(search)
      const figures = question && (await questions.figures(question, version))
      const gzip = takesGzip(asked.acceptEncoding)
      const tile = await tiles.tile({ version: version.id, level, z, x, y, figures, gzip })
      if ('refusal' in tile) throw refusalProblem(tile.refusal, version)
      const isPinned = asked.version !== 'current' && (question?.isPinned ?? true)
      const headers: Record<string, string> = {
        'content-type': TILE_TYPE,
        'cache-control': isPinned ? PINNED : FLEETING,
        etag: tile.etag,
        vary: 'Accept-Encoding',
      }
      const { parts, release } = tile
      if (noneMatch(asked.ifNoneMatch, tile.etag)) return { status: 304, headers, parts: NOTHING, release }
      if (gzip) headers['content-encoding'] = 'gzip'
      headers['content-length'] = String(tile.length)
      return { status: 200, headers, parts, release }
    },
  }
}

/** @throws HttpProblem that names the number */
export function tileNumbers(asked: Pick<TileAsked, 'z' | 'x' | 'y'>): [number, number, number] {
  const isTile = asked.y.endsWith('.mvt')
  const z = numberOf('z', asked.z)
  const x = numberOf('x', asked.x)
  const y = numberOf('y', isTile ? asked.y.slice(0, -4) : asked.y)
  if (!isTile) throw notFound('y', 'ask for {y}.mvt')
  if (refuseTile(z, x, y) === 'bad-tile')
    throw z > 22
      ? violation('z', 'zooms are 0 … 22')
      : violation(x >= 2 ** z ? 'x' : 'y', `at zoom ${z} tile numbers are 0 … ${2 ** z - 1}`)
  return [z, x, y]
}

function numberOf(name: string, text: string): number {
  if (!/^\d{1,8}$/.test(text)) throw violation(name, 'not a tile number')
  return Number(text)
}

export const beyondMaxZoom = (): HttpProblem =>
  notFound('z', `tiles are offered up to zoom ${MAX_ZOOM}; magnify those beyond`)

function refusalProblem(refusal: string, version: LoadedVersion): HttpProblem {
  if (refusal === 'beyond-max-zoom') return beyondMaxZoom()
  return new HttpProblem(404, `${refusal} in version ${version.id}`)
}
