// Liveness and Prometheus figures.

import { createRoute } from '@hono/zod-openapi'
import { healthSchema } from '#data/model/api.ts'
import { guard } from '../access/guard.ts'
import type { ServerMetrics } from '../serverMetrics.ts'
import type { Store } from '../store/store.ts'
import type { VersionService } from '../versions.ts'
import { type App, answersOf } from './route.ts'

const healthRoute = createRoute({
  method: 'get',
  path: '/api/health',
  middleware: guard('open'),
  summary: '200 once the server can answer',
  responses: {
    200: { description: 'It answers', content: { 'application/json': { schema: healthSchema } } },
    503: {
      description: 'Starting, or its store fails',
      content: { 'application/json': { schema: healthSchema } },
    },
  },
})

export function addHealthRoutes(
  app: App,
  store: Store,
  versions: VersionService,
  metrics: ServerMetrics,
): void {
  app.openapi(healthRoute, async (context) => {
    context.header('cache-control', 'no-store')
    try {
      const { seq } = await store.head()
      return context.json({ status: 'ok' as const, seq, version: await versions.currentId() }, 200)
    } catch {
      return context.json({ status: 'failing' as const }, 503)
    }
  })

  app.openAPIRegistry.registerPath({
    method: 'get',
    path: '/metrics',
    summary: 'Prometheus text',
    responses: { 200: answersOf('Figures of this server', 'text/plain')[200] },
  })
  app.get('/metrics', guard('operations'), async (context) => {
    context.header('content-type', metrics.contentType)
    context.header('cache-control', 'no-store')
    return context.body(await metrics.text())
  })
}
