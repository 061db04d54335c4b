// Tokens of walls and of sources: listed without their secrets, made, revoked; and a wall's link changed for its cookie. The
// secret comes in a body, never in an address, so that no log has it.
import type { Context } from 'hono'
import { doneSchema } from '#data/model/account.ts'
import {
  type AccessTokenView,
  accessTokenListSchema,
  deviceBodySchema,
  deviceSchema,
  newAccessTokenSchema,
  newTokenBodySchema,
} from '#data/model/administration.ts'
import { guard } from '../access/guard.ts'
import { AccountRefusal } from '../accounts/refusal.ts'
import { isScene, showsIncidents } from '../accounts/scene.ts'
import type { SignInDesk } from '../accounts/signInDesk.ts'
import { notFound } from '../problem.ts'
import type { StoredToken } from '../store/accountStore.ts'
import type { VersionService } from '../versions.ts'
import {
  accountBody,
  byOf,
  documentRoute,
  giveDeviceSession,
  toldRefusals,
  visitorOf,
} from './accountParts.ts'
import type { App } from './route.ts'
import { requireScope, scopeNames } from './scopeViews.ts'

const TOKENS = '/api/tokens'
const at = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString())

export function addAccessTokenRoutes(app: App, desk: SignInDesk, versions: VersionService): void {
  const { accounts } = desk
  const { directory, tokens } = accounts
  const views = async (context: Context, shown: readonly StoredToken[]): Promise<AccessTokenView[]> => {
    context.header('cache-control', 'no-store')
    const viewOf = await scopeNames(versions)
    return shown.map((token) => ({
      ...{ id: token.id, kind: token.kind, name: token.name },
      createdAt: new Date(token.createdAtMs).toISOString(),
      createdBy:
        token.createdBy && (directory.read(token.createdBy)?.displayName ?? token.createdBy.slice(0, 40)),
      ...{ revokedAt: at(token.revokedAtMs), seenAt: at(token.seenAtMs), seenFrom: token.seenFrom },
      ...(token.kind === 'device'
        ? { scene: token.scene, scope: viewOf(token.scope), seesIncidents: showsIncidents(token.scene) }
        : { scene: null, scope: null, seesIncidents: false }),
      sources: token.kind === 'ingest' ? token.sources : [],
    }))
  }

  documentRoute(app, 'get', TOKENS, 'Tokens of walls and of sources, without their secrets', {
    answer: accessTokenListSchema,
  })
  app.get(TOKENS, guard('accounts'), async (context) => {
    const shown = tokens
      .list()
      .toSorted(
        (a, b) =>
          Number(a.revokedAtMs !== null) - Number(b.revokedAtMs !== null) || b.createdAtMs - a.createdAtMs,
      )
    return context.json({ rows: await views(context, shown) })
  })

  documentRoute(app, 'post', TOKENS, 'Makes a token; its secret is told this once', {
    body: newTokenBodySchema,
    answer: newAccessTokenSchema,
  })
  app.post(TOKENS, guard('accounts'), async (context) => {
    const given = await accountBody(context, newTokenBodySchema)
    const { token, secret } = await toldRefusals(async () => {
      if (given.kind === 'ingest') await requireSources(versions, given.sources)
      else {
        if (!isScene(given.scene))
          throw new AccountRefusal('bad-scene', 'a path and query of this server, such as /?level=village')
        await requireScope(versions, given.scope)
      }
      return accounts.makeToken(given, byOf(desk, context))
    })
    return context.json({ token: (await views(context, [token]))[0], secret })
  })

  documentRoute(app, 'delete', `${TOKENS}/{token}`, 'Revokes a token, at once', { answer: doneSchema })
  app.delete(`${TOKENS}/:token`, guard('accounts'), async (context) => {
    const id = context.req.param('token')
    if (!tokens.list().some((token) => token.id === id)) throw notFound('token', 'there is no such token')
    await accounts.revokeToken(id, byOf(desk, context))
    return context.json({ done: true })
  })

  addDeviceRoute(app, desk)
}

function addDeviceRoute(app: App, desk: SignInDesk): void {
  const path = '/api/device-session'
  documentRoute(app, 'post', path, "A wall's token for its cookie, and the page it shows", {
    body: deviceBodySchema,
    answer: deviceSchema,
  })
  app.post(path, guard('open'), async (context) => {
    const { token } = await accountBody(context, deviceBodySchema)
    const { address } = visitorOf(desk, context)
    const { name, scene } = await toldRefusals(async () => desk.accounts.useToken('device', token, address))
    giveDeviceSession(desk, context, token)
    return context.json({ name, scene })
  })
}

async function requireSources(versions: VersionService, sources: readonly string[]): Promise<void> {
  const known = new Set((await versions.city())?.sources.map(({ key }) => key))
  const missing = sources.find((source) => !known.has(source))
  if (missing !== undefined)
    throw new AccountRefusal('source-unknown', `there is no source ${missing} yet: import its rows once`)
}
