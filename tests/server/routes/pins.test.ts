// A pinned question says the same for ever: after late matters, corrections and redrawn boundaries, byte for byte.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  searchResponseSchema,
  sliceResponseSchema,
  tileJsonSchema,
  unitDetailSchema,
} from '#data/model/api.ts'
import { unitId } from '#data/model/ids.ts'
import type { Unit } from '#data/model/unit.ts'
import { GRID_UNITS, gridCoverage, gridIncidents, NOW_MS } from '../../fixtures/gridCity.ts'
import { createTestServer, type TestServer } from './testServer.ts'

let server: TestServer
let pin = ''
let before: Map<string, string>

const metrics = 'metrics=received,density,handledRate,open,overdue,perThousandHouseholds'
/** Everything a page asks or takes away, but for what names the moment of asking itself. */
const questions = () => [
  `/api/slice?within=1&level=grid&${metrics}&compare=previous,lastYear&window=P30D&${pin}`,
  `/api/slice?within=104&level=grid&${metrics}&category=04&window=P12M&${pin}`,
  `/api/classes?within=1&window=P12M&${pin}`,
  `/api/series?within=104&${pin}`,
  `/api/breakdown?within=104&by=category,source&${pin}`,
  `/api/incidents?within=104&limit=200&${pin}`,
  `/api/tables/units.csv?within=1&level=grid&${pin}`,
  `/api/tables/series.csv?within=104&${pin}`,
  `/api/tables/categories.csv?within=104&${pin}`,
  `/api/tables/incidents.csv?within=104&${pin}`,
  `/api/map.svg?within=104&level=grid&${pin}`,
  `/api/incidents/1?${pin}`,
  `/api/incidents/2?${pin}`,
  `/api/search?q=4村&${pin}`,
  `/api/search?q=16&${pin}`,
  `/api/search?q=${gridIncidents()[0].sourceId}&${pin}`,
  '/api/units/104?version=1',
  '/api/units?within=104&level=grid&version=1',
]

async function answers(): Promise<Map<string, string>> {
  const found = new Map<string, string>()
  for (const path of questions()) {
    const response = await server.request(path)
    expect(response.status, `${path}: ${await response.clone().text()}`).toBe(200)
    found.set(path, await response.text())
  }
  const tileJson = await server.json(`/api/tiles/1/grid.json?${metrics}&window=P12M&${pin}`, tileJsonSchema)
  const path = `${new URL(tileJson.tiles[0], 'http://localhost').pathname}`
    .replace(/%7B/g, '{')
    .replace(/%7D/g, '}')
  const tile = path.replace('{z}', '11').replace('{x}', '1666').replace('{y}', '804')
  const search = new URL(tileJson.tiles[0], 'http://localhost').search
  const response = await server.request(tile + search)
  expect(response.status).toBe(200)
  found.set('tile', Buffer.from(await response.arrayBuffer()).toString('base64'))
  const cells = await server.request(`/api/tiles/cells/11/1666/804.mvt?window=P12M&${pin}`)
  expect(cells.status).toBe(200)
  found.set('cells', Buffer.from(await cells.arrayBuffer()).toString('base64'))
  return found
}

/** The next version: grid 16 is gone into 15, 104 has a new name and more households, 102 a new grid 18. */
function redrawn(): { units: Unit[]; coverage: ReturnType<typeof gridCoverage> } {
  const coverage = gridCoverage()
  const merge = (sides: Float64Array): Float64Array =>
    sides.map((id) => (id === 16 ? 15 : id === 4 ? 18 : id))
  const left = merge(coverage.left)
  const right = merge(coverage.right)
  const kept = [...left.keys()].filter((arc) => left[arc] !== right[arc])
  const points = kept.flatMap((arc) => [coverage.offsets[arc], coverage.offsets[arc] + 1])
  const units = GRID_UNITS.filter(({ id }) => id !== 16).map((unit) =>
    Number(unit.id) === 204
      ? { ...unit, name: '新四村', households: 9000 }
      : Number(unit.id) === 4
        ? { ...unit, id: unitId(18), code: '102018', name: '18格' }
        : unit,
  )
  return {
    units,
    coverage: {
      offsets: Uint32Array.from({ length: kept.length + 1 }, (_, i) => i * 2),
      xs: Int32Array.from(points, (at) => coverage.xs[at]),
      ys: Int32Array.from(points, (at) => coverage.ys[at]),
      left: Float64Array.from(kept, (arc) => left[arc]),
      right: Float64Array.from(kept, (arc) => right[arc]),
    },
  }
}

