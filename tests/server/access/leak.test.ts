// Nobody confined is told of a matter that is not theirs: every readable route is asked in many ways, and no body may hold
// the id or case number of a foreign matter, nor a figure of a unit outside.

import { gunzipSync } from 'node:zlib'
import { VectorTile } from '@mapbox/vector-tile'
import exceljs from 'exceljs'
import { PbfReader } from 'pbf'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { STATES } from '#data/metrics/metric.ts'
import { unitListSchema } from '#data/model/api.ts'
import { sliceResponseSchema } from '#data/model/figuresApi.ts'
import { incidentId } from '#data/model/ids.ts'
import { incidentListSchema } from '#data/model/incidentsApi.ts'
import type { Scope } from '../../../server/access/principal.ts'
import type { StoredIncident } from '../../../server/store/store.ts'
import { TABLES } from '../../../server/takeaway/tables.ts'
import type { TestServer } from '../routes/testServer.ts'
import {
  allIncidents,
  as,
  BUREAU,
  createPeopleServer,
  isOfBureau,
  isOfVillage,
  person,
  VILLAGE,
} from './people.ts'
import { CODES, ROWS } from './routeRows.ts'

let server: TestServer
let incidents: StoredIncident[]
beforeAll(async () => {
  server = await createPeopleServer()
  incidents = (await allIncidents(server)).filter(({ sourceId }) => sourceId.startsWith('CASE-'))
})
afterAll(() => server.close())

const WIDE = 'from=2025-06-01T00:00:00Z&to=2026-06-30T00:00:00Z'
const PLACES = [...Object.values(CODES), 'id:17', '103', '104017']

/** Addresses of every route, with and without a place, over everything there is. */
function addresses(): string[] {
  const found = Object.entries(ROWS)
    .filter(([key]) => key.startsWith('GET /api/'))
    .flatMap(([, { address }]) => PLACES.map(address))
  for (const place of [undefined, ...PLACES]) {
    const within = place === undefined ? '' : `&within=${place}`
    for (const sort of ['received', 'deadline', 'age', 'duration'])
      found.push(`/api/incidents?limit=500&sort=${sort}&${WIDE}${within}`)
    for (const table of TABLES) found.push(`/api/tables/${table}.csv?${WIDE}${within}`)
    found.push(`/api/tables/incidents.xlsx?${WIDE}${within}`, `/api/units?level=grid${within}`)
    for (const organisation of ['', '&organisation=other', '&organisation=bureau,other'])
      found.push(`/api/incidents?limit=500&exclusions=with&${WIDE}${within}${organisation}`)
  }
  for (const { sourceId, id } of incidents) found.push(`/api/search?q=${sourceId}`, `/api/incidents/${id}`)
  for (const z of [14, 10, 6, 0]) {
    const scale = 2 ** z
    const lat = (36.02 * Math.PI) / 180
    const x = Math.floor(((113.02 + 180) / 360) * scale)
    const y = Math.floor(((1 - Math.asinh(Math.tan(lat)) / Math.PI) / 2) * scale)
    found.push(`/api/tiles/cells/${z}/${x}/${y}.mvt?${WIDE}`)
  }
  return [...new Set(found)]
}

async function textOf(response: Response): Promise<string> {
  const bytes = Buffer.from(await response.arrayBuffer())
  const body = response.headers.get('content-encoding') === 'gzip' ? gunzipSync(bytes) : bytes
  const type = response.headers.get('content-type') ?? ''
  if (type.includes('spreadsheet')) {
    const book = new exceljs.Workbook()
    await book.xlsx.load(body as never)
    return JSON.stringify(book.worksheets.map((sheet) => sheet.getSheetValues()))
  }
  if (!type.includes('mapbox-vector-tile')) return body.toString('utf8')
  const { layers } = new VectorTile(new PbfReader(body))
  return JSON.stringify(
    Object.values(layers).flatMap((layer) =>
      Array.from({ length: layer.length }, (_, i) => layer.feature(i).properties),
    ),
  )
}

describe.each([
  ['a village', VILLAGE, isOfVillage],
  ['a bureau', BUREAU, isOfBureau],
] as [string, Scope, (incident: StoredIncident) => boolean][])('confined to %s', (_, scope, isOwn) => {
  test('no answer holds another’s matter, and its own are there', { timeout: 60_000 }, async () => {
    const foreign = incidents.filter((incident) => !isOwn(incident))
    expect(foreign.length).toBeGreaterThan(50)
    const seen = new Set<string>()
    const points = new Set<number>()
    for (const address of addresses()) {
      const text = await textOf(await server.request(address, as(person('viewer', scope))))
      for (const [number] of text.matchAll(/CASE-[\d-]+-X/g)) seen.add(number)
      if (address.includes('/cells/'))
        for (const [, id] of text.matchAll(/"id":(\d+)/g)) points.add(Number(id))
    }
    expect(incidents.filter(({ id }) => points.has(id)).filter((incident) => !isOwn(incident))).toEqual([])
    for (const { sourceId } of foreign) expect(seen.has(sourceId), sourceId).toBe(false)
    expect(
      incidents.filter((incident) => isOwn(incident) && seen.has(incident.sourceId)).length,
    ).toBeGreaterThan(5)
  })

  test('counts are of its own alone', async () => {
    const viewer = as(person('viewer', scope))
    const response = await server.request(`/api/incidents?limit=500&exclusions=with&${WIDE}`, viewer)
    const list = incidentListSchema.parse(await response.json())
    const everything = await allIncidents(server)
    expect(list.total).toBe(everything.filter(isOwn).length)
    expect(list.rows.map(({ id }) => id).sort()).toEqual(
      everything
        .filter(isOwn)
        .map(({ id }) => Number(id))
        .sort(),
    )
  })

  test('points are of its own alone', async () => {
    const services = await cells(scope)
    const located = (await allIncidents(server)).filter((incident) => isOwn(incident) && incident.x !== null)
    expect(services).toBe(located.filter(({ category }) => category !== '0101').length)
  })
})

