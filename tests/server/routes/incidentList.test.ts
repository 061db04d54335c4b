// The list of cases says the same as the figures, whatever is filtered; in every order each case stands once.
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sliceResponseSchema } from '#data/model/figuresApi.ts'
import { INCIDENT_SORTS, type IncidentList, incidentListSchema } from '#data/model/incidentsApi.ts'
import { AGE_BUCKETS } from '#data/model/slice.ts'
import { gridIncidents, NOW_MS } from '../../fixtures/gridCity.ts'
import { createTestServer, type TestServer } from './testServer.ts'

const DAY_MS = 86_400_000
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

test('a stock of a past range is listed as it stood at the range’s end, as it was counted', async () => {
  const end = new Date(NOW_MS - 4 * DAY_MS).toISOString()
  // Extended after the end: no longer late then, as the figures know by now.
  const extended = {
    ...gridIncidents()[0],
    sourceId: 'extended',
    moments: { received: NOW_MS - 9 * DAY_MS, extended: NOW_MS - 2 * DAY_MS, handled: NOW_MS - DAY_MS },
    deadlineAt: NOW_MS - DAY_MS,
    originalDeadlineAt: NOW_MS - 8 * DAY_MS,
  }
  await server.store.appendIncidents([extended])
  const range = `within=1&from=2026-06-01T00:00:00Z&to=${end}`
  const list = async (query: string) =>
    (await server.json(`/api/incidents?${range}&limit=500&${query}`, incidentListSchema)).rows
  const [open, overdue] = [await list('state=open&sort=age'), await list('state=overdue')]
  const slice = await server.json(`/api/slice?${range}&metrics=open,overdue`, sliceResponseSchema)
  const endedSince = (await list('sort=age')).filter(({ endedAt }) => endedAt !== null && endedAt > end)
  expect(endedSince.length).toBeGreaterThan(0)
  expect(open.map(({ id }) => id)).toEqual(expect.arrayContaining(endedSince.map(({ id }) => id)))
  for (const row of open)
    expect(row).toMatchObject({ endedAt: null, state: expect.stringMatching(/^(open|overdue)$/) })
  const late = open.filter(({ state }) => state === 'overdue')
  expect(late.map(({ id }) => id).sort()).toEqual(overdue.map(({ id }) => id).sort())
  expect(open).toHaveLength(slice.unit.figures.open.numerator)
  expect(late).toHaveLength(slice.unit.figures.overdue.numerator)
  expect(open.find(({ sourceId }) => sourceId === 'extended')?.state).toBe('open')
  expect(slice.oldestOpenReceivedAt).toBe(open[0].receivedAt)
  // One bucket of age, whatever is listed: the same rows, told the same.
  const aged = await list('age=d0,d1')
  expect(aged.length).toBeGreaterThan(0)
  for (const row of aged) expect(open).toContainEqual(row)
})

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
