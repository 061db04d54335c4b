// What the routes of accounts share: bodies that are never repeated in an answer, refusals as problems, cookies.
import { createRoute } from '@hono/zod-openapi'
import type { Context } from 'hono'
import type { z } from 'zod'
import { askedOf } from '../access/guard.ts'
import { DEVICE_COOKIE, DEVICE_COOKIE_SECONDS, setCookie } from '../accounts/cookies.ts'
import type { By, Visitor } from '../accounts/parts.ts'
import { AccountRefusal } from '../accounts/refusal.ts'
import { cookieParts, type SignInDesk } from '../accounts/signInDesk.ts'
import { fromZodError, HttpProblem, violation } from '../problem.ts'
import type { StoredSession } from '../store/accountStore.ts'
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
    if (code === 'wrong' || code === 'wrong-code' || code === 'token-unknown')
      throw new HttpProblem(401, message, coded)
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

/** @param secret null: takes it away */
export function giveDeviceSession(desk: SignInDesk, context: Context, secret: string | null): void {
  const options = { name: DEVICE_COOKIE, maxAgeSeconds: DEVICE_COOKIE_SECONDS }
  const cookie = setCookie(cookieParts(desk, askedOf(context)), secret, options)
  context.header('set-cookie', cookie, { append: true })
  context.header('cache-control', 'no-store')
}

/** Names a session without being of use as one. */
export const sessionId = ({ tokenHash }: StoredSession): string => tokenHash.slice(0, 12)

/** Behind a guard: on whose behalf. */
export const byOf = (desk: SignInDesk, context: Context): By => ({
  address: visitorOf(desk, context).address,
  principalId: context.get('principal')?.id ?? null,
})

/** Documents a route whose body is read by accountBody. */
export function documentRoute(
  app: App,
  method: 'get' | 'post' | 'patch' | 'delete',
  path: string,
  summary: string,
  { body, answer }: { readonly body?: z.ZodType; readonly answer: z.ZodType },
): void {
  app.openAPIRegistry.registerPath(
    createRoute({
      ...{ method, path, summary, responses: answers('Done', answer) },
      ...(body ? { request: { body: { content: { 'application/json': { schema: body } } } } } : {}),
    } as never),
  )
}
