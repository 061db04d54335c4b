// The list of cases says the same as the figures, whatever is filtered; in every order each case stands once.
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sliceResponseSchema } from '#data/model/figuresApi.ts'
import { INCIDENT_SORTS, type IncidentList, incidentListSchema } from '#data/model/incidentsApi.ts'
import { AGE_BUCKETS } from '#data/model/slice.ts'
import { createTestServer, type TestServer } from './testServer.ts'

let server: TestServer
beforeAll(async () => {
  server = await createTestServer()
})
afterAll(() => server.close())

const some = <T>(...of: T[]) => fc.subarray(of).map((items) => items.join(','))
const filters = fc.record({
  from: fc.constantFrom('2025-07-01T00:00:00Z', '2026-06-20T00:00:00Z', '2026-06-28T16:00:00Z'),
  to: fc.constantFrom('2026-06-29T00:00:00Z', '2026-07-01T00:00:00Z'),
  within: fc.constantFrom('1', '101', '103', '101001', '104016'),
  basis: fc.constantFrom('default', 'received', 'settled', 'closed'),
  category: some('01', '04'),
  source: some('worker', 'calls'),
  hour: some(...Array.from({ length: 24 }, (_, hour) => hour)),
  weekday: some(1, 2, 3, 4, 5, 6, 7),
  age: fc.oneof(fc.constant(''), some(...AGE_BUCKETS.map(({ key }) => key))),
  exclusions: fc.constantFrom('without', 'with'),
})
type Filters = typeof filters extends fc.Arbitrary<infer T> ? T : never
const queryOf = (given: object) =>
  new URLSearchParams(
    Object.entries(given).flatMap(([key, value]) => (value === '' ? [] : [[key, String(value)]])),
  )

async function allPages(query: URLSearchParams, limit: number): Promise<IncidentList[]> {
  const pages: IncidentList[] = []
  for (let cursor: string | null = ''; cursor !== null; cursor = pages[pages.length - 1].nextCursor) {
    const page = new URLSearchParams(query)
    page.set('limit', String(limit))
    if (cursor) page.set('cursor', cursor)
    pages.push(await server.json(`/api/incidents?${page}`, incidentListSchema))
  }
  return pages
}

const figures = async (given: Filters) => {
  const query = queryOf({ ...given, metrics: 'received,open,overdue' })
  return (await server.json(`/api/slice?${query}`, sliceResponseSchema)).unit.figures
}

test('the list counts what the figure counts, for random filters, places and windows', () =>
  fc.assert(
    fc.asyncProperty(filters, fc.constantFrom(...INCIDENT_SORTS), async (given, sort) => {
      const { received, open, overdue } = await figures(given)
      const pages = await allPages(queryOf({ ...given, sort }), 37)
      const ids = new Set(pages.flatMap(({ rows }) => rows.map(({ id }) => id)))
      for (const { total, withheld } of pages) {
        expect(total).toBe(received.numerator)
        expect(ids.size).toBe((total ?? Number.NaN) - withheld)
      }
      for (const [state, figure] of [['open', open] as const, ['overdue', overdue] as const]) {
        const list = await server.json(`/api/incidents?${queryOf({ ...given, state })}`, incidentListSchema)
        expect(list.total).toBe(figure.numerator)
      }
    }),
    { numRuns: 40 },
  ))

test('inside a grid sensitive cases are counted but not listed', async () => {
  const year = 'from=2025-07-01T00:00:00Z&to=2026-07-01T00:00:00Z&limit=500'
  const grid = await server.json(`/api/incidents?${year}&within=102008`, incidentListSchema)
  expect(grid.withheld).toBeGreaterThan(0)
  expect(grid.rows).toHaveLength((grid.total ?? Number.NaN) - grid.withheld)
  expect(grid.rows.some(({ sensitive }) => sensitive)).toBe(false)
  const village = await server.json(`/api/incidents?${year}&within=102`, incidentListSchema)
  expect(village.withheld).toBe(0)
  expect(
    village.rows.filter(({ sensitive }) => sensitive).every(({ unit }) => unit?.level === 'village'),
  ).toBe(true)
})

test('each order is what it says', async () => {
  const year = 'from=2025-07-01T00:00:00Z&to=2026-07-01T00:00:00Z&limit=500'
  const list = async (query: string) =>
    (await server.json(`/api/incidents?${year}&${query}`, incidentListSchema)).rows
  const deadlines = (await list('sort=deadline&state=overdue')).map(({ deadlineAt }) => String(deadlineAt))
  expect(deadlines).toEqual([...deadlines].sort())
  const aged = await list('sort=age')
  const firstEnded = aged.findIndex(({ endedAt }) => endedAt !== null)
  expect(aged.slice(firstEnded).every(({ endedAt }) => endedAt !== null)).toBe(true)
  const open = aged.slice(0, firstEnded).map(({ receivedAt }) => receivedAt)
  expect(open).toEqual([...open].sort())
  const ended = (await list('sort=duration&state=handled')).map(
    ({ endedAt, receivedAt }) => Date.parse(String(endedAt)) - Date.parse(receivedAt),
  )
  expect(ended).toEqual([...ended].sort((a, b) => b - a))
})

test('a cursor that is none is refused by name', async () => {
  expect(await server.problem('/api/incidents?cursor=x', 400)).toHaveProperty('cursor')
  expect(await server.problem('/api/incidents?sort=name', 400)).toHaveProperty('sort')
})
