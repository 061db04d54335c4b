// So many questions of one kind a minute, by address: signing in, and what costs the server much. In memory.
import type { Context, MiddlewareHandler } from 'hono'
import { RateLimiterMemory, type RateLimiterRes } from 'rate-limiter-flexible'
import { HttpProblem } from '../problem.ts'

export interface RateLimit {
  readonly perMinute: number
  /** null: not limited. */
  readonly keyOf: (context: Context) => string | null
}

export function rateLimit({ perMinute, keyOf }: RateLimit): MiddlewareHandler {
  const limiter = new RateLimiterMemory({ points: perMinute, duration: 60 })
  return async (context, next) => {
    const key = keyOf(context)
    if (key !== null)
      await limiter.consume(key).catch((state: RateLimiterRes) => {
        const seconds = Math.max(1, Math.ceil(state.msBeforeNext / 1000))
        throw new HttpProblem(429, `More than ${perMinute} a minute; again in ${seconds} s.`, [], {
          'retry-after': String(seconds),
        })
      })
    await next()
  }
}
