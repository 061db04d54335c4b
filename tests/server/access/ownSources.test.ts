// When matters of a source came in is told of one's own alone.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { cityInfoSchema } from '#data/model/api.ts'
import { NOW_MS } from '../../fixtures/gridCity.ts'
import type { TestServer } from '../routes/testServer.ts'
import {
  ALL,
  allIncidents,
  as,
  BUREAU,
  createPeopleServer,
  isOfBureau,
  isOfVillage,
  person,
  VILLAGE,
} from './people.ts'

let server: TestServer
beforeAll(async () => {
  server = await createPeopleServer()
  const [common] = await allIncidents(server)
  await server.store.appendIncidents([
    // The newest of all, elsewhere, nobody's; and a source that is heard of nowhere else.
    { ...common, sourceId: 'last', unitId: null, organisation: null, moments: { received: NOW_MS - 1234 } },
    { ...common, source: 'elsewhere', sourceId: 'x', unitId: null, organisation: null },
  ])
})
afterAll(() => server.close())

const sourcesOf = async (scope: typeof ALL) =>
  cityInfoSchema.parse(await (await server.request('/api/city', as(person('viewer', scope)))).json()).sources

test.each([
  [VILLAGE, isOfVillage],
  [BUREAU, isOfBureau],
])('%o', async (scope, isOwn) => {
  const everything = await allIncidents(server)
  const found = await sourcesOf(scope)
  expect(found.map(({ source }) => source)).not.toContain('elsewhere')
  for (const { source, firstReceivedAt, lastReceivedAt, lastWrittenAt, count } of found) {
    const own = everything.filter((incident) => incident.source === source && isOwn(incident))
    expect(Date.parse(lastReceivedAt)).toBe(Math.max(...own.map(({ moments }) => moments.received)))
    expect([Date.parse(lastWrittenAt) % 60_000, count]).toEqual([0, null])
    expect(firstReceivedAt).toBeUndefined()
  }
  expect(found.length).toBeGreaterThan(0)
})

test('whoever sees the whole city is told everything', async () => {
  const found = await sourcesOf(ALL)
  expect(found.map(({ source }) => source)).toContain('elsewhere')
  expect(Math.max(...found.map(({ lastReceivedAt }) => Date.parse(lastReceivedAt)))).toBe(NOW_MS - 1234)
  const first = Math.min(...(await allIncidents(server)).map(({ moments }) => moments.received))
  expect(Math.min(...found.map(({ firstReceivedAt }) => Date.parse(firstReceivedAt ?? '')))).toBe(first)
})
