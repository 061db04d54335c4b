// One line and one observation a request. The query is logged by its keys only: values may be secrets.
import type { MiddlewareHandler } from 'hono'
import { routePath } from 'hono/route'
import type { RequestVariables } from '../http/requestId.ts'
import type { ServerMetrics } from '../serverMetrics.ts'
import type { Logger } from './logger.ts'

export function requestLog(
  logger: Logger,
  metrics: ServerMetrics,
): MiddlewareHandler<{ Variables: RequestVariables }> {
  return async (context, next) => {
    const startedAt = performance.now()
    await next()
    const elapsedMs = performance.now() - startedAt
    const status = context.res.status
    const route = routePath(context)
    metrics.observeRequest(context.req.method, route, status, elapsedMs / 1000)
    if (!logger.isLevelEnabled('info')) return
    logger.info({
      requestId: context.get('requestId'),
      method: context.req.method,
      path: context.req.path,
      query: Object.keys(context.req.query()),
      status,
      elapsedMs: Math.round(elapsedMs * 10) / 10,
    })
  }
}
