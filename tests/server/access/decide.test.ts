// The decision as a table: every role, kind and scope against every permission.
import { Hono } from 'hono'
import { describe, expect, test } from 'vitest'
import { admits, decide, permissionsOf } from '../../../server/access/decide.ts'
import { declaredRoutes, guard } from '../../../server/access/guard.ts'
import { PERMISSIONS, STANDINGS } from '../../../server/access/permissions.ts'
import type { Principal, Role, Scope } from '../../../server/access/principal.ts'

const ALL: Scope = { kind: 'all' }
const TOWN: Scope = { kind: 'unit', code: '101' }
const person = (role: Role, scope: Scope = ALL, kind: Principal['kind'] = 'account'): Principal => ({
  kind,
  id: 'a1',
  displayName: 'A',
  role,
  scope,
})

test('each role has exactly what the list says', () => {
  expect(permissionsOf(null)).toEqual(['open'])
  expect(permissionsOf(person('public', ALL, 'public'))).toEqual(['open', 'self', 'published'])
  const reader = ['open', 'self', 'city', 'figures', 'detail', 'incidents', 'takeaway']
  expect(permissionsOf(person('viewer'))).toEqual([...reader, 'published'])
  expect(permissionsOf(person('planner'))).toEqual([...reader, 'plan', 'publish', 'published'])
  expect(permissionsOf(person('auditor'))).toEqual(['open', 'self', 'city', 'audit', 'published'])
  expect(permissionsOf(person('administrator'))).toEqual(PERMISSIONS.filter((each) => each !== 'audit'))
})

test('what concerns everybody takes the whole city', () => {
  const confined = permissionsOf(person('administrator', TOWN))
  for (const permission of ['import', 'ingest', 'accounts', 'operations', 'publish'])
    expect(confined).not.toContain(permission)
  expect(decide(person('administrator', TOWN), 'import')).toEqual({ outcome: 'forbidden', reason: 'scope' })
  expect(decide(person('auditor', TOWN), 'audit').outcome).toBe('forbidden')
})

test('a token does what its kind is for, whatever role it was given', () => {
  expect(permissionsOf(person('administrator', ALL, 'ingest'))).toEqual(['open', 'self', 'ingest'])
  expect(permissionsOf(person('administrator', ALL, 'device'))).toEqual([
    ...['open', 'self', 'city', 'figures', 'detail', 'published'],
  ])
})

test('nobody signed in is told to; a role is told no', () => {
  expect(decide(null, 'figures')).toEqual({ outcome: 'forbidden', reason: 'sign-in' })
  expect(decide(person('auditor'), 'figures')).toEqual({ outcome: 'forbidden', reason: 'role' })
})

test('nobody reads what was published, and nothing else, where the city lets them', () => {
  const isOpen = PERMISSIONS.filter(
    (permission) => decide(null, permission, undefined, true).outcome === 'allowed',
  )
  expect(isOpen).toEqual(['open', 'self', 'published'])
  expect(decide(null, 'published')).toEqual({ outcome: 'forbidden', reason: 'sign-in' })
})

test('a wall reads single matters only where its scene lists them', () => {
  const wall = person('viewer', TOWN, 'device')
  expect(decide(wall, 'incidents').outcome).toBe('forbidden')
  expect(decide({ ...wall, also: ['incidents'] }, 'incidents').outcome).toBe('confined')
  expect(decide({ ...wall, also: ['incidents'] }, 'takeaway').outcome).toBe('forbidden')
})

describe('a confined account', () => {
  const asks = (permission: (typeof PERMISSIONS)[number]) =>
    STANDINGS.map((standing) => decide(person('viewer', TOWN), permission, standing).outcome)
  test('sees names anywhere, totals beside it, matters inside it', () => {
    expect(asks('city')).toEqual(['confined', 'confined', 'confined'])
    expect(asks('figures')).toEqual(['forbidden', 'confined', 'confined'])
    expect(asks('detail')).toEqual(['forbidden', 'forbidden', 'confined'])
    expect(asks('incidents')).toEqual(['forbidden', 'forbidden', 'confined'])
  })
  test('is never allowed more by a nearer standing taken away', () => {
    for (const permission of PERMISSIONS)
      for (const [index, standing] of STANDINGS.entries())
        if (admits(permission, standing))
          for (const nearer of STANDINGS.slice(index)) expect(admits(permission, nearer)).toBe(true)
  })
  test('is not confined by scope all', () => {
    for (const standing of STANDINGS)
      expect(decide(person('viewer'), 'incidents', standing)).toEqual({ outcome: 'allowed' })
  })
})

test('a route without a permission is named', () => {
  const app = new Hono()
  app.get('/api/declared', guard('city') as never, (context) => context.text(''))
  expect(declaredRoutes(app.routes)).toEqual([{ method: 'GET', path: '/api/declared', permission: 'city' }])
  app.post('/api/forgotten', (context) => context.text(''))
  expect(() => declaredRoutes(app.routes)).toThrow('POST /api/forgotten')
})
