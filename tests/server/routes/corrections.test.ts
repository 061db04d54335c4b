// What one case tells of its own history.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { searchResponseSchema } from '#data/model/api.ts'
import { unitId } from '#data/model/ids.ts'
import { incidentDetailSchema } from '#data/model/incidentsApi.ts'
import { gridIncidents, NOW_MS } from '../../fixtures/gridCity.ts'
import { createTestServer, type TestServer } from './testServer.ts'

let server: TestServer
beforeAll(async () => {
  server = await createTestServer()
})
afterAll(() => server.close())

const detail = async (sourceId: string) => {
  const [{ id }] = (await server.json(`/api/search?q=${sourceId}`, searchResponseSchema)).incidents
  return server.json(`/api/incidents/${id}`, incidentDetailSchema)
}

test('corrections are told newest first with what they changed; progress is none of them', async () => {
  const record = gridIncidents().find(({ sourceId }) => sourceId === '5-0')!
  expect(await detail('5-0')).toMatchObject({ corrections: [], originalDeadlineAt: null })
  const moments = { ...record.moments, accepted: record.moments.received + 60_000 }
  await server.store.appendIncidents([{ ...record, moments }])
  expect((await detail('5-0')).corrections).toEqual([])
  const later = Number(record.deadlineAt) + 3_600_000
  await server.store.appendIncidents([{ ...record, moments, deadlineAt: later }])
  const moved = { ...moments, accepted: moments.accepted + 1 }
  await server.store.appendIncidents([{ ...record, moments: moved, deadlineAt: later, unitId: unitId(6) }])
  const { corrections, originalDeadlineAt, deadlineAt } = await detail('5-0')
  expect(corrections.map(({ fields }) => fields)).toEqual([['place', 'accepted'], ['deadlineAt']])
  expect(corrections[0].writtenAt).toBe(new Date(NOW_MS).toISOString())
  expect(originalDeadlineAt).toBe(new Date(Number(record.deadlineAt)).toISOString())
  expect(deadlineAt).toBe(new Date(later).toISOString())
})
