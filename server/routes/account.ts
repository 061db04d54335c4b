// One's own account: password, second factor, sessions. What weakens it wants the password again.
import { createRoute } from '@hono/zod-openapi'
import type { Context } from 'hono'
import type { z } from 'zod'
import {
  codeBodySchema,
  confirmBodySchema,
  doneSchema,
  type OwnAccount,
  ownAccountSchema,
  passwordBodySchema,
  recoveryCodesSchema,
  secondFactorOfferSchema,
} from '#data/model/account.ts'
import { askedOf, guard } from '../access/guard.ts'
import { type Holder, holderOf, principalOf, type SignInDesk } from '../accounts/signInDesk.ts'
import { HttpProblem, notFound } from '../problem.ts'
import { accountBody, giveSession, sessionId, toldRefusals, visitorOf } from './accountParts.ts'
import { type App, answers } from './route.ts'

export function addAccountRoutes(app: App, desk: SignInDesk): void {
  const { accounts } = desk
  const own = (context: Context): Holder => {
    const holder = holderOf(desk, askedOf(context))
    if (!holder && principalOf(desk, askedOf(context)) === null) throw new HttpProblem(401, 'Sign in first.')
    if (!holder) throw new HttpProblem(409, 'Whoever is signed in so has no account here.')
    return holder
  }
  const addressOf = (context: Context): string => visitorOf(desk, context).address
  const register = (
    method: 'get' | 'post' | 'delete',
    path: string,
    summary: string,
    body: z.ZodType | null,
    answer: z.ZodType,
  ) =>
    app.openAPIRegistry.registerPath(
      createRoute({
        ...{ method, path, summary, responses: answers('Done', answer) },
        ...(body ? { request: { body: { content: { 'application/json': { schema: body } } } } } : {}),
      } as never),
    )

  register('get', '/api/account', "One's own account and its sessions", null, ownAccountSchema)
  app.get('/api/account', guard('self'), (context) => {
    context.header('cache-control', 'no-store')
    return context.json(viewOf(desk, context))
  })

  const password = '/api/account/password'
  register('post', password, 'A new password; ends all other sessions', passwordBodySchema, doneSchema)
  app.post(password, guard('self'), async (context) => {
    const holder = own(context)
    const given = await accountBody(context, passwordBodySchema)
    await toldRefusals(() => accounts.changePassword(holder, given, addressOf(context)))
    return context.json({ done: true })
  })

  const factor = '/api/account/second-factor'
  register('post', factor, 'A secret for an authenticator app', confirmBodySchema, secondFactorOfferSchema)
  app.post(factor, guard('self'), async (context) => {
    const { account } = own(context)
    const given = await accountBody(context, confirmBodySchema)
    context.header('cache-control', 'no-store')
    return context.json(
      await toldRefusals(() => accounts.offerSecondFactor(account, given.password, addressOf(context))),
    )
  })
  const confirm = `${factor}/confirm`
  register('post', confirm, 'Takes it into use by a first code', codeBodySchema, recoveryCodesSchema)
  app.post(confirm, guard('self'), async (context) => {
    const { account } = own(context)
    const { code } = await accountBody(context, codeBodySchema)
    context.header('cache-control', 'no-store')
    const recoveryCodes = await refusedAs422(() =>
      accounts.confirmSecondFactor(account, code, addressOf(context)),
    )
    return context.json({ recoveryCodes })
  })
  const remove = `${factor}/remove`
  register('post', remove, 'Takes it out of use', confirmBodySchema, doneSchema)
  app.post(remove, guard('self'), async (context) => {
    const { account } = own(context)
    const given = await accountBody(context, confirmBodySchema)
    await toldRefusals(() => accounts.removeSecondFactor(account, given.password, addressOf(context)))
    return context.json({ done: true })
  })

  register('delete', '/api/account/sessions/{id}', 'Ends one of its sessions', null, doneSchema)
  app.delete('/api/account/sessions/:id', guard('self'), async (context) => {
    const { account, session } = own(context)
    const found = accounts.sessions
      .list(account.id)
      .find((each) => sessionId(each) === context.req.param('id'))
    if (!found) throw notFound('id', 'there is no such session')
    await accounts.endSession(found, { id: account.id, address: addressOf(context) })
    if (found.tokenHash === session.tokenHash) giveSession(desk, context, null)
    return context.json({ done: true })
  })
}

/** A wrong code of somebody signed in does not ask them to sign in. */
const refusedAs422 = <T>(work: () => Promise<T>): Promise<T> =>
  toldRefusals(work).catch((error) => {
    throw error instanceof HttpProblem && error.status === 401
      ? new HttpProblem(422, error.message, error.violations)
      : error
  })

function viewOf(desk: SignInDesk, context: Context): OwnAccount {
  const asked = askedOf(context)
  const holder = holderOf(desk, asked)
  const principal = principalOf(desk, asked)
  if (!principal) throw new HttpProblem(401, 'Sign in first.')
  const { kind, displayName, role, scope } = principal
  const sessions = holder ? desk.accounts.sessions.list(holder.account.id) : []
  return {
    ...{ kind, displayName, role, scope },
    name: holder?.account.name ?? displayName,
    hasPassword: holder?.account.passwordHash != null,
    hasSecondFactor: holder?.account.secondFactor != null,
    recoveryCodesLeft: holder?.account.secondFactor?.recoveryHashes.length ?? 0,
    sessions: [...sessions]
      .sort((a, b) => b.seenAtMs - a.seenAtMs)
      .map((session) => ({
        id: sessionId(session),
        createdAt: new Date(session.createdAtMs).toISOString(),
        seenAt: new Date(session.seenAtMs).toISOString(),
        address: session.address,
        agent: session.agent,
        isThis: session.tokenHash === holder?.session.tokenHash,
      })),
  }
}
