// Aggregated tiles: their TileJSON, the tiles with or without a slice's values, and cells of incidents.
// The tile route is the busiest of all: it parses each distinct query once and touches no schema after that.
import type { Context } from 'hono'
import { z } from 'zod'
import { type TileJson, tileJsonSchema } from '#data/model/api.ts'
import { sliceParams } from '#data/model/slice.ts'
import { MAX_ZOOM, refuseTile } from '#data/tiles/tileBox.ts'
import { tileJson } from '#data/tiles/tileJson.ts'
import { cellTile } from '../cellTile.ts'
import { takesGzip } from '../http/encoding.ts'
import { noneMatch } from '../http/etag.ts'
import { leanResponse } from '../http/lean.ts'
import { HttpProblem, notFound, violation } from '../problem.ts'
import { resolvedSlice } from '../sliceParameters.ts'
import type { SliceService } from '../slices/sliceService.ts'
import type { Store } from '../store/store.ts'
import { columnOf, createTileQuestions, tileQuerySchema } from '../tileFigures.ts'
import type { TileService } from '../tiles/tileService.ts'
import { boundsOfAll, type LoadedVersion, type VersionService } from '../versions.ts'
import { type App, answers, answersOf, levelIndex, namedVersion } from './route.ts'

const TYPE = 'application/vnd.mapbox-vector-tile'
const PINNED = 'private, max-age=86400'
const FLEETING = 'private, no-cache'

export interface TileRouteParts {
  readonly store: Store
  readonly versions: VersionService
  readonly slices: SliceService
  readonly tiles: TileService
  readonly basePath: string
}

export function addTileRoutes(app: App, parts: TileRouteParts): void {
  const { store, versions, tiles } = parts
  const questions = createTileQuestions(parts.slices)
  documentTiles(app)

  app.get('/api/tiles/cells/:z/:x/:y', async (context) => {
    const [z, x, y] = tileNumbers(context)
    if (z > MAX_ZOOM) throw beyondMaxZoom()
    const { slice } = await questions.parse(searchOf(context))
    return context.body(await cellTile(store, slice, z, x, y), 200, { 'content-type': TYPE })
  })

  app.get('/api/tiles/:version/:file', async (context) => {
    const [, levelKey] = /^([^.]+)\.json$/.exec(context.req.param('file')) ?? []
    if (!levelKey) throw notFound('level', 'ask for {level}.json')
    const version = await namedVersion(versions, context.req.param('version'))
    const level = version.city.levels[levelIndex(version, levelKey, 404)]
    const search = searchOf(context)
    const question = search === '' ? null : await questions.parse(search)
    const query = question ? `?metrics=${question.metrics.join(',')}&${sliceParams(question.slice)}` : ''
    const root = `${originOf(context)}${parts.basePath}/api/tiles/${version.id}/${level.key}`
    const body: TileJson = tileJson({
      url: `${root}/{z}/{x}/{y}.mvt${query}`,
      version: version.id,
      level,
      bounds: boundsOfAll(version) ?? [-180, -85, 180, 85],
      columns: question?.metrics.map(columnOf) ?? null,
      ...(question && { slice: resolvedSlice(question.slice) }),
    })
    return context.json(body, 200)
  })

  app.get('/api/tiles/:version/:level/:z/:x/:y', async (context) => {
    const name = context.req.param('version')
    const version = await namedVersion(versions, name)
    const level = levelIndex(version, context.req.param('level'), 404)
    const [z, x, y] = tileNumbers(context)
    const search = searchOf(context)
    const question = search === '' ? null : await questions.parse(search)
    const figures = question && (await questions.figures(question, version))
    const gzip = takesGzip(context.req.header('accept-encoding'))
    const answer = await tiles.tile({ version: version.id, level, z, x, y, figures, gzip })
    if ('refusal' in answer) throw refusalProblem(answer.refusal, version)
    const headers: Record<string, string> = {
      'content-type': TYPE,
      'cache-control': name !== 'current' && (question?.isPinned ?? true) ? PINNED : FLEETING,
      etag: answer.etag,
      vary: 'Accept-Encoding',
    }
    if (noneMatch(context.req.header('if-none-match'), answer.etag))
      return leanResponse(context, null, 304, headers)
    if (gzip) headers['content-encoding'] = 'gzip'
    return leanResponse(context, answer.body as Uint8Array<ArrayBuffer>, 200, headers)
  })
}

function tileNumbers(context: Context): [number, number, number] {
  const [z, x, y] = ['z', 'x', 'y'].map((name) => {
    const text = (context.req.param(name) ?? '').replace(name === 'y' ? /\.mvt$/ : '', '')
    if (!/^\d{1,8}$/.test(text)) throw violation(name, 'not a tile number')
    return Number(text)
  })
  if (!(context.req.param('y') ?? '').endsWith('.mvt')) throw notFound('y', 'ask for {y}.mvt')
  if (refuseTile(z, x, y) === 'bad-tile')
    throw z > 22
      ? violation('z', 'zooms are 0 … 22')
      : violation(x >= 2 ** z ? 'x' : 'y', `at zoom ${z} tile numbers are 0 … ${2 ** z - 1}`)
  return [z, x, y]
}

const beyondMaxZoom = () => notFound('z', `tiles are offered up to zoom ${MAX_ZOOM}; magnify those beyond`)

function refusalProblem(refusal: string, version: LoadedVersion): HttpProblem {
  if (refusal === 'beyond-max-zoom') return beyondMaxZoom()
  return new HttpProblem(404, `${refusal} in version ${version.id}`)
}

/** The raw query, '' for none. */
function searchOf(context: Context): string {
  const at = context.req.url.indexOf('?')
  return at < 0 ? '' : context.req.url.slice(at + 1)
}

/** What the client called us by; a proxy that ends TLS says so. */
function originOf(context: Context): string {
  const { origin, host } = new URL(context.req.url)
  return context.req.header('x-forwarded-proto') === 'https' ? `https://${host}` : origin
}

function documentTiles(app: App): void {
  const numbers = { z: z.string(), x: z.string(), y: z.string() }
  const named = { version: z.string(), level: z.string() }
  const document = (path: string, summary: string, params: z.ZodRawShape, responses: object) =>
    app.openAPIRegistry.registerPath({
      method: 'get',
      path,
      summary,
      request: { params: z.object(params), query: tileQuerySchema },
      responses: responses as ReturnType<typeof answersOf>,
    })
  document(
    '/api/tiles/{version}/{level}.json',
    'TileJSON 3.0; with a slice it resolves now and hands out pinned addresses',
    named,
    answers('The TileJSON', tileJsonSchema),
  )
  document(
    '/api/tiles/{version}/{level}/{z}/{x}/{y}.mvt',
    'Vector tile: geometry alone without a query, else with the values of the metrics',
    { ...named, ...numbers },
    answersOf('The tile (MVT 2.1)', TYPE),
  )
  document(
    '/api/tiles/cells/{z}/{x}/{y}.mvt',
    'Incidents of a slice binned into cells; single ones when close enough',
    numbers,
    answersOf('The tile (MVT 2.1)', TYPE),
  )
}
