// Every route × role × own, parent, sibling, child and cousin unit, with the status that is expected. The routes are the
// application's own table, so that one without a row fails.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Principal, Role, Scope } from '../../../server/access/principal.ts'
import { ROLES } from '../../../server/access/principal.ts'
import type { TestServer } from '../routes/testServer.ts'
import { ALL, as, BUREAU, createPeopleServer, person, pump, VILLAGE, wall } from './people.ts'
import { CODES, ROWS, type RouteRow, type Target } from './routeRows.ts'

let server: TestServer
beforeAll(async () => {
  server = await createPeopleServer()
})
afterAll(() => server.close())

const viewerOf = (scope: Scope) => person('viewer', scope)
const TARGETS = Object.keys(CODES) as Target[]
const isRefusal = ({ method, path }: { method: string; path: string }): boolean =>
  method === 'ALL' && path !== '/api/*'

function expected(row: RouteRow, role: Role | null, isConfined: boolean, target: Target): number {
  if (row.roles === null) return row.status
  if (role === null) return 401
  if (!row.roles.includes(role)) return 403
  return isConfined && !row.targets.includes(target) ? 403 : row.status
}

/** 422 says that the question makes no sense of this unit, to whoever may ask it. */
const isSame = (status: number, wanted: number): boolean =>
  status === wanted || (wanted === 200 && status === 422)

test('every route has a row, and every row a route', () => {
  const registered = server.routes
    .filter((route) => !isRefusal(route))
    .map(({ method, path }) => `${method} ${path}`)
  expect(registered.toSorted()).toEqual(Object.keys(ROWS).toSorted())
  for (const route of server.routes.filter(isRefusal)) expect(route.permission).toBe('open')
})

/** What a token may have, by the permission a route declares; said again here by hand. */
const OF_WALLS: readonly string[] = ['open', 'self', 'city', 'figures', 'detail', 'published']
const OF_PUMPS: readonly string[] = ['open', 'self', 'ingest']

describe.each(Object.entries(ROWS))('%s', (key, row) => {
  const permission = () =>
    server.routes.find(({ method, path }) => `${method} ${path}` === key)?.permission ?? ''
  const statusAs = async (principal: Principal, target: Target): Promise<number> => {
    const response = await server.request(row.address(CODES[target]), as(principal, row.init))
    await response.arrayBuffer()
    return response.status
  }

  test('answers a wall what its scene needs, and a source nothing but its rows', async () => {
    const listing = permission() === 'incidents'
    for (const [principal, may] of [
      [wall(), OF_WALLS.includes(permission())],
      [wall(ALL, ['incidents']), OF_WALLS.includes(permission()) || listing],
      [pump('none'), OF_PUMPS.includes(permission())],
    ] as const) {
      const status = await statusAs(principal, 'own')
      if (may) expect(isSame(status, row.status), `${principal.displayName}: ${status}`).toBe(true)
      else expect(status, principal.displayName).toBe(403)
    }
    // Confined as a person of its scope is.
    for (const target of TARGETS) {
      const person = await statusAs(viewerOf(VILLAGE), target)
      const may = OF_WALLS.includes(permission()) || listing
      expect(await statusAs(wall(VILLAGE, ['incidents']), target), target).toBe(may ? person : 403)
    }
  })

  const wrong = async (role: Role | null, scope = ALL): Promise<string[]> => {
    const found: string[] = []
    for (const target of TARGETS) {
      const address = row.address(CODES[target])
      const response = await server.request(address, as(role && person(role, scope), row.init))
      const wanted = expected(row, role, scope.kind === 'unit', target)
      if (!isSame(response.status, wanted))
        found.push(`${role} of ${JSON.stringify(scope)}, ${target}: ${response.status}, not ${wanted}`)
      await response.arrayBuffer()
    }
    return found
  }

  test('answers whoever may ask, about what they may ask', async () => {
    const found = await wrong(null)
    for (const role of ROLES) found.push(...(await wrong(role)), ...(await wrong(role, VILLAGE)))
    expect(found).toEqual([])
  })

  test('lets an organisation ask about any place, and nothing about the whole city', async () => {
    const concernsAll = row.targets.length === 0
    for (const role of ROLES) {
      const response = await server.request(row.address(CODES.cousin), as(person(role, BUREAU), row.init))
      const wanted = concernsAll ? 403 : expected(row, role, false, 'cousin')
      expect(isSame(response.status, wanted), `${role}: ${response.status}, not ${wanted}`).toBe(true)
      await response.arrayBuffer()
    }
  })
})
