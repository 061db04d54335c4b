// One's own account: who one is signed in as, confined to what, allowed what.
import { createRoute } from '@hono/zod-openapi'
import { type Me, meSchema } from '#data/model/me.ts'
import { permissionsOf } from '../access/decide.ts'
import { guard, servicesOf } from '../access/guard.ts'
import type { Scope } from '../access/principal.ts'
import type { VersionService } from '../versions.ts'
import { type App, answers } from './route.ts'

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
    const { displayName, kind, role } = context.get('principal')!
    context.header('cache-control', 'no-store')
    return context.json(
      {
        ...{ displayName, kind, role },
        scope: await told(scope, versions),
        permissions: permissionsOf(context.get('principal')),
      },
      200,
    )
  })
}

async function told(scope: Scope, versions: VersionService): Promise<Me['scope']> {
  if (scope.kind === 'all') return { kind: 'all', code: null, name: null }
  const { kind, code } = scope
  if (kind === 'organisation') {
    const found = (await versions.city())?.organisations?.find(({ key }) => key === code)
    return { kind, code, name: found?.name.zh ?? null }
  }
  const table = (await versions.current())?.table
  const row = table?.rowOfCode(code) ?? -1
  return { kind, code, name: row < 0 ? null : (table?.units[row].name ?? null) }
}
