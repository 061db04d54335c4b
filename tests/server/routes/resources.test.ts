import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  cityInfoSchema,
  healthSchema,
  importListSchema,
  unitDetailSchema,
  unitListSchema,
} from '#data/model/api.ts'
import { seriesResponseSchema } from '#data/model/figuresApi.ts'
import { incidentDetailSchema, incidentListSchema } from '#data/model/incidentsApi.ts'
import { importReportSchema } from '#data/model/report.ts'
import { gridIncidents, NOW_MS } from '../../fixtures/gridCity.ts'
import { createTestServer, type TestServer } from './testServer.ts'

let server: TestServer
beforeAll(async () => {
  server = await createTestServer()
})
afterAll(() => server.close())

const MINUTE_MS = 60_000
const YEAR = 'from=2025-07-01T00:00:00Z&to=2026-07-01T00:00:00Z'

test('health is 200 with the newest commit and the version in force', async () => {
  expect(await server.json('/api/health', healthSchema)).toMatchObject({ status: 'ok', version: 1 })
})

test('the city tells its bounds, home unit, versions and sources', async () => {
  const info = await server.json('/api/city', cityInfoSchema)
  expect(info.bounds).toEqual([113, 36, 113.04, 36.04])
  expect(info).toMatchObject({
    currentVersion: 1,
    homeUnitId: 100,
    homeLevel: 'city',
    now: new Date(NOW_MS).toISOString(),
  })
  expect(info.sources.map(({ source }) => source).sort()).toEqual(['calls', 'worker'])
})

test('a source that is late says so, and of which unit it is where it is of one', async () => {
  const clock = { nowMs: NOW_MS }
  const own = await createTestServer(clock)
  const city = await own.store.readCity()
  if (!city) throw new Error('the city is there')
  const ofUnit = (unit: string) =>
    own.store.writeCity({
      ...city,
      sources: city.sources.map((source) => (source.key === 'calls' ? { ...source, unit } : source)),
    })
  const one = gridIncidents().find(({ source }) => source === 'calls')
  if (!one) throw new Error('there are calls')
  await ofUnit('103')
  for (let n = 0; n < 7; n++) {
    clock.nowMs += (n === 1 ? 49 * 60 : 6) * MINUTE_MS
    await own.store.appendIncidents([{ ...one, sourceId: `more-${n}` }])
  }
  const sourceOf = async (key: string) =>
    (await own.json('/api/city', cityInfoSchema)).sources.find(({ source }) => source === key)
  clock.nowMs += 14 * MINUTE_MS
  expect(await sourceOf('calls')).toMatchObject({
    ...{ isLate: false, rhythmMs: 6 * MINUTE_MS, area: { unitId: 203, level: 'village' } },
  })
  clock.nowMs += 2 * MINUTE_MS
  expect(await sourceOf('calls')).toMatchObject({ isLate: true })
  expect(await sourceOf('worker')).not.toHaveProperty('area')
  // A later version may have dissolved it.
  await ofUnit('999')
  expect(await sourceOf('calls')).not.toHaveProperty('area')
  await own.close()
})

