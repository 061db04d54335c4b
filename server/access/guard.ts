// What every route stands behind: `guard('figures')` as its first handler both declares its permission and enforces it, so
// that neither can be forgotten without the other. An application with an undeclared route does not start.
import type { Context, MiddlewareHandler } from 'hono'
import { HttpProblem } from '../problem.ts'
import { decide } from './decide.ts'
import type { Permission } from './permissions.ts'
import { type Asked, type Authenticate, type Principal, VISITOR } from './principal.ts'
import type { ScopedServices, ServicesFor } from './scopedServices.ts'

export interface AccessVariables {
  /** Who asks: set behind every guard but `open`. */
  principal: Principal | null
  /** What the route stands behind; none where no route was reached. */
  permission: Permission | undefined
  authenticate: Authenticate
  /** Whether what is published is for anybody. */
  isPublic: boolean
  servicesFor: ServicesFor
}

type Guarded = MiddlewareHandler<{ Variables: AccessVariables }>
const declared = new WeakMap<object, Permission>()

/** First handler of a route: `app.get(path, guard('figures'), …)` or `middleware: guard('figures')` of createRoute. */
export function guard(permission: Permission): Guarded {
  const handler: Guarded = async (context, next) => {
    context.set('permission', permission)
    if (permission !== 'open') {
      const principal = await context.get('authenticate')(askedOf(context))
      // Before it is enforced: the audit names whoever was refused.
      context.set('principal', principal)
      enforce(principal, permission, context.get('isPublic'))
      if (!principal) context.set('principal', VISITOR)
    }
    await next()
  }
  declared.set(handler, permission)
  return handler
}

/** @throws 401 or 403 */
export function enforce(principal: Principal | null, permission: Permission, isPublic = false): void {
  const decision = decide(principal, permission, undefined, isPublic)
  if (decision.outcome === 'forbidden') throw forbidden(decision.reason, permission)
}

export function forbidden(reason: 'sign-in' | 'role' | 'scope', permission: Permission): HttpProblem {
  if (reason === 'sign-in') return new HttpProblem(401, 'Sign in first.')
  const why =
    reason === 'role' ? `this account's role does not include it` : `it lies outside this account's scope`
  return new HttpProblem(403, `Not allowed (${permission}): ${why}.`, [
    { path: 'permission', message: permission, code: `not-in-${reason}` },
  ])
}

/** The same for what answers ahead of the application: null where it is not allowed, and the application says why. */
export function servicesForAsked(
  { authenticate, servicesFor }: Pick<AccessVariables, 'authenticate' | 'servicesFor'>,
  permission: Permission,
): (asked: Asked) => ScopedServices | null | Promise<ScopedServices | null> {
  const allowed = (principal: Principal | null): ScopedServices | null =>
    principal && decide(principal, permission).outcome !== 'forbidden' ? servicesFor(principal.scope) : null
  return (asked) => {
    const principal = authenticate(asked)
    return principal instanceof Promise ? principal.then(allowed) : allowed(principal)
  }
}

/** The services as whoever asks may use them. Only behind a guard that asks who it is. */
export function servicesOf(context: Context): ScopedServices {
  const principal: Principal | null | undefined = context.get('principal')
  if (!principal) throw new Error(`${context.req.path} asks for services without knowing for whom`)
  const servicesFor: ServicesFor = context.get('servicesFor')
  return servicesFor(principal.scope)
}

export function askedOf(context: Context): Asked {
  const env = context.env as { incoming?: { socket?: { remoteAddress?: string } } } | undefined
  return {
    header: (name) => context.req.header(name),
    remoteAddress: env?.incoming?.socket?.remoteAddress ?? null,
  }
}

export interface RouteEntry {
  readonly method: string
  readonly path: string
  readonly handler: object
}

export interface DeclaredRoute {
  readonly method: string
  readonly path: string
  readonly permission: Permission
}

/**
 * Every method and path with its permission, in the order of their registration.
 * @throws naming the first route whose first handler is not a guard
 */
export function declaredRoutes(routes: readonly RouteEntry[]): DeclaredRoute[] {
  const found = new Map<string, DeclaredRoute>()
  for (const { method, path, handler } of routes) {
    const key = `${method} ${path}`
    if (found.has(key)) continue
    const permission = declared.get(handler)
    if (!permission)
      throw new Error(`route ${key} declares no permission: put guard(…) first (server/access/guard.ts)`)
    found.set(key, { method, path, permission })
  }
  return [...found.values()]
}
