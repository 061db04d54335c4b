// What stands before every route: no changes from pages of other sites, and only so many attempts and exports a minute.
import type { Context, MiddlewareHandler } from 'hono'
import { every } from 'hono/combine'
import { askedOf } from '../access/guard.ts'
import { bearerOf, principalOf, type SignInDesk } from '../accounts/signInDesk.ts'
import { toldRefusals } from '../routes/accountParts.ts'
import { rateLimit } from './rateLimit.ts'
import { sameOriginOnly } from './sameOrigin.ts'

const SIGN_INS_A_MINUTE = 30
/** Maps, tables and bulletins to take away. */
const EXPORTS_A_MINUTE = 60
const EXPORT = /^\/api\/(map\.svg|bulletin\.docx|tables|.*\.(csv|xlsx|geojson|topojson|ndjson)$)/
/** A source that sends every second is told to gather its rows. */
const SENT_A_MINUTE = 120
const SENT = /^\/api\/sources\/[^/]+\/incidents$/
const SIGN_IN = /^\/api\/(sign-in|account|device-session)(\/|$)/

/** @param desk null: nobody signs in here */
export function protections(desk: SignInDesk | null): MiddlewareHandler {
  const sameOrigin = sameOriginOnly((context) =>
    desk ? desk.peers.originOf(askedOf(context)) : new URL(context.req.url).origin,
  )
  if (!desk) return sameOrigin
  const addressOf = (context: Context): string => desk.peers.addressOf(askedOf(context))
  const signIns = rateLimit({
    perMinute: SIGN_INS_A_MINUTE,
    keyOf: (context) =>
      context.req.method !== 'GET' && SIGN_IN.test(context.req.path) ? addressOf(context) : null,
  })
  // By account, since an office shares an address; the demo's visitor sits at the machine itself.
  const exports = rateLimit({
    perMinute: EXPORTS_A_MINUTE,
    keyOf(context) {
      if (desk.mode === 'demo' || !EXPORT.test(context.req.path)) return null
      const asked = askedOf(context)
      return principalOf(desk, asked)?.id ?? addressOf(context)
    },
  })
  const sent = rateLimit({
    perMinute: SENT_A_MINUTE,
    keyOf: (context) =>
      SENT.test(context.req.path) ? (bearerOf(askedOf(context)) ?? addressOf(context)) : null,
  })
  return every(sameOrigin, signIns, exports, bearers(desk), sent)
}

/** A wrong bearer is refused wherever it is shown, and counts as a guess. */
const bearers =
  (desk: SignInDesk): MiddlewareHandler =>
  async (context, next) => {
    const asked = askedOf(context)
    const secret = bearerOf(asked)
    if (secret !== null)
      await toldRefusals(async () => desk.accounts.useToken('ingest', secret, desk.peers.addressOf(asked)))
    await next()
  }
