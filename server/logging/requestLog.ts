// One line and one observation a request. The query is logged by its keys only: values may be secrets.
import type { MiddlewareHandler } from 'hono'
import { routePath } from 'hono/route'
import type { RequestVariables } from '../http/requestId.ts'
import type { ServerMetrics } from '../serverMetrics.ts'
import type { Logger } from './logger.ts'

export interface Observed {
  readonly requestId: string
  readonly method: string
  /** The pattern, not the path. */
  readonly route: string
  readonly status: number
  readonly elapsedMs: number
}

/** @param details asked only when a line is written */
export function observe(
  logger: Logger,
  metrics: ServerMetrics,
  { requestId, method, route, status, elapsedMs }: Observed,
  details: () => { readonly path: string; readonly query: readonly string[] },
): void {
  metrics.observeRequest(method, route, status, elapsedMs / 1000)
  if (!logger.isLevelEnabled('info')) return
  logger.info({ requestId, method, ...details(), status, elapsedMs: Math.round(elapsedMs * 10) / 10 })
}

export function requestLog(
  logger: Logger,
  metrics: ServerMetrics,
): MiddlewareHandler<{ Variables: RequestVariables }> {
  return async (context, next) => {
    const startedAt = performance.now()
    await next()
    const observed = {
      requestId: context.get('requestId'),
      method: context.req.method,
      route: routePath(context),
      status: context.res.status,
      elapsedMs: performance.now() - startedAt,
    }
    observe(logger, metrics, observed, () => ({
      path: context.req.path,
      query: Object.keys(context.req.query()),
    }))
  }
}