beforeAll(async () => {
  server = await createTestServer()
  const live = await server.json('/api/slice', sliceResponseSchema)
  pin = `asOf=${live.slice.asOf}&seq=${live.slice.seq}&version=${live.version}`
  before = await answers()
  const [first, second, ...others] = gridIncidents()
  // Late matters, received long before the pin, and corrections of what was counted.
  await server.store.appendIncidents(
    others.slice(0, 60).map((each, i) => ({ ...each, sourceId: `late-${i}`, unitId: unitId(12) })),
  )
  await server.store.appendIncidents([
    { ...first, moments: { ...first.moments, handled: NOW_MS - 1000, voided: NOW_MS - 500 } },
    { ...second, category: '04', unitId: unitId(11) },
    ...others.slice(70, 140).map((each) => ({ ...each, unitId: unitId(15), deadlineAt: NOW_MS - 1000 })),
  ])
  await server.store.publishVersion({ effectiveFrom: '2026-06-01', note: 'redrawn', ...redrawn() })
})
afterAll(() => server.close())

describe('a pinned question', () => {
  test('gets the same answer after late matters, corrections and a new version', async () => {
    const after = await answers()
    for (const [path, body] of before) expect(after.get(path), path).toBe(body)
  })

  test('is not what is asked live by now', async () => {
    const live = await server.json('/api/slice?within=104&level=grid&metrics=received', sliceResponseSchema)
    const pinned = await server.json(
      `/api/slice?within=104&level=grid&metrics=received&${pin}`,
      sliceResponseSchema,
    )
    expect(live.version).toBe(2)
    expect(live.unit.name).toBe('新四村')
    expect(pinned.unit.name).toBe('4村')
    expect(live.unit.figures.received.value).not.toBe(pinned.unit.figures.received.value)
    expect(pinned.complete).toBe(true)
    expect((await server.json('/api/units/104?version=1', unitDetailSchema)).children).toHaveLength(5)
  })

  test('about one case, or by search, differs from what is told live by now', async () => {
    const { sourceId } = gridIncidents()[0]
    for (const path of ['/api/incidents/1?', '/api/incidents/2?', `/api/search?q=${sourceId}&`])
      expect(before.get(path + pin), path).not.toBe(await (await server.request(path.slice(0, -1))).text())
    const search = async (q: string, pinned: string) =>
      (await server.json(`/api/search?q=${q}${pinned}`, searchResponseSchema)).units.map(({ name }) => name)
    expect(await search('新四村', '')).toContain('新四村')
    expect(await search('新四村', `&${pin}`)).not.toContain('新四村')
  })

  test('does not know a case that came in after it', async () => {
    const late = await server.json('/api/search?q=late-1', searchResponseSchema)
    expect(late.incidents).toHaveLength(1)
    const pinned = await server.json(`/api/search?q=late-1&${pin}`, searchResponseSchema)
    expect(pinned.incidents).toHaveLength(0)
    expect((await server.request(`/api/incidents/${late.incidents[0].id}?${pin}`)).status).toBe(404)
  })

  test('of a version that was never published is refused', async () => {
    for (const path of ['slice', 'classes', 'series', 'incidents', 'map.svg'])
      expect(await server.problem(`/api/${path}?version=7`, 404)).toHaveProperty('version')
  })
})
