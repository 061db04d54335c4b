// Aggregated tiles: their TileJSON, the tiles with or without a slice's values, and cells of incidents.

import type { Context } from 'hono'
import { z } from 'zod'
import { type TileJson, tileJsonSchema } from '#data/model/api.ts'
import { INCIDENT_STATES } from '#data/model/incidentsApi.ts'
import { sliceParams } from '#data/model/slice.ts'
import { joinParts } from '#data/tiles/tail.ts'
import { MAX_ZOOM } from '#data/tiles/tileBox.ts'
import { tileJson } from '#data/tiles/tileJson.ts'
import { guard, servicesOf } from '../access/guard.ts'
import { type CellsListed, cellTile } from '../cellTile.ts'
import { fromZodError, notFound } from '../problem.ts'
import { resolvedSlice } from '../sliceParameters.ts'
import { beyondMaxZoom, TILE_TYPE, tileNumbers } from '../tileAnswers.ts'
import { columnOf, type TileQuestion, tileQuerySchema } from '../tileFigures.ts'
import { boundsOfAll, type VersionService } from '../versions.ts'
import {
  type App,
  answersOf,
  answers as answersWith,
  idsWithin,
  levelIndex,
  namedVersion,
  unitParameter,
  withinRow,
} from './route.ts'

export interface TileRouteParts {
  readonly basePath: string
}

export function addTileRoutes(app: App, parts: TileRouteParts): void {
  documentTiles(app)

  app.get('/api/tiles/cells/:z/:x/:y', guard('incidents'), async (context) => {
    const { store, versions, questions } = servicesOf(context)
    const named = context.req.param()
    const [z, x, y] = tileNumbers([named.z, named.x, named.y])
    if (z > MAX_ZOOM) throw beyondMaxZoom()
    const search = new URLSearchParams(searchOf(context))
    const listed = await listedOf(search, versions)
    for (const name of LISTED) search.delete(name)
    const { slice } = await questions.parse(search.toString())
    return context.body(await cellTile(store, slice, z, x, y, listed), 200, { 'content-type': TILE_TYPE })
  })

  app.get('/api/tiles/:version/:file', guard('figures'), async (context) => {
    const { versions, questions } = servicesOf(context)
    const [, levelKey] = /^([^.]+)\.json$/.exec(context.req.param('file')) ?? []
    if (!levelKey) throw notFound('level', 'ask for {level}.json')
    const version = await namedVersion(versions, context.req.param('version'))
    const level = version.city.levels[levelIndex(version, levelKey, 404)]
    const search = searchOf(context)
    const question = search === '' ? null : await questions.parse(search)
    const query = question ? `?${pinnedQuery(question)}` : ''
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

  app.get('/api/tiles/:version/:level/:z/:x/:y', guard('figures'), async (context) => {
    const { answers } = servicesOf(context)
    const { version, level, z, x, y } = context.req.param()
    const { status, headers, parts } = await answers.answer({
      address: `${version}/${level}/${z}/${x}/${y}`,
      search: searchOf(context),
      acceptEncoding: context.req.header('accept-encoding'),
      ifNoneMatch: context.req.header('if-none-match'),
    })
    return status === 304 ? context.body(null, 304, headers) : context.body(joinParts(parts), 200, headers)
  })
}

const listedSchema = z.object({
  state: z.enum(INCIDENT_STATES).default('all'),
  within: unitParameter.optional(),
})
const LISTED = ['state', 'within'] as const

/** Which of the slice's incidents: those of a unit, and in a state, as the list of incidents has them. */
async function listedOf(search: URLSearchParams, versions: VersionService): Promise<CellsListed> {
  const parsed = listedSchema.safeParse(Object.fromEntries(search))
  if (!parsed.success) throw fromZodError(parsed.error)
  const { state, within } = parsed.data
  if (within === undefined) return { unitIds: null, state }
  const version = await namedVersion(versions, search.get('version') ?? undefined)
  return { unitIds: idsWithin(version, withinRow(version, within)), state }
}

/** The query of the tiles' addresses: pinned to the slice. */
function pinnedQuery({ metrics, stateOf, choice, slice }: TileQuestion): string {
  const states = stateOf.length < metrics.length ? `&stateOf=${stateOf.join(',')}` : ''
  const figures = choice === 'raw' ? '' : `&figures=${choice}`
  return `metrics=${metrics.join(',')}${states}${figures}&${sliceParams(slice)}`
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
  const document = (
    path: string,
    summary: string,
    params: z.ZodRawShape,
    responses: object,
    query = tileQuerySchema as z.ZodObject,
  ) =>
    app.openAPIRegistry.registerPath({
      method: 'get',
      path,
      summary,
      request: { params: z.object(params), query },
      responses: responses as ReturnType<typeof answersOf>,
    })
  document(
    '/api/tiles/{version}/{level}.json',
    'TileJSON 3.0; with a slice it resolves now and hands out pinned addresses',
    named,
    answersWith('The TileJSON', tileJsonSchema),
  )
  document(
    '/api/tiles/{version}/{level}/{z}/{x}/{y}.mvt',
    'Vector tile: geometry alone without a query, else with the values of the metrics',
    { ...named, ...numbers },
    answersOf('The tile (MVT 2.1)', TILE_TYPE),
  )
  document(
    '/api/tiles/cells/{z}/{x}/{y}.mvt',
    'Incidents of a slice binned into cells, in a unit and a state as they are listed; single ones when close enough',
    numbers,
    answersOf('The tile (MVT 2.1)', TILE_TYPE),
    tileQuerySchema.extend(listedSchema.shape),
  )
}
