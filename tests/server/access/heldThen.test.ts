// An organisation's matters are those it was responsible for at the moment a figure is about, not those it has now.
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Assignment } from '#data/model/assignment.ts'
import { sliceResponseSchema } from '#data/model/figuresApi.ts'
import { incidentListSchema } from '#data/model/incidentsApi.ts'
import { NOW_MS } from '../../fixtures/gridCity.ts'
import type { TestServer } from '../routes/testServer.ts'
import { allIncidents, as, BUREAU, createPeopleServer, person } from './people.ts'

const DAY_MS = 86_400_000
const at = (daysAgo: number): number => NOW_MS - daysAgo * DAY_MS
const lead = (organisation: string, fromAt: number, toAt: number | null): Assignment => ({
  ...{ organisation, role: 'lead', fromAt, toAt, deadlineAt: null },
  outcome: toAt === null ? null : 'transferred',
})
const viewer = as(person('viewer', BUREAU))
const day = (daysAgo: number) => new Date(at(daysAgo)).toISOString()

let server: TestServer
let ids: Record<'passedOn' | 'taken' | 'never', number>
beforeAll(async () => {
  server = await createPeopleServer()
  const [common] = await allIncidents(server)
  const base = { ...common, moments: { received: at(20) }, deadlineAt: null, assignments: undefined }
  await server.store.appendIncidents(
    ['passedOn', 'taken', 'never'].map((sourceId) => ({ ...base, sourceId, organisation: 'other' })),
  )
  await server.store.assignIncidents(
    [
      ['passedOn', [lead('office', at(19), at(10)), lead('other', at(10), null)]],
      ['taken', [lead('other', at(19), at(10)), lead('office', at(10), null)]],
      ['never', [lead('other', at(19), null)]],
    ].map(([sourceId, assignments]) => ({
      ...{ source: base.source, sourceId: sourceId as string },
      assignments: assignments as Assignment[],
    })),
  )
  const idOf = async (sourceId: string) =>
    Number((await server.store.findIncidents([base.source], sourceId))[0].id)
  ids = { passedOn: await idOf('passedOn'), taken: await idOf('taken'), never: await idOf('never') }
})
afterAll(() => server.close())

async function openAt(daysAgo: number): Promise<number[]> {
  const window = `from=${day(25)}&to=${day(daysAgo)}&asOf=${day(daysAgo)}&exclusions=with`
  const response = await server.request(`/api/incidents?state=open&limit=500&${window}`, viewer)
  const list = incidentListSchema.parse(await response.json())
  const figures = await server.request(`/api/slice?metrics=open&level=city&${window}`, viewer)
  const slice = sliceResponseSchema.parse(await figures.json())
  expect(slice.unit?.figures.open.value ?? 0).toBe(list.total)
  return list.rows.map(({ id }) => Number(id)).filter((id) => Object.values(ids).includes(id))
}

test('what it held then is in its list of then, what it holds now in that of now', async () => {
  expect(await openAt(15)).toEqual([ids.passedOn])
  expect(await openAt(5)).toEqual([ids.taken])
})

test('a matter it once answered for opens, one it never did does not', async () => {
  const statusOf = async (id: number) => (await server.request(`/api/incidents/${id}`, viewer)).status
  expect([await statusOf(ids.passedOn), await statusOf(ids.taken), await statusOf(ids.never)]).toEqual([
    200, 200, 404,
  ])
})
