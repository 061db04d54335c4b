// Signing in and out, and one-time links. Whatever is wrong with name, password or account gets the same 401; links come
// in bodies, never in addresses, so that no log has them.
import { createRoute } from '@hono/zod-openapi'
import type { z } from 'zod'
import {
  doneSchema,
  linkBodySchema,
  linkSchema,
  signInBodySchema,
  signInOptionsSchema,
  signInResultSchema,
  useLinkBodySchema,
} from '#data/model/account.ts'
import { askedOf, guard } from '../access/guard.ts'
import { holderOf, principalOf, type SignInDesk } from '../accounts/signInDesk.ts'
import { violation } from '../problem.ts'
import { accountBody, giveDeviceSession, giveSession, toldRefusals, visitorOf } from './accountParts.ts'
import { type App, answers } from './route.ts'

const bodyOf = (schema: z.ZodType) => ({ body: { content: { 'application/json': { schema } } } })

export function addSignInRoutes(app: App, desk: SignInDesk): void {
  const { accounts } = desk
  const register = (method: 'get' | 'post', path: string, summary: string, more: object) =>
    app.openAPIRegistry.registerPath(createRoute({ method, path, summary, ...more } as never))

  register('get', '/api/sign-in', 'How one may sign in', {
    responses: answers('The ways', signInOptionsSchema),
  })
  app.get('/api/sign-in', guard('open'), (context) => {
    context.header('cache-control', 'no-store')
    const needsSetUp = accounts.directory.list().length === 0
    const isSignedIn = principalOf(desk, askedOf(context)) !== null
    const { mode, publicTables } = desk
    return context.json({
      ...{ mode, needsSetUp, isSignedIn, publicTables },
      provider: desk.provider?.label ?? null,
    })
  })

  register('post', '/api/sign-in', 'Signs in by name and password, and a code where one is wanted', {
    request: bodyOf(signInBodySchema),
    responses: answers('A session, or that a code is wanted', signInResultSchema),
  })
  app.post('/api/sign-in', guard('open'), async (context) => {
    const given = await accountBody(context, signInBodySchema)
    const result = await toldRefusals(() => accounts.signIn(given, visitorOf(desk, context)))
    if (result.step === 'signedIn') giveSession(desk, context, result.token)
    return context.json({ step: result.step })
  })

  register('post', '/api/sign-out', 'Ends this session', { responses: answers('Ended', doneSchema) })
  app.post('/api/sign-out', guard('open'), async (context) => {
    const holder = holderOf(desk, askedOf(context))
    const { address } = visitorOf(desk, context)
    if (holder) await accounts.endSession(holder.session, { id: holder.account.id, address, isSignOut: true })
    giveSession(desk, context, null)
    giveDeviceSession(desk, context, null)
    return context.json({ done: true })
  })

  register('post', '/api/sign-in/link', 'What a one-time link is for', {
    request: bodyOf(linkBodySchema),
    responses: answers('Its purpose', linkSchema),
  })
  app.post('/api/sign-in/link', guard('open'), async (context) => {
    const link = accounts.directory.findLink((await accountBody(context, linkBodySchema)).token)
    if (!link) throw violation('token', 'the link is used up, expired or wrong', 404)
    const account = link.accountId === null ? null : accounts.directory.read(link.accountId)
    return context.json({ purpose: account ? 'password' : 'setUp', name: account?.name ?? null })
  })

  register('post', '/api/sign-in/link/use', 'Sets a password by a one-time link and signs in', {
    request: bodyOf(useLinkBodySchema),
    responses: answers('A session', doneSchema),
  })
  app.post('/api/sign-in/link/use', guard('open'), async (context) => {
    const given = await accountBody(context, useLinkBodySchema)
    giveSession(desk, context, await toldRefusals(() => accounts.useLink(given, visitorOf(desk, context))))
    return context.json({ done: true })
  })
}
