// A pinned question says the same for ever: after late matters, corrections and redrawn boundaries, byte for byte.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { searchResponseSchema, unitDetailSchema } from '#data/model/api.ts'
import { sliceResponseSchema } from '#data/model/figuresApi.ts'
import { unitId } from '#data/model/ids.ts'
import type { Unit } from '#data/model/unit.ts'
import { TABLES } from '../../../server/takeaway/tables.ts'
import { GRID_UNITS, gridCoverage, gridIncidents, NOW_MS } from '../../fixtures/gridCity.ts'
import { createTestServer, type TestServer } from './testServer.ts'

let server: TestServer
let pin = ''
let before: Map<string, string>

const metrics = 'metrics=received,density,handledRate,open,overdue,perThousandHouseholds'
const DAYS = 'days=2026-05-01/2026-05-31,2026-06-01/2026-06-14'
const [first] = gridIncidents()
/** Everything a page asks or takes away, by route; the pin is added to each. */
const PINNED: Readonly<Record<string, readonly string[]>> = {
  'GET /api/slice': [
    `/api/slice?within=1&level=grid&${metrics}&compare=previous,lastYear&window=P30D`,
    `/api/slice?within=104&level=grid&${metrics}&category=04&window=P12M`,
    '/api/slice?within=104&level=grid&metrics=handledRate&figures=smoothed&window=P12M',
  ],
  'GET /api/classes': ['/api/classes?within=1&window=P12M'],
  'GET /api/evidence': [
    '/api/evidence?within=1&level=village&window=P12M',
    '/api/evidence?within=1&level=village&metric=density&unit=104&window=P12M',
  ],
  'GET /api/series': ['/api/series?within=104'],
  'GET /api/frames': [`/api/frames?within=104&level=grid&headline=received&${DAYS}`],
  'GET /api/breakdown': [
    '/api/breakdown?within=104&by=category,source,organisation,age&metrics=received,overdue',
  ],
  'GET /api/incidents': [
    '/api/incidents?within=104&limit=200',
    '/api/incidents?within=1&state=overdue&sort=deadline&limit=200&exclusions=with',
  ],
  'GET /api/incidents/:incident': [1, 2, 4].map((id) => `/api/incidents/${id}?`),
  'GET /api/search': ['4村', '16', first.sourceId].map((q) => `/api/search?q=${q}`),
  'GET /api/tables/:file': TABLES.map(
    (table) => `/api/tables/${table}.csv?within=104${table === 'units' ? '&level=grid' : ''}`,
  ),
  'GET /api/map.svg': [
    '/api/map.svg?within=104&level=grid',
    '/api/map.svg?within=1&level=village&sheet=picture',
  ],
  'GET /api/coverage/:version/:file': ['/api/coverage/1/grid.geojson?metrics=received&window=P12M'],
  'GET /api/tiles/cells/:z/:x/:y': ['/api/tiles/cells/11/1666/804.mvt?window=P12M'],
  'GET /api/tiles/:version/:file': [`/api/tiles/1/grid.json?${metrics}&window=P12M`],
  'GET /api/tiles/:version/:level/:z/:x/:y': [`/api/tiles/1/grid/11/1666/804.mvt?${metrics}&window=P12M`],
}
/** Told of a version by its own parameter. */
const OF_VERSION: Readonly<Record<string, readonly string[]>> = {
  'GET /api/units': ['/api/units?within=104&level=grid&version=1'],
  'GET /api/units/:unit': ['/api/units/104?version=1'],
}
/** Routes that have no moment: of the server, of people, of imports, of what was published, of settings. */
const WITHOUT_MOMENT =
  /^GET \/api\/(health|me|sign-in|account|users|sessions|tokens|city|metrics|imports|sources|publications|audit|openapi|docs|bulletin\/template)/
/** Zipped with the time of zipping; what stands in it is asked of tables and figures. */
const NOT_BY_BYTES = ['GET /api/bulletin.docx']

const questions = (): string[] => [
  ...Object.values(PINNED).flatMap((paths) =>
    paths.map((path) => `${path}${path.endsWith('?') ? '' : '&'}${ofPath(path)}`),
  ),
  ...Object.values(OF_VERSION).flat(),
]
/** A version in the path is no parameter. */
const ofPath = (path: string): string =>
  /^\/api\/(tiles|coverage)\//.test(path) ? pin.replace(/&version=\d+/, '') : pin

async function answers(): Promise<Map<string, string>> {
  const found = new Map<string, string>()
  for (const path of questions()) {
    const response = await server.request(path)
    const body = Buffer.from(await response.arrayBuffer())
    expect(response.status, `${path}: ${body}`).toBe(200)
    found.set(path, body.toString('base64'))
  }
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
  // A deadline that was extended a minute ago, and matters given to another, both long after the pin's sequence.
  const due = NOW_MS - 3_600_000
  await server.store.appendIncidents([
    {
      ...others[1],
      moments: { ...others[1].moments, handled: null, closed: null, extended: NOW_MS - 60_000 },
      ...{ originalDeadlineAt: due, deadlineAt: NOW_MS + 3_600_000 },
    },
  ])
  const lead = { role: 'lead' as const, toAt: null, deadlineAt: due, outcome: null }
  await server.store.assignIncidents(
    others.slice(2, 40).map(({ source, sourceId, moments }) => ({
      ...{ source, sourceId },
      assignments: [{ ...lead, organisation: 'bureau', fromAt: moments.received }],
    })),
  )
  await server.store.publishVersion({ effectiveFrom: '2026-06-01', note: 'redrawn', ...redrawn() })
})
afterAll(() => server.close())

describe('a pinned question', () => {
  test('gets the same answer after late matters, corrections and a new version', async () => {
    const after = await answers()
    for (const [path, body] of before) expect(after.get(path), path).toBe(body)
  })

  test('would be answered otherwise live', async () => {
    const same: string[] = []
    for (const path of Object.values(PINNED).flat()) {
      const live = Buffer.from(await (await server.request(path)).arrayBuffer()).toString('base64')
      const pinned = before.get(`${path}${path.endsWith('?') ? '' : '&'}${ofPath(path)}`)
      if (live === pinned) same.push(path)
    }
    expect(same).toEqual([])
  })

  test('is asked of every route that tells of a moment', () => {
    const reading = server.routes
      .map(({ method, path }) => `${method} ${path}`)
      .filter((key) => key.startsWith('GET /api/'))
    const known = [...Object.keys(PINNED), ...Object.keys(OF_VERSION), ...NOT_BY_BYTES]
    expect(reading.filter((key) => !WITHOUT_MOMENT.test(key)).sort()).toEqual(known.sort())
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

  const textOf = (path: string) => Buffer.from(before.get(path) ?? '', 'base64').toString()
  test('about one case, or by search, differs from what is told live by now', async () => {
    const { sourceId } = gridIncidents()[0]
    for (const path of ['/api/incidents/1?', '/api/incidents/2?', `/api/search?q=${sourceId}&`])
      expect(textOf(path + pin), path).not.toBe(await (await server.request(path.slice(0, -1))).text())
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
