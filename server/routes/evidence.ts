// Evidence: how sure the figures of a level are, what stands out beyond chance, and why one unit is as it is.

import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import { metricOf } from '#data/metrics/catalogue.ts'
import { evidenceLevel, rowsWithin } from '#data/metrics/evidence.ts'
import { evidenceResponseSchema } from '#data/model/evidence.ts'
import { sliceQuerySchema } from '#data/model/slice.ts'
import { guard, servicesOf } from '../access/guard.ts'
import { evidenceMeasure } from '../classCounting.ts'
import { createEvidence } from '../evidence.ts'
import { explain } from '../explain.ts'
import { sensitiveLevel } from '../incidentView.ts'
import { violation } from '../problem.ts'
import { checkMetrics, resolvedSlice, sliceOf } from '../sliceParameters.ts'
import {
  type App,
  answers,
  isShown,
  levelIndex,
  levelParameter,
  namedVersion,
  rowOfName,
  unitParameter,
  versionParameter,
  withinRow,
} from './route.ts'

const evidenceRoute = createRoute({
  method: 'get',
  path: '/api/evidence',
  middleware: guard('figures'),
  summary: 'Smoothing, funnel, hot spots, expected values and reporting of the units of a level',
  request: {
    query: z.strictObject({
      ...sliceQuerySchema.shape,
      version: versionParameter,
      within: unitParameter.optional(),
      level: levelParameter.optional(),
      metric: z.string().max(64).default('handledRate'),
      unit: unitParameter.optional(),
      rows: z.enum(['all', 'none']).default('all'),
    }),
  },
  responses: answers('The statistics, each with what it stands on', evidenceResponseSchema),
})

export function addEvidenceRoute(app: App): void {
  app.openapi(evidenceRoute, async (context) => {
    const { versions, slices } = servicesOf(context)
    const {
      version: name,
      within,
      level,
      metric: id,
      unit,
      rows: listed,
      ...query
    } = context.req.valid('query')
    const metric = metricOf(checkMetrics([id])[0])
    if (metric.kind !== 'rate' && metric.kind !== 'density')
      throw violation('metric', `${id} is neither a rate nor a density`, 422)
    const version = await namedVersion(versions, name, query.seq)
    const row = withinRow(version, within)
    const slice = await sliceOf(slices, query)
    const measures = await slices.measuresByRow(slice, version, ['settled', 'received'])
    const chosen =
      level === undefined
        ? Math.min(
            sensitiveLevel(version),
            evidenceLevel(version.table, row, evidenceMeasure(measures, [id], row)),
          )
        : levelIndex(version, level, 422)
    if (chosen > sensitiveLevel(version))
      throw violation('level', 'no unit below village level is compared with others', 422)
    const rows = rowsWithin(version.table, row, chosen).filter((each) => isShown(version, each))
    const evidence = await createEvidence({ version, slices, slice, metric, level: chosen, rows })
    const named = unit === undefined ? null : rowOfName(version, unit)
    if (named !== null && !rows.includes(named))
      throw violation('unit', `no unit ${unit} of level ${version.city.levels[chosen].key} here`, 422)
    return context.json(
      {
        version: version.id,
        slice: resolvedSlice(slice),
        level: version.city.levels[chosen].key,
        metric: id,
        ...evidence.answer,
        units: listed === 'all' ? evidence.answer.units : [],
        explained: named === null ? null : explain(version, metric, evidence, named),
      },
      200,
    )
  })
}
