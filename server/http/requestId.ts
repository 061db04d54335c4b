// A request id: the proxy's when it is sane, else our own; on every answer and in every log line.
// Browsers are told not to guess types.
import { randomUUID } from 'node:crypto'
import type { MiddlewareHandler } from 'hono'

const SANE = /^[A-Za-z0-9._-]{8,64}$/

export interface RequestVariables {
  requestId: string
}

export const requestIdOf = (given: string | string[] | undefined): string =>
  typeof given === 'string' && SANE.test(given) ? given : randomUUID()

export function requestId(): MiddlewareHandler<{ Variables: RequestVariables }> {
  return async (context, next) => {
    const id = requestIdOf(context.req.header('x-request-id'))
    context.set('requestId', id)
    await next()
    context.res.headers.set('x-request-id', id)
    context.res.headers.set('x-content-type-options', 'nosniff')
  }
}
