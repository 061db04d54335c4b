// The catalogue of metrics: names, formulas, targets, breaks.

import { createRoute } from '@hono/zod-openapi'
import { BIVARIATE, CATALOGUE_VERSION, METRICS } from '#data/metrics/catalogue.ts'
import { metricListSchema } from '#data/model/api.ts'
import { guard } from '../access/guard.ts'
import { type App, answers } from './route.ts'

const metricsRoute = createRoute({
  method: 'get',
  path: '/api/metrics',
  middleware: guard('city'),
  summary: 'The catalogue of metrics',
  responses: answers('The catalogue', metricListSchema),
})

export function addMetricsRoute(app: App): void {
  const body = {
    catalogueVersion: CATALOGUE_VERSION,
    metrics: METRICS.map((metric) => ({ ...metric, breaks: [...metric.breaks] })),
    bivariate: {
      density: { metric: BIVARIATE.density.metric, breaks: [...BIVARIATE.density.breaks] },
      rate: { metric: BIVARIATE.rate.metric, breaks: [...BIVARIATE.rate.breaks] },
    },
  }
  app.openapi(metricsRoute, (context) => context.json(body, 200))
}
