// The public tables over HTTP: made once, from whole months, and giving nothing small away, even put together.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type Publication,
  type PublicTable,
  publicationListSchema,
  publicationSchema,
} from '#data/model/publication.ts'
import type { Role } from '../../../server/access/principal.ts'
import { recover } from '../../data/publication/attack.ts'
import { NOW_MS } from '../../fixtures/gridCity.ts'
import { createTestServer, type TestServer } from './testServer.ts'

let server: TestServer
let role: Role | null = 'planner'
/** Some days into the month after that of the incidents. */
const LATER_MS = NOW_MS + 5 * 86_400_000
const thisMonth = new Date(LATER_MS).toISOString().slice(0, 7)
const monthBefore = (months: number): string => {
  const at = new Date(`${thisMonth}-15T00:00:00Z`)
  at.setUTCMonth(at.getUTCMonth() - months)
  return at.toISOString().slice(0, 7)
}

beforeAll(async () => {
  server = await createTestServer({
    nowMs: LATER_MS,
    authenticate: () =>
      role && {
        kind: role === 'public' ? 'public' : 'account',
        id: role,
        displayName: role,
        role,
        scope: { kind: 'all' },
      },
  })
})
afterAll(() => server.close())

function post(path: string, body: unknown): Promise<Response> {
  return server.request(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
}
async function publish(month: string, level = 'grid'): Promise<Publication> {
  role = 'planner'
  const response = await post('/api/publications', { month, level })
  expect(response.status, await response.clone().text()).toBe(200)
  return publicationSchema.parse(await response.json())
}

/** The table as somebody outside has it: hidden cells hold nothing, so the attack starts from 0 there. */
function outside({ rows, groups, counts }: PublicTable) {
  const cells = counts.flat()
  return {
    table: {
      rows: rows.map((row) => ({ ...row, name: row.name ?? '' })),
      groups: groups.map(({ key }) => key),
      counts: Int32Array.from(cells, (count) => count ?? 0),
    },
    isHidden: Uint8Array.from(cells, (count) => (count === null ? 1 : 0)),
  }
}

describe('public tables', () => {
  it('tell nothing that was left out to whoever adds and subtracts', async () => {
    const publication = await publish(monthBefore(1))
    let hidden = 0
    for (const published of publication.tables) {
      const { table, isHidden } = outside(published)
      hidden += isHidden.reduce((sum, one) => sum + one, 0)
      expect(published.small + published.withThem).toBe(isHidden.reduce((sum, one) => sum + one, 0))
      const shown = published.counts.flat().filter((count) => count !== null)
      expect(shown.every((count) => count === 0 || count >= 10)).toBe(true)
      const known = [...recover(table, isHidden).values()]
      expect(known.filter((count) => count > 0 && count < 10)).toEqual([])
    }
    expect(hidden).toBeGreaterThan(0)
  })

  it('are the same for ever, and a month is published once', async () => {
    const month = monthBefore(2)
    const first = await publish(month)
    const again = await post('/api/publications', { month, level: 'village' })
    expect(again.status).toBe(409)
    role = 'public'
    expect(await server.json(`/api/publications/${month}`, publicationSchema)).toEqual(first)
    const list = await server.json('/api/publications', publicationListSchema)
    expect(list.rows.map((row) => row.month)).toContain(month)
    expect(list.newestMonth).toBe(monthBefore(1))
  })

  it('of one month asked for twice at once are made once', async () => {
    role = 'planner'
    const month = monthBefore(4)
    const both = await Promise.all([1, 2].map(() => post('/api/publications', { month, level: 'village' })))
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409])
  })

  it('are previewed without being kept', async () => {
    role = 'planner'
    const month = monthBefore(3)
    expect((await post('/api/publications/preview', { month, level: 'village' })).status).toBe(200)
    await server.problem(`/api/publications/${month}`, 404)
  })

  it('need a month that is over, a level there is, and the right to publish', async () => {
    role = 'planner'
    const refusal = async (body: unknown) => (await post('/api/publications', body)).status
    expect(await refusal({ month: thisMonth, level: 'grid' })).toBe(422)
    expect(await refusal({ month: monthBefore(5), level: 'galaxy' })).toBe(422)
    expect(await refusal({ month: '2026-13', level: 'grid' })).toBe(400)
    role = 'viewer'
    expect(await refusal({ month: monthBefore(5), level: 'grid' })).toBe(403)
    role = 'public'
    expect((await server.request('/api/city')).status).not.toBe(200)
    expect((await server.request('/api/imports')).status).not.toBe(200)
  })

  it('are not taken for import reports', async () => {
    role = 'administrator'
    const imports = (await (await server.request('/api/imports')).json()) as { rows: unknown[] }
    expect(imports.rows.every((row) => !JSON.stringify(row).includes('publication'))).toBe(true)
    await server.problem(`/api/imports/publication-${monthBefore(1)}`, 404)
  })
})
