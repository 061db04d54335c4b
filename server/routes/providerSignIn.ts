// There and back from the organisation's own sign-in (OpenID Connect). State, nonce and verifier wait in a cookie of ten
// minutes, which must be Lax: the way back comes from another site.
import type { Context } from 'hono'
import { z } from 'zod'
import { askedOf, guard } from '../access/guard.ts'
import { cookieName, readCookie, setCookie } from '../accounts/cookies.ts'
import type { Provider } from '../accounts/provider.ts'
import { cookieParts, type SignInDesk } from '../accounts/signInDesk.ts'
import type { Logger } from '../logging/logger.ts'
import { HttpProblem } from '../problem.ts'
import { giveSession, visitorOf } from './accountParts.ts'
import { type App, answersOf } from './route.ts'

const START = '/api/sign-in/provider'
const BACK = '/api/sign-in/provider/back'
const FLOW = 'jingwei-flow'
const FLOW_SECONDS = 600

const flowSchema = z.object({ state: z.string(), nonce: z.string(), verifier: z.string(), back: z.string() })

/** A page of ours and nothing else: an address of another site would be sent to it. */
const isOwnPath = (path: string): boolean => /^\/(?![/\\])[^\r\n]*$/.test(path) && path.length < 4000

export function addProviderRoutes(app: App, desk: SignInDesk, provider: Provider, logger: Logger): void {
  const { basePath, peers, accounts } = desk
  for (const [path, summary] of [
    [START, "To the organisation's own sign-in; `back` is the page to return to"],
    [BACK, 'Back from it'],
  ])
    app.openAPIRegistry.registerPath({
      ...{ method: 'get', path, summary },
      responses: { 302: answersOf('On the way', 'text/html')[200] },
    })
  const originOf = (context: Context): string => {
    const origin = peers.originOf(askedOf(context))
    if (origin === null) throw new HttpProblem(400, 'The request names no host.')
    return origin
  }

  app.get(START, guard('open'), async (context) => {
    const asked = context.req.query('back') ?? '/'
    const back = isOwnPath(asked) ? asked : '/'
    const { address, flow } = await provider
      .begin(`${originOf(context)}${basePath}${BACK}`)
      .catch((error: Error) => {
        logger.error({ err: error }, 'the sign-in provider does not answer')
        throw new HttpProblem(503, "The organisation's own sign-in does not answer.")
      })
    const value = Buffer.from(JSON.stringify({ ...flow, back })).toString('base64url')
    const options = { name: FLOW, sameSite: 'Lax', maxAgeSeconds: FLOW_SECONDS } as const
    context.header('set-cookie', setCookie(cookieParts(desk, askedOf(context)), value, options))
    context.header('cache-control', 'no-store')
    return context.redirect(address)
  })

  app.get(BACK, guard('open'), async (context) => {
    const parts = cookieParts(desk, askedOf(context))
    const flow = readFlow(readCookie(askedOf(context), cookieName(parts, FLOW)))
    context.header('set-cookie', setCookie(parts, null, { name: FLOW, sameSite: 'Lax' }))
    try {
      if (!flow) throw new Error('no flow was begun in this browser, or it took too long')
      const address = new URL(`${originOf(context)}${basePath}${BACK}${new URL(context.req.url).search}`)
      giveSession(
        desk,
        context,
        await accounts.vouch(await provider.finish(address, flow), visitorOf(desk, context)),
      )
      return context.redirect(`${basePath}${flow.back}`)
    } catch (error) {
      // The message alone: the answer of the provider may be in the rest.
      logger.warn(
        { requestId: context.get('requestId'), reason: (error as Error).message },
        'provider sign-in',
      )
      return context.redirect(`${basePath}/sign-in?failed=provider`)
    }
  })
}

function readFlow(value: string | null): z.infer<typeof flowSchema> | null {
  try {
    return flowSchema.parse(JSON.parse(Buffer.from(value ?? '', 'base64url').toString()))
  } catch {
    return null
  }
}
