// Received a local day, for the spark line under the window.

import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import { seriesResponseSchema } from '#data/model/figuresApi.ts'
import { sliceQuerySchema } from '#data/model/slice.ts'
import { guard, servicesOf } from '../access/guard.ts'
import { resolvedSlice, sliceOf } from '../sliceParameters.ts'
import { privacyOf } from '../slices/sliceService.ts'
import { toldSeries } from '../slices/toldSeries.ts'
import { type App, answers, idsWithin, namedVersion, rowAsked, unitParameter } from './route.ts'

const seriesRoute = createRoute({
  method: 'get',
  path: '/api/series',
  middleware: guard('detail'),
  summary: 'Incidents received a local day, zero days included',
  request: { query: z.strictObject({ ...sliceQuerySchema.shape, within: unitParameter.optional() }) },
  responses: answers('The days of the window', seriesResponseSchema),
})

export function addSeriesRoute(app: App): void {
  app.openapi(seriesRoute, async (context) => {
    const { store, versions, slices } = servicesOf(context)
    const { within, ...query } = context.req.valid('query')
    const version = await namedVersion(versions, query.version, query.seq)
    const row = rowAsked(version, within)
    const unitIds = row === null ? null : idsWithin(version, row)
    const slice = await sliceOf(slices, query)
    const level = version.table.level[row ?? version.homeRow]
    const days = toldSeries(await store.series(slice, unitIds), level, privacyOf(slice, version))
    return context.json({ slice: resolvedSlice(slice), days }, 200)
  })
}
