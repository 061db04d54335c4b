// Accounts and sessions for administrators: made, changed, disabled, reset by a one-time link; sessions listed and ended.
import type { Context } from 'hono'
import { doneSchema } from '#data/model/account.ts'
import {
  changeUserBodySchema,
  heldSessionListSchema,
  newUserBodySchema,
  newUserSchema,
  type User,
  userLinkSchema,
  userListSchema,
  userSchema,
} from '#data/model/administration.ts'
import { askedOf, guard } from '../access/guard.ts'
import { holderOf, type SignInDesk } from '../accounts/signInDesk.ts'
import { notFound } from '../problem.ts'
import type { StoredAccount } from '../store/accountStore.ts'
import type { VersionService } from '../versions.ts'
import { accountBody, byOf, documentRoute, sessionId, toldRefusals } from './accountParts.ts'
import type { App } from './route.ts'
import { requireScope, scopeNames } from './scopeViews.ts'

const at = (ms: number): string => new Date(ms).toISOString()
const USERS = '/api/users'

export function addUserRoutes(app: App, desk: SignInDesk, versions: VersionService): void {
  const { accounts } = desk
  const { directory, sessions } = accounts
  const account = (context: Context): StoredAccount => {
    const found = directory.read(context.req.param('user') ?? '')
    if (!found) throw notFound('user', 'there is no such account')
    return found
  }
  const views = async (context: Context, shown: readonly StoredAccount[]): Promise<User[]> => {
    context.header('cache-control', 'no-store')
    const viewOf = await scopeNames(versions)
    const self = holderOf(desk, askedOf(context))?.account.id
    return shown.map(({ id, name, displayName, role, scope, origin, ...each }) => ({
      ...{ id, name, displayName, role, origin, scope: viewOf(scope) },
      state: stateOf({ origin, ...each }),
      hasSecondFactor: each.secondFactor !== null,
      createdAt: at(each.createdAtMs),
      signedInAt: each.signedInAtMs === null ? null : at(each.signedInAtMs),
      sessions: sessions.list(id).length,
      isSelf: id === self,
    }))
  }

  documentRoute(app, 'get', USERS, 'All accounts', { answer: userListSchema })
  app.get(USERS, guard('accounts'), async (context) =>
    context.json({ rows: await views(context, directory.list()) }),
  )

  documentRoute(app, 'post', USERS, 'Makes an account; its holder sets the password by a one-time link', {
    body: newUserBodySchema,
    answer: newUserSchema,
  })
  app.post(USERS, guard('accounts'), async (context) => {
    const given = await accountBody(context, newUserBodySchema)
    const token = await toldRefusals(async () => {
      await requireScope(versions, given.scope)
      return accounts.addAccount(given, byOf(desk, context))
    })
    const made = directory.find(given.name) as StoredAccount
    return context.json({ user: (await views(context, [made]))[0], token })
  })

  const one = `${USERS}/{user}`
  documentRoute(app, 'patch', one, 'Changes name, role or scope; disables, which ends its sessions', {
    body: changeUserBodySchema,
    answer: userSchema,
  })
  app.patch(`${USERS}/:user`, guard('accounts'), async (context) => {
    const { id } = account(context)
    const given = await accountBody(context, changeUserBodySchema)
    await toldRefusals(async () => {
      if (given.scope) await requireScope(versions, given.scope)
      await accounts.changeAccount(id, given, byOf(desk, context))
    })
    return context.json((await views(context, [account(context)]))[0])
  })

  documentRoute(app, 'post', `${one}/reset`, 'Takes password, second factor and sessions away', {
    answer: userLinkSchema,
  })
  app.post(`${USERS}/:user/reset`, guard('accounts'), async (context) => {
    const { name } = account(context)
    context.header('cache-control', 'no-store')
    return context.json({
      token: await toldRefusals(() => accounts.resetAccount(name, byOf(desk, context))),
    })
  })

  documentRoute(app, 'delete', `${one}/sessions`, 'Ends all its sessions', { answer: doneSchema })
  app.delete(`${USERS}/:user/sessions`, guard('accounts'), async (context) => {
    const { id } = account(context)
    await accounts.endSessions(sessions.list(id), byOf(desk, context))
    return context.json({ done: true })
  })

  addSessionRoutes(app, desk)
}

function addSessionRoutes(app: App, desk: SignInDesk): void {
  const { accounts } = desk
  const { directory, sessions } = accounts

  documentRoute(app, 'get', '/api/sessions', 'Sessions of everybody, newest seen first', {
    answer: heldSessionListSchema,
  })
  app.get('/api/sessions', guard('accounts'), (context) => {
    context.header('cache-control', 'no-store')
    const own = holderOf(desk, askedOf(context))?.session.tokenHash
    const rows = sessions
      .list(null)
      .toSorted((a, b) => b.seenAtMs - a.seenAtMs)
      .flatMap((session) => {
        const user = directory.read(session.accountId)
        if (!user) return []
        const { id, name, displayName } = user
        return [
          {
            ...{ id: sessionId(session), user: { id, name, displayName } },
            ...{ createdAt: at(session.createdAtMs), seenAt: at(session.seenAtMs) },
            ...{ address: session.address, agent: session.agent, isThis: session.tokenHash === own },
          },
        ]
      })
    return context.json({ rows })
  })

  documentRoute(app, 'delete', '/api/sessions/{session}', 'Ends a session', { answer: doneSchema })
  app.delete('/api/sessions/:session', guard('accounts'), async (context) => {
    const id = context.req.param('session')
    const found = sessions.list(null).find((session) => sessionId(session) === id)
    if (!found) throw notFound('session', 'there is no such session')
    await accounts.endSessions([found], byOf(desk, context))
    return context.json({ done: true })
  })
}

function stateOf(account: Pick<StoredAccount, 'origin' | 'disabledAtMs' | 'passwordHash'>): User['state'] {
  if (account.disabledAtMs !== null) return 'disabled'
  return account.origin === 'local' && account.passwordHash === null ? 'waiting' : 'active'
}
