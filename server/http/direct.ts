// Answers of the busiest paths written straight to Node's response, ahead of the application: no request and
// response objects, no router, and a body in pieces that are never put together. What a direct route does not take, or
// cannot answer with 200 or 304, goes to the application, which takes it from the start and says what is wrong.
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import type { Asked } from '../access/principal.ts'
import type { Logger } from '../logging/logger.ts'
import { observe } from '../logging/requestLog.ts'
import type { ServerMetrics } from '../serverMetrics.ts'
import type { ReadyAnswer } from '../tileAnswers.ts'
import { requestIdOf } from './requestId.ts'

export interface DirectRoute {
  /** As the request log and the figures name it. */
  readonly route: string
  /**
   * null: not for this route; a throw or a rejection is the application's to tell.
   * @param path below the base path, query included
   */
  answer(
    path: string,
    headers: IncomingMessage['headers'],
    asked: Asked,
  ): ReadyAnswer | Promise<ReadyAnswer> | null
}

export interface DirectParts {
  readonly routes: readonly DirectRoute[]
  readonly basePath: string
  readonly logger: Logger
  readonly metrics: ServerMetrics
}

export function createDirectListener(parts: DirectParts, application: RequestListener): RequestListener {
  const { routes, basePath } = parts
  return (incoming, outgoing) => {
    const url = incoming.url ?? ''
    if (incoming.method === 'GET' && url.startsWith(basePath)) {
      const startedAt = performance.now()
      const path = basePath === '' ? url : url.slice(basePath.length)
      const asked = askedBy(incoming)
      for (const direct of routes) {
        const ready = answerOf(direct, path, incoming, asked)
        if (!ready) continue
        const { route } = direct
        if (!(ready instanceof Promise))
          return send(parts, incoming, outgoing, { route, path, startedAt, made: ready })
        ready.then(
          (made) => send(parts, incoming, outgoing, { route, path, startedAt, made }),
          () => application(incoming, outgoing),
        )
        return
      }
    }
    application(incoming, outgoing)
  }
}

const askedBy = ({ headers, socket }: IncomingMessage): Asked => ({
  header: (name) => {
    const value = headers[name]
    return Array.isArray(value) ? value.join(', ') : value
  },
  remoteAddress: socket.remoteAddress ?? null,
})

/** null too where it throws. */
function answerOf({ answer }: DirectRoute, path: string, incoming: IncomingMessage, asked: Asked) {
  try {
    return answer(path, incoming.headers, asked)
  } catch {
    return null
  }
}

interface Made {
  readonly route: string
  readonly path: string
  readonly startedAt: number
  readonly made: ReadyAnswer
}

function send(
  { logger, metrics }: DirectParts,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  { route, path, startedAt, made: { status, headers, parts, release } }: Made,
): void {
  const requestId = requestIdOf(incoming.headers['x-request-id'])
  headers['x-request-id'] = requestId
  headers['x-content-type-options'] = 'nosniff'
  // Emitted once, whether the answer was written or the client went away.
  outgoing.once('close', release)
  try {
    outgoing.cork()
    outgoing.writeHead(status, headers)
    for (const part of parts) outgoing.write(part)
    outgoing.end()
  } catch (error) {
    logger.error({ path, err: error })
    outgoing.destroy()
    return
  }
  const elapsedMs = performance.now() - startedAt
  observe(logger, metrics, { requestId, method: 'GET', route, status, elapsedMs }, () => {
    const { pathname, searchParams } = new URL(path, 'http://localhost')
    return { path: pathname, query: [...searchParams.keys()] }
  })
}
