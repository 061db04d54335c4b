// No page of another site may change anything in a visitor's name: browsers say where a request comes from, and what
// comes from elsewhere is refused (the demo and trusted headers need it, where no cookie's SameSite helps). Programs send
// neither header and pass.
import type { Context, MiddlewareHandler } from 'hono'
import { HttpProblem } from '../problem.ts'

/** @param originOf scheme and host as the visitor wrote them */
export function sameOriginOnly(originOf: (context: Context) => string | null): MiddlewareHandler {
  return async (context, next) => {
    if (!/^(GET|HEAD|OPTIONS)$/.test(context.req.method) && !isOwn(context, originOf))
      throw new HttpProblem(403, 'This comes from a page of another site.', [
        { path: 'origin', message: 'another site', code: 'cross-site' },
      ])
    await next()
  }
}

function isOwn(context: Context, originOf: (context: Context) => string | null): boolean {
  const site = context.req.header('sec-fetch-site')
  if (site !== undefined) return site === 'same-origin' || site === 'none'
  const origin = context.req.header('origin')
  return origin === undefined || origin === originOf(context)
}
