// Signing in and out, and one-time links. Whatever is wrong with name, password or account gets the same 401; links come
// in bodies, never in addresses, so that no log has them.
import { createRoute } from '@hono/zod-openapi'
import type { Context } from 'hono'
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
import type { Visitor } from '../accounts/accounts.ts'
import { setCookie } from '../accounts/cookies.ts'
import { AccountRefusal } from '../accounts/refusal.ts'
import { cookieParts, holderOf, principalOf, type SignInDesk } from '../accounts/signInDesk.ts'
import { fromZodError, HttpProblem, violation } from '../problem.ts'
import { type App, answers } from './route.ts'

export async function accountBody<Schema extends z.ZodType>(
  context: Context,
  schema: Schema,
): Promise<z.output<Schema>> {
  if (!/^application\/json\b/i.test(context.req.header('content-type') ?? ''))
    throw new HttpProblem(415, 'The body must be application/json.')
  const body: unknown = await context.req.json().catch((error) => {
    if (error instanceof SyntaxError) throw violation('body', 'is no JSON')
    throw error
  })
  const parsed = schema.safeParse(body)
  // Without what was given: it may be a password.
  if (!parsed.success) throw fromZodError(parsed.error)
  return parsed.data
}

/** A refusal of an account as a problem; its code is what the interface has words for. */
export async function toldRefusals<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof AccountRefusal)) throw error
    const { code, message, more } = error
    const coded = [{ path: 'account', message, code }]
    if (code === 'locked') {
      const retryAfter = String(Math.ceil((more.retryAfterMs ?? 0) / 1000))
      throw new HttpProblem(429, message, coded, { 'retry-after': retryAfter })
    }
    if (code === 'wrong' || code === 'wrong-code') throw new HttpProblem(401, message, coded)
    const faults = (more.faults ?? []).map((fault) => ({ path: 'password', message: fault, code: fault }))
    throw new HttpProblem(422, message, [...coded, ...faults])
  }
}

export const visitorOf = ({ peers }: SignInDesk, context: Context): Visitor => ({
  address: peers.addressOf(askedOf(context)),
  agent: context.req.header('user-agent') ?? '',
})

export function giveSession(desk: SignInDesk, context: Context, token: string | null): void {
  context.header('set-cookie', setCookie(cookieParts(desk, askedOf(context)), token), { append: true })
  context.header('cache-control', 'no-store')
}

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
    return context.json({ mode: desk.mode, needsSetUp, provider: desk.provider?.label ?? null, isSignedIn })
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