/** How many matters the cells of the whole city stand for. */
async function cells(scope: Scope): Promise<number> {
  const response = await server.request(`/api/tiles/cells/0/0/0.mvt?${WIDE}`, as(person('viewer', scope)))
  const { layers } = new VectorTile(new PbfReader(Buffer.from(await response.arrayBuffer())))
  const [layer] = Object.values(layers)
  let sum = 0
  for (let i = 0; i < layer.length; i++) sum += Number(layer.feature(i).properties.count)
  return sum
}

describe('figures of a village’s viewer', () => {
  const viewer = as(person('viewer', VILLAGE))
  const rowsOf = async (query: string) =>
    sliceResponseSchema.parse(await (await server.request(`/api/slice?${WIDE}&${query}`, viewer)).json())

  test('begin at its village', async () => {
    const whole = sliceResponseSchema.parse(
      await (
        await server.request(`/api/slice?${WIDE}&within=101&metrics=received`, as(person('viewer')))
      ).json(),
    )
    const own = await rowsOf('metrics=received&level=grid')
    expect(own.unit).toEqual(whole.unit)
    expect(own.rows.map(({ code }) => code)).toEqual(['101001', '101002', '101005', '101006'])
    expect(own.unlocated.received).toBe(0)
  })

  test('show its siblings’ and their parent’s totals, and no grid of theirs', async () => {
    const beside = await rowsOf('within=1&level=village&metrics=received')
    expect(beside.rows.map(({ figures }) => figures.received.state)).toEqual(['ok', 'ok', 'ok', 'ok'])
    const below = await rowsOf('within=1&level=grid&metrics=received')
    expect(below.rows.map(({ code }) => code.slice(0, 3))).toEqual(['101', '101', '101', '101'])
    expect(below.receivedAbove).toBe(0)
  })

  test('are “not yours” elsewhere on the map, with every border drawn', async () => {
    const address = `/api/tiles/1/grid/11/1666/804.mvt?metrics=received,density&${WIDE}`
    const states = new Map<string, number>()
    for (const [x, y] of [1665, 1666, 1667].flatMap((x) => [803, 804, 805].map((y) => [x, y]))) {
      const response = await server.request(address.replace('1666/804', `${x}/${y}`), viewer)
      const { layers } = new VectorTile(new PbfReader(Buffer.from(await response.arrayBuffer())))
      for (const name of ['units', 'labels'])
        for (let i = 0; i < (layers[name]?.length ?? 0); i++) {
          const { properties } = layers[name].feature(i)
          const state = STATES[Number(properties.state)]
          const isOwn = [1, 2, 5, 6].includes(Number(layers[name].feature(i).id ?? properties.id))
          states.set(state, (states.get(state) ?? 0) + 1)
          if (!isOwn) expect(properties).toMatchObject({ received: 0, density: 0 })
          expect(state === 'forbidden').toBe(!isOwn)
        }
    }
    expect(states.get('forbidden')).toBeGreaterThan(10)
    expect(states.get('ok')).toBeGreaterThan(3)
  })

  test('are “not yours” in a file of boundaries, which has them all', async () => {
    const response = await server.request(`/api/coverage/1/grid.geojson?metrics=received&${WIDE}`, viewer)
    const { features } = (await response.json()) as {
      features: { properties: Record<string, unknown>; geometry: unknown }[]
    }
    expect(features.length).toBe(17)
    for (const { properties } of features) {
      const isOwn = String(properties.code).startsWith('101')
      expect(properties.receivedState === 'forbidden').toBe(!isOwn)
      if (!isOwn)
        expect([properties.received, properties.receivedNumerator, properties.households]).toEqual([
          null,
          0,
          null,
        ])
    }
  })

  test('lists of units hold its own and those beside it', async () => {
    const list = async (query: string) =>
      unitListSchema
        .parse(await (await server.request(`/api/units?${query}`, viewer)).json())
        .rows.map(({ code }) => code)
    expect(await list('level=grid')).toEqual(['101001', '101002', '101005', '101006'])
    expect(await list('within=1')).toEqual(['101', '102', '103', '104'])
    expect(await list('within=1&level=grid')).toEqual(['101001', '101002', '101005', '101006'])
  })

  test('a tile of one scope is no tile of another', async () => {
    const { seq } = await server.store.head()
    const address = `/api/tiles/1/grid/11/1666/804.mvt?metrics=received&${WIDE}&asOf=2026-06-30T00:00:00Z&seq=${seq}`
    expect(seq).toBeGreaterThan(3)
    const tags = new Set<string | null>()
    for (const scope of [VILLAGE, BUREAU, { kind: 'all' }, { kind: 'unit', code: '102' }] as Scope[]) {
      const response = await server.request(address, as(person('viewer', scope)))
      expect(response.headers.get('cache-control')).toMatch(/^private/)
      expect(response.headers.get('vary')).toMatch(/cookie/i)
      tags.add(response.headers.get('etag'))
    }
    expect(tags.size).toBe(4)
  })
})

test('a scope that is nowhere sees nothing', async () => {
  const lost = as(person('viewer', { kind: 'unit', code: '999' }))
  for (const address of ['/api/slice', '/api/series', '/api/incidents', '/api/units?level=grid'])
    expect((await server.request(address, lost)).status, address).toBe(403)
  expect((await server.request(`/api/incidents/${incidentId(1)}`, lost)).status).toBe(404)
})
