// The answer to a tile's address, headers and all, for whoever carries it: the route, or the direct listener.
// The busiest answer of all: it parses each distinct query once, and where version, figures and tile are kept it waits for
// nothing.
import type { VersionId } from '#data/model/ids.ts'
import { MAX_ZOOM, refuseTile } from '#data/tiles/tileBox.ts'
import { takesGzip } from './http/encoding.ts'
import { noneMatch } from './http/etag.ts'
import { HttpProblem, notFound, violation } from './problem.ts'
import { levelIndex, namedVersion } from './routes/route.ts'
import type { TileQuestions } from './tileFigures.ts'
import {
  type TileAnswer,
  type TileFigures,
  type TilePlace,
  type TileService,
  tilePlace,
} from './tiles/tileService.ts'
import type { VersionService } from './versions.ts'

export const TILE_TYPE = 'application/vnd.mapbox-vector-tile'
const PINNED = 'private, max-age=86400'
/** Who asks, by whichever way they signed in: a browser that changes hands must not show the tiles of the one before. */
const VARY = 'Accept-Encoding, Cookie, Authorization'
const FLEETING = 'private, no-cache'

/** A tile's address as it stands in the path, and the headers that matter. */
export interface TileAsked {
  /** `{version}/{level}/{z}/{x}/{y}.mvt` */
  readonly address: string
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
  /** At once where all it is made of is kept. @throws HttpProblem, or rejects with one */
  answer(asked: TileAsked): ReadyAnswer | Promise<ReadyAnswer>
}

/** A tile asked for, with nothing left to look up. */
interface Found {
  readonly place: TilePlace
  /** null: geometry alone. */
  readonly figures: TileFigures | null
  /** Whether it is the same for ever. */
  readonly isPinned: boolean
}

const NOTHING: readonly Uint8Array[] = []
/** Tiles of the city's finest level at the zooms most looked at. */
const KEPT_PLACES = 4000

export function createTileAnswers(parts: {
  readonly versions: VersionService
  readonly questions: TileQuestions
  readonly tiles: TileService
}): TileAnswers {
  const { versions, questions, tiles } = parts
  /** By address, of versions that are named. */
  const places = new Map<string, TilePlace>()

  function kept({ address, search }: TileAsked): Found | undefined {
    const place = places.get(address)
    const figures = place && (search === '' ? null : questions.kept(search, place.version))
    return place && figures !== undefined ? { place, figures, isPinned: true } : undefined
  }

  async function find({ address, search }: TileAsked): Promise<Found> {
    const [name, levelName, ...numbers] = address.split('/')
    if (numbers.length !== 3) throw notFound('path', 'ask for {version}/{level}/{z}/{x}/{y}.mvt')
    const version = await namedVersion(versions, name)
    const level = levelIndex(version, levelName, 404)
    const [z, x, y] = tileNumbers(numbers)
    const question = search === '' ? null : await questions.parse(search)
    const figures = question && (await questions.figures(question, version))
    const place = tilePlace({ version: version.id, level, z, x, y })
    if (name === 'current') return { place, figures, isPinned: false }
    if (places.size >= KEPT_PLACES) places.clear()
    places.set(address, place)
    return { place, figures, isPinned: question?.isPinned ?? true }
  }

  function answerWith(found: Found, asked: TileAsked): ReadyAnswer | Promise<ReadyAnswer> {
    const { place, figures } = found
    const tile = tiles.tile({ place, figures, gzip: takesGzip(asked.acceptEncoding) })
    return tile instanceof Promise
      ? tile.then((made) => readyAnswer(made, found, asked))
      : readyAnswer(tile, found, asked)
  }

  return {
    answer(asked) {
      const found = kept(asked)
      return found ? answerWith(found, asked) : find(asked).then((made) => answerWith(made, asked))
    },
  }
}

function readyAnswer(tile: TileAnswer, { place, isPinned }: Found, asked: TileAsked): ReadyAnswer {
  if ('refusal' in tile) throw refusalProblem(tile.refusal, place.version)
  const { parts, length, etag, release } = tile
  const headers: Record<string, string> = {
    'content-type': TILE_TYPE,
    'cache-control': isPinned ? PINNED : FLEETING,
    etag,
    vary: VARY,
  }
  if (noneMatch(asked.ifNoneMatch, etag)) return { status: 304, headers, parts: NOTHING, release }
  if (takesGzip(asked.acceptEncoding)) headers['content-encoding'] = 'gzip'
  headers['content-length'] = String(length)
  return { status: 200, headers, parts, release }
}

/** @param numbers z, x and y, the last with `.mvt`. @throws HttpProblem that names the number */
export function tileNumbers([zText, xText, yText]: readonly string[]): [number, number, number] {
  const isTile = yText.endsWith('.mvt')
  const z = numberOf('z', zText)
  const x = numberOf('x', xText)
  const y = numberOf('y', isTile ? yText.slice(0, -4) : yText)
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

function refusalProblem(refusal: string, version: VersionId): HttpProblem {
  if (refusal === 'beyond-max-zoom') return beyondMaxZoom()
  return new HttpProblem(404, `${refusal} in version ${version}`)
}
