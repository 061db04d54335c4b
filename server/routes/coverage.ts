// Boundaries of a level as files, GeoJSON or TopoJSON, whole or inside a unit, with or without a slice's figures.

import type { Context } from 'hono'
import { z } from 'zod'
import { sliceQuerySchema } from '#data/model/slice.ts'
import { guard, servicesOf } from '../access/guard.ts'
import { writeGeoJson } from '../boundaries/geoJson.ts'
import { levelShapes, rowsToWrite } from '../boundaries/levelShapes.ts'
import type { FiguresOf } from '../boundaries/properties.ts'
import { writeTopoJson } from '../boundaries/topoJson.ts'
import { fromZodError, notFound, violation } from '../problem.ts'
import { checkMetrics, sliceOf } from '../sliceParameters.ts'
import type { SliceService } from '../slices/sliceService.ts'
import type { LoadedVersion } from '../versions.ts'
import {
  type App,
  answersOf,
  levelIndex,
  listParameter,
  namedVersion,
  unitParameter,
  withinRow,
} from './route.ts'

const FORMATS = {
  geojson: { type: 'application/geo+json', write: writeGeoJson },
  topojson: { type: 'application/topo+json', write: writeTopoJson },
} as const
type Format = keyof typeof FORMATS

const querySchema = z.strictObject({
  ...sliceQuerySchema.shape,
  within: unitParameter.optional(),
  metrics: listParameter.default([]),
})
type Query = z.output<typeof querySchema>

export function addCoverageRoutes(app: App): void {
  for (const format of Object.keys(FORMATS) as Format[])
    app.openAPIRegistry.registerPath({
      method: 'get',
      path: `/api/coverage/{version}/{level}.${format}`,
      summary: `Boundaries of a level as ${format === 'geojson' ? 'GeoJSON (RFC 7946)' : 'TopoJSON'}`,
      request: { params: z.object({ version: z.string(), level: z.string() }), query: querySchema },
      responses: answersOf('The boundaries; figures as flat properties', FORMATS[format].type),
    })

  app.get('/api/coverage/:version/:file', guard('figures'), async (context: Context) => {
    const { versions, slices } = servicesOf(context)
    const [, levelKey, format] = /^([^.]+)\.(geojson|topojson)$/.exec(context.req.param('file') ?? '') ?? []
    if (!format) throw notFound('level', 'ask for {level}.geojson or {level}.topojson')
    const query = parseQuery(context)
    const version = await namedVersion(versions, context.req.param('version') ?? '', query.seq)
    const level = levelIndex(version, levelKey, 404)
    // Without `within` everything there is, also beside and above the home unit.
    const within = query.within === undefined ? null : withinRow(version, query.within)
    const figuresOf = await figuresFor(query, version, slices)
    const shapes = levelShapes(version, level)
    const { type, write } = FORMATS[format as Format]
    const rows = rowsToWrite(version, shapes, level, within)
    return context.body(write(version, shapes, rows, figuresOf), 200, { 'content-type': type })
  })
}

async function figuresFor(
  { within: _, metrics, ...query }: Query,
  version: LoadedVersion,
  slices: SliceService,
): Promise<FiguresOf> {
  if (metrics.length === 0) return null
  const ids = checkMetrics(metrics)
  const figures = await slices.figures(await sliceOf(slices, query), version, ids)
  return (row) => figures.figures(row)
}

/** Repeated parameters are refused as in every other route. */
function parseQuery(context: Context): Query {
  const queries = context.req.queries()
  const repeated = Object.keys(queries).find((key) => queries[key].length > 1)
  if (repeated !== undefined) throw violation(repeated, 'given more than once')
  const parsed = querySchema.safeParse(context.req.query())
  if (!parsed.success) throw fromZodError(parsed.error)
  return parsed.data
}
