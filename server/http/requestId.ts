// A request id: the proxy's when it is sane, else our own; on every answer and in every log line.
import { randomUUID } from 'node:crypto'
import type { MiddlewareHandler } from 'hono'

const SANE = /^[A-Za-z0-9._-]{8,64}$/

export interface RequestVariables {
  requestId: string
}

export function requestId(): MiddlewareHandler<{ Variables: RequestVariables }> {
  return async (context, next) => {
    const given = context.req.header('x-request-id')
    const id = given && SANE.test(given) ? given : randomUUID()
    context.set('requestId', id)
    await next()
    context.res.headers.set('x-request-id', id)
  }
}
