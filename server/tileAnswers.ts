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
import type { TileAnswer, TileFigures, TileService } from './tiles/tileService.ts'
import type { VersionService } from './versions.ts'

export const TILE_TYPE = 'application/vnd.mapbox-vector-tile'
const PINNED = 'private, max-age=86400'
/** Who asks, by whichever way they signed in: a browser that changes hands must not show the tiles of the one before. */
const VARY = 'Accept-Encoding, Cookie, Authorization'
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
  /** At once where all it is made of is kept. @throws HttpProblem, or rejects with one */
  answer(asked: TileAsked): ReadyAnswer | Promise<ReadyAnswer>
}

/** What all tiles of a view share. */
interface View {
  readonly version: VersionId
  /** Index into City.levels. */
  readonly level: number
  /** null: geometry alone. */
  readonly figures: TileFigures | null
  /** Whether its tiles are the same for ever. */
  readonly isPinned: boolean
}

const NOTHING: readonly Uint8Array[] = []
/** Levels of the versions looked at. */
const KEPT_LEVELS = 100

export function createTileAnswers(parts: {
  readonly versions: VersionService
  readonly questions: TileQuestions
  readonly tiles: TileService
}): TileAnswers {
  const { versions, questions, tiles } = parts
  const levels = new Map<string, Pick<View, 'version' | 'level'>>()
  const levelKey = (asked: TileAsked): string => `${asked.version}/${asked.level}`

  function keptView(asked: TileAsked): View | undefined {
    const known = levels.get(levelKey(asked))
    const figures = known && (asked.search === '' ? null : questions.kept(asked.search, known.version))
    return figures === undefined ? undefined : { ...known!, figures, isPinned: true }
  }

  async function openView(asked: TileAsked): Promise<View> {
    const version = await namedVersion(versions, asked.version)
    const level = levelIndex(version, asked.level, 404)
    const question = asked.search === '' ? null : await questions.parse(asked.search)
    const figures = question && (await questions.figures(question, version))
    const isNamed = asked.version !== 'current'
    if (isNamed && levels.size < KEPT_LEVELS) levels.set(levelKey(asked), { version: version.id, level })
    return { version: version.id, level, figures, isPinned: isNamed && (question?.isPinned ?? true) }
  }

  function answerIn(view: View, asked: TileAsked): ReadyAnswer | Promise<ReadyAnswer> {
    const [z, x, y] = tileNumbers(asked)
    const { version, level, figures } = view
    const gzip = takesGzip(asked.acceptEncoding)
    const tile = tiles.tile({ version, level, z, x, y, figures, gzip })
    return tile instanceof Promise
      ? tile.then((made) => readyAnswer(made, view, asked))
      : readyAnswer(tile, view, asked)
  }

  return {
    answer(asked) {
      const view = keptView(asked)
      return view ? answerIn(view, asked) : openView(asked).then((opened) => answerIn(opened, asked))
    },
  }
}

function readyAnswer(tile: TileAnswer, view: View, asked: TileAsked): ReadyAnswer {
  if ('refusal' in tile) throw refusalProblem(tile.refusal, view.version)
  const { parts, length, etag, release } = tile
  const headers: Record<string, string> = {
    'content-type': TILE_TYPE,
    'cache-control': view.isPinned ? PINNED : FLEETING,
    etag,
    vary: VARY,
  }
  if (noneMatch(asked.ifNoneMatch, etag)) return { status: 304, headers, parts: NOTHING, release }
  if (takesGzip(asked.acceptEncoding)) headers['content-encoding'] = 'gzip'
  headers['content-length'] = String(length)
  return { status: 200, headers, parts, release }
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

function refusalProblem(refusal: string, version: VersionId): HttpProblem {
  if (refusal === 'beyond-max-zoom') return beyondMaxZoom()
  return new HttpProblem(404, `${refusal} in version ${version}`)
}