describe('units', () => {
  test('are listed by level inside a unit, in code order', async () => {
    const { rows } = await server.json('/api/units?within=id:204&level=grid', unitListSchema)
    expect(rows.map(({ id }) => id)).toEqual([11, 12, 15, 16, 17])
  })

  test('without a level their children are listed', async () => {
    const { rows } = await server.json('/api/units', unitListSchema)
    expect(rows.map(({ code }) => code)).toEqual(['101', '102', '103', '104'])
    expect(rows[0]).toMatchObject({ childCount: 4, level: 'village', bounds: [113, 36, 113.02, 36.02] })
  })

  test('have the area of their squares on the ellipsoid, children adding up to their parent', async () => {
    const { rows } = await server.json('/api/units?level=grid', unitListSchema)
    const city = await server.json('/api/units/id:100', unitDetailSchema)
    // 0.01° of latitude and of longitude at 36.005° N on WGS 84: 1,109.6 m × 901.9 m.
    expect(rows[0].areaSquareKilometers).toBeCloseTo(1.0007, 3)
    const sum = rows.reduce((total, row) => total + row.areaSquareKilometers, 0)
    expect(sum).toBeCloseTo(city.areaSquareKilometers, 9)
  })

  test('without a polygon have null bounds', async () => {
    expect(await server.json('/api/units/id:17', unitDetailSchema)).toMatchObject({
      bounds: null,
      areaSquareKilometers: 0,
    })
  })

  test('are found by id and by code, with ancestors coarsest first', async () => {
    const byCode = await server.json('/api/units/104015', unitDetailSchema)
    expect(byCode).toEqual(await server.json('/api/units/id:15', unitDetailSchema))
    expect(byCode.ancestors.map(({ id }) => id)).toEqual([100, 204])
    expect(byCode.children).toEqual([])
  })

  test('are not found by an id that is not said to be one: a bare number is a code', async () => {
    const slice = 'metrics=received&window=P30D'
    expect(await server.problem('/api/units/15', 404)).toHaveProperty('unit')
    expect(await server.problem(`/api/slice?${slice}&within=15`, 422)).toHaveProperty('within')
    expect(await server.problem('/api/incidents?within=204', 422)).toHaveProperty('within')
    expect((await server.request(`/api/slice?${slice}&within=id:15`)).status).toBe(200)
  })

  test('that are not there, or in versions that are not there, are named in the problem', async () => {
    expect(await server.problem('/api/units/999', 404)).toHaveProperty('unit')
    expect(await server.problem('/api/units?within=999', 422)).toHaveProperty('within')
    expect(await server.problem('/api/units?level=street', 422)).toHaveProperty('level')
    expect(await server.problem('/api/units?version=7', 404)).toHaveProperty('version')
    expect(await server.problem('/api/units?version=x', 400)).toHaveProperty('version')
    expect(await server.problem('/api/units?levl=grid', 400)).toEqual({ levl: 'unknown parameter' })
    expect(await server.problem('/api/units?level=grid&level=city', 400)).toEqual({
      level: 'given more than once',
    })
  })
})

describe('incidents', () => {
  test('are paged newest first, each once, unlocated ones included', async () => {
    const seen: number[] = []
    let cursor: string | null = ''
    let last = Number.POSITIVE_INFINITY
    while (cursor !== null) {
      const page: ReturnType<typeof incidentListSchema.parse> = await server.json(
        `/api/incidents?${YEAR}&limit=100${cursor && `&cursor=${cursor}`}`,
        incidentListSchema,
      )
      expect(page.total).toBe(gridIncidents().length)
      for (const row of page.rows) {
        expect(Date.parse(row.receivedAt)).toBeLessThanOrEqual(last)
        last = Date.parse(row.receivedAt)
        seen.push(row.id)
      }
      cursor = page.nextCursor
    }
    expect(new Set(seen).size).toBe(gridIncidents().length)
    expect(seen.length).toBe(gridIncidents().length)
  })

  test('inside a unit are its own and those below it', async () => {
    const { total, rows } = await server.json(
      `/api/incidents?${YEAR}&within=id:203&limit=500`,
      incidentListSchema,
    )
    expect(total).toBe(
      gridIncidents().filter(({ unitId }) => [203, 9, 10, 13, 14].includes(Number(unitId))).length,
    )
    expect(rows.every(({ unit }) => unit?.code.startsWith('103'))).toBe(true)
  })

  test('of a sensitive category show no point and no place below the village', async () => {
    const { rows } = await server.json(`/api/incidents?${YEAR}&category=0101&limit=500`, incidentListSchema)
    expect(rows.length).toBeGreaterThan(0)
    for (const row of rows) {
      expect(row.lngLat).toBeNull()
      expect(row.unit?.code).toHaveLength(3)
    }
  })

  test('one shows its moments and the link into its own system', async () => {
    const { rows } = await server.json(
      `/api/incidents?${YEAR}&within=id:3&source=worker&limit=1`,
      incidentListSchema,
    )
    const detail = await server.json(`/api/incidents/${rows[0].id}`, incidentDetailSchema)
    expect(detail.link).toBe(`https://x.test/${rows[0].sourceId}`)
    expect(detail.moments.received).toBe(rows[0].receivedAt)
    expect(detail.unit?.path).toEqual(['方格市', '2村'])
  })

  test('refuse what cannot be met, naming it', async () => {
    expect(await server.problem('/api/incidents?cursor=zzz', 400)).toHaveProperty('cursor')
    expect(await server.problem('/api/incidents?limit=0', 400)).toHaveProperty('limit')
    expect(await server.problem('/api/incidents?state=lost', 400)).toHaveProperty('state')
    expect(await server.problem('/api/incidents/0', 400)).toHaveProperty('incident')
    expect(await server.problem('/api/incidents/123456789', 404)).toHaveProperty('incident')
  })
})

