// One's own account: who one is signed in as, confined to what, allowed what.
import { createRoute } from '@hono/zod-openapi'
import { meSchema } from '#data/model/me.ts'
import { permissionsOf } from '../access/decide.ts'
import { guard, servicesOf } from '../access/guard.ts'
import { type App, answers } from './route.ts'
import { scopeNames } from './scopeViews.ts'

const meRoute = createRoute({
  method: 'get',
  path: '/api/me',
  middleware: guard('self'),
  summary: 'Who is signed in, confined to what, allowed what; 401 for nobody',
  responses: answers('One’s own account', meSchema),
})

export function addMeRoute(app: App): void {
  app.openapi(meRoute, async (context) => {
    const { scope, versions } = servicesOf(context)
    const { displayName, kind, role, scene = null } = context.get('principal')!
    context.header('cache-control', 'no-store')
    return context.json(
      {
        ...{ displayName, kind, role, scene },
        scope: (await scopeNames(versions))(scope),
        permissions: permissionsOf(context.get('principal')),
      },
      200,
    )
  })
}