describe('a window', () => {
  test('is wrong in these ways', async () => {
    expect(await server.problem('/api/series?window=P', 400)).toHaveProperty('window')
    expect(await server.problem(`/api/series?window=P1D&${YEAR}`, 422)).toHaveProperty('window')
    expect(await server.problem('/api/series?from=2026-01-01T00:00:00Z', 422)).toHaveProperty('to')
    expect(
      await server.problem('/api/series?from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z', 422),
    ).toHaveProperty('to')
    expect(await server.problem('/api/series?from=yesterday&to=today', 400)).toHaveProperty('from')
    expect(await server.problem('/api/series?asOf=2099-01-01T00:00:00Z', 422)).toHaveProperty('asOf')
    expect(await server.problem('/api/series?seq=1000000', 422)).toHaveProperty('seq')
    expect(await server.problem('/api/series?seq=-1', 400)).toHaveProperty('seq')
    expect(await server.problem('/api/series?basis=guess', 400)).toHaveProperty('basis')
    expect(await server.problem('/api/series?window=P999999999Y', 422)).toHaveProperty('window')
  })

  test('of 30 days has a day each, zero days included, and sums to the list', async () => {
    const series = await server.json('/api/series?within=id:204', seriesResponseSchema)
    const list = await server.json('/api/incidents?within=id:204', incidentListSchema)
    expect(series.days.length).toBe(31)
    expect(series.days.reduce((sum, { received }) => sum + (received ?? 0), 0)).toBe(list.total)
  })
})

describe('imports', () => {
  const report = importReportSchema.parse({
    id: 'r1',
    createdAt: '2026-06-30T00:00:00Z',
    title: 'units.geojson',
    elapsedMs: 5,
    parts: [
      {
        kind: 'units',
        file: 'units.geojson',
        format: 'geojson',
        datum: 'WGS84',
        elapsedMs: 5,
        units: 1,
        unitsWithoutPolygon: 0,
        outcome: 'refused',
        toleranceMeters: 30,
        gaps: { count: 1, areaSquareMeters: 2, mendable: 0 },
        overlaps: { pairs: 0, touchingPairs: 0, areaSquareMeters: 0, mendable: 0 },
        selfCrossings: { count: 0, units: [], mendable: 0 },
        problems: [
          { kind: 'gap', areaSquareMeters: 2, units: ['101'], at: [113, 36], mended: false, givenTo: null },
        ],
        droppedColumns: [],
      },
    ],
  })

  test('are listed, told, and given as files', async () => {
    await server.store.writeReport({
      id: 'r1',
      createdAtMs: NOW_MS,
      kind: 'import',
      title: 'units.geojson',
      body: report,
    })
    const { rows } = await server.json('/api/imports', importListSchema)
    expect(rows).toEqual([
      { id: 'r1', createdAt: new Date(NOW_MS).toISOString(), kind: 'import', title: 'units.geojson' },
    ])
    expect(await server.json('/api/imports/r1', importReportSchema)).toEqual(report)
    const problems = await (await server.request('/api/imports/r1/problems.geojson')).json()
    expect(problems.features[0]).toMatchObject({
      geometry: { coordinates: [113, 36] },
      properties: { kind: 'gap' },
    })
    const csv = await server.request('/api/imports/r1/rejected.csv')
    expect(csv.headers.get('content-type')).toContain('text/csv')
    expect((await csv.text()).startsWith('file,first_row')).toBe(true)
  })

  test('that are not there are 404', async () => {
    for (const path of ['r2', 'r2/rejected.csv', 'r2/problems.geojson'])
      expect(await server.problem(`/api/imports/${path}`, 404)).toHaveProperty('import')
  })
})
