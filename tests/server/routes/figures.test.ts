import { feature } from 'topojson-client'
import type { GeometryCollection, Topology } from 'topojson-specification'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { BLANK, classOfLetter } from '#data/metrics/classLetters.ts'
import { metricListSchema } from '#data/model/api.ts'
import { classesResponseSchema, sliceResponseSchema } from '#data/model/figuresApi.ts'
import { gridIncidents } from '../../fixtures/gridCity.ts'
import { createTestServer, type TestServer } from './testServer.ts'

let server: TestServer
beforeAll(async () => {
  server = await createTestServer()
})
afterAll(() => server.close())

const YEAR = 'from=2025-07-01T00:00:00Z&to=2026-07-01T00:00:00Z'
const receivedAt = (unitIds: readonly number[]) =>
  gridIncidents().filter(({ unitId }) => unitIds.includes(Number(unitId))).length

describe('a slice', () => {
  test('is conserved: the unit is its rows and what is known above them; unlocated stands beside', async () => {
    const all = gridIncidents().length
    for (const level of ['village', 'grid']) {
      const body = await server.json(
        `/api/slice?${YEAR}&level=${level}&metrics=received`,
        sliceResponseSchema,
      )
      const total = body.unit.figures.received.numerator
      const rows = body.rows.reduce((sum, row) => sum + row.figures.received.numerator, 0)
      expect(rows + body.receivedAbove).toBe(total)
      expect(total + body.unlocated.received).toBe(all)
      expect(body.receivedAbove).toBe(level === 'grid' ? 1 : 0)
      expect(body.complete).toBe(true)
    }
  })

  test('of a unit is its own, by code or by id', async () => {
    const byCode = await server.json(`/api/slice?${YEAR}&within=104&metrics=received`, sliceResponseSchema)
    expect(byCode.unit).toMatchObject({
      id: 204,
      figures: { received: { value: receivedAt([11, 12, 15, 16, 17]) } },
    })
    expect(byCode.rows).toEqual([])
    expect(
      await server.json(`/api/slice?${YEAR}&within=id:204&metrics=received`, sliceResponseSchema),
    ).toEqual(byCode)
  })

  test('asked again with its own instants and sequence gives the same figures', async () => {
    const first = await server.json('/api/slice?within=104&level=grid', sliceResponseSchema)
    const { from, to, asOf, seq } = first.slice
    const pinned = `from=${from}&to=${to}&asOf=${asOf}&seq=${seq}`
    expect(await server.json(`/api/slice?within=104&level=grid&${pinned}`, sliceResponseSchema)).toEqual(
      first,
    )
  })

  test('comes with the window before and the year before when asked', async () => {
    const body = await server.json('/api/slice?compare=previous,lastYear&window=P7D', sliceResponseSchema)
    expect(Object.keys(body.previous ?? {})).toEqual(['received', 'density', 'handledRate'])
    expect(body.lastYear?.received.value).toBe(0)
  })

  test('compares every row with its own earlier windows, as it is compared alone', async () => {
    const asked = 'compare=previous,lastYear&window=P7D&metrics=received,handledRate'
    const { rows, ...whole } = await server.json(`/api/slice?level=grid&${asked}`, sliceResponseSchema)
    expect(rows.length).toBeGreaterThan(1)
    for (const row of rows.slice(0, 3)) {
      const { asOf, seq } = whole.slice
      const pinned = `/api/slice?within=${row.code}&${asked}&asOf=${asOf}&seq=${seq}`
      const alone = await server.json(pinned, sliceResponseSchema)
      expect([row.previous, row.lastYear]).toEqual([alone.previous, alone.lastYear])
    }
    const sum = rows.reduce((total, row) => total + (row.previous?.received.value ?? 0), 0)
    expect(sum).toBeLessThanOrEqual(whole.previous?.received.value ?? 0)
    expect(sum).toBeGreaterThan(0)
  })

  test('refuses what cannot be met', async () => {
    expect(await server.problem('/api/slice?metrics=happiness', 422)).toHaveProperty('metrics')
    expect(await server.problem('/api/slice?compare=tomorrow', 400)).toHaveProperty('compare')
    expect(await server.problem('/api/slice?within=nowhere', 422)).toHaveProperty('within')
    expect(await server.problem('/api/slice?level=street', 422)).toHaveProperty('level')
    expect(await server.problem('/api/slice?version=9', 404)).toHaveProperty('version')
    expect(await server.problem('/api/slice?metrics=a&metrics=b', 400)).toEqual({
      metrics: 'given more than once',
    })
  })
})

test('the slice tells why matters have no place, and since when the oldest is open', async () => {
  const body = await server.json(`/api/slice?${YEAR}&metrics=medianHours,p90Hours,open`, sliceResponseSchema)
  const causes = Object.values(body.unlocated.byCause ?? {})
  expect(causes.reduce((sum, n) => sum + n, 0)).toBe(body.unlocated.received)
  const open = gridIncidents().filter(
    ({ unitId, moments: { handled, closed, voided } }) => unitId && !handled && !closed && !voided,
  )
  const oldest = Math.min(...open.map(({ moments }) => moments.received))
  expect(body.oldestOpenReceivedAt).toBe(open.length > 0 ? new Date(oldest).toISOString() : null)
  expect(body.unit.figures.medianHours.denominator).toBeGreaterThan(0)
})

describe('classes', () => {
  test('cut a year where they cut thirty days, per day', async () => {
    const month = await server.json('/api/classes?window=P30D&metrics=density', classesResponseSchema)
    const year = await server.json('/api/classes?window=P12M&metrics=density', classesResponseSchema)
    expect(month.breaks[0]).toEqual([0.1, 0.25, 0.75, 2, 5])
    expect(year.breaks[0]).toEqual([1.22, 3.04, 9.13, 24.3, 60.8])
  })

  test('count every unit once', async () => {
    for (const metrics of ['density,handledRate', 'handledRate', 'received', 'perGrid,onTimeRate'])
      for (const level of ['village', 'grid']) {
        const body = await server.json(
          `/api/classes?${YEAR}&level=${level}&metrics=${metrics}`,
          classesResponseSchema,
        )
        const counted = body.counts.flat().reduce((sum, count) => sum + count, 0)
        expect(counted + body.few + body.none + body.hidden).toBe(body.units)
        expect(body.units).toBe(level === 'village' ? 4 : 17)
        expect(body.breaks.length).toBe(metrics.split(',').length)
      }
  })

  test('without a level choose the finest that the evidence carries', async () => {
    expect(await server.json(`/api/classes?${YEAR}`, classesResponseSchema)).toMatchObject({
      level: 'village',
    })
  })

  test('by letter are of every unit of the level, as many of each as are counted', async () => {
    for (const metrics of ['density,handledRate', 'received']) {
      const body = await server.json(
        `/api/classes?${YEAR}&level=grid&metrics=${metrics}&letters=true`,
        classesResponseSchema,
      )
      const names = [...(body.unitClasses?.letters ?? '')].filter((each) => each !== BLANK).map(classOfLetter)
      expect(names).toHaveLength(body.units)
      const sizes = body.counts.flat()
      expect(sizes.map((_, at) => names.filter((name) => name === at).length)).toEqual(sizes)
      expect(names.filter((name) => name === 'few')).toHaveLength(body.few)
      const within = await server.json(
        `/api/classes?${YEAR}&level=grid&metrics=${metrics}&letters=true&within=104`,
        classesResponseSchema,
      )
      expect(within.unitClasses).toEqual(body.unitClasses)
    }
  })

  test('by letter are told only where asked for', async () => {
    const body = await server.json(`/api/classes?${YEAR}&level=grid`, classesResponseSchema)
    expect(body).not.toHaveProperty('unitClasses')
    expect(await server.problem('/api/classes?letters=perhaps', 400)).toHaveProperty('letters')
  })

  test('are of one metric or two', async () => {
    expect(await server.problem('/api/classes?metrics=received,open,overdue', 422)).toHaveProperty('metrics')
    expect(await server.problem('/api/classes?metrics=', 422)).toHaveProperty('metrics')
  })
})

test('the catalogue is there for other tools', async () => {
  const { metrics } = await server.json('/api/metrics', metricListSchema)
  expect(metrics.map(({ id }) => id)).toContain('handledRate')
})

describe('boundaries as files', () => {
  const geoJson = async (path: string): Promise<GeoJSON.FeatureCollection> =>
    (await server.request(`/api/coverage/${path}`)).json()

  test('hold every unit of the level, the one without a polygon with a null geometry', async () => {
    const { features } = await geoJson('current/grid.geojson')
    expect(features.map(({ id }) => id)).toEqual([1, 2, 5, 6, 3, 4, 7, 8, 9, 10, 13, 14, 11, 12, 15, 16, 17])
    expect(features.filter(({ geometry }) => geometry === null).map(({ id }) => id)).toEqual([17])
  })

  test('have closed rings, outer ones counter-clockwise', async () => {
    const { features } = await geoJson('current/village.geojson')
    expect(features.length).toBe(4)
    for (const { geometry } of features) {
      if (geometry.type !== 'Polygon') throw new Error(`${geometry.type} is not one polygon`)
      const [ring] = geometry.coordinates
      expect(ring[0]).toEqual(ring[ring.length - 1])
      const twice = ring.slice(1).reduce((sum, [x, y], i) => sum + ring[i][0] * y - x * ring[i][1], 0)
      expect(twice / 2).toBeCloseTo(0.0004, 9)
    }
  })

  test('have boxes of each unit and of all, and no more than seven decimals', async () => {
    const collection = await geoJson('current/grid.geojson')
    const [west, south, east, north] = collection.bbox as [number, number, number, number]
    for (const { bbox, geometry } of collection.features) {
      expect(bbox === undefined).toBe(geometry === null)
      if (geometry?.type !== 'Polygon' || !bbox) continue
      const positions = geometry.coordinates[0]
      const xs = positions.map(([x]) => x)
      const ys = positions.map(([, y]) => y)
      expect(bbox).toEqual([Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)])
      expect(bbox[0] >= west && bbox[1] >= south && bbox[2] <= east && bbox[3] <= north).toBe(true)
      for (const value of positions.flat()) expect(value).toBe(Number(value.toFixed(7)))
    }
  })

  test('say the same as GeoJSON and as TopoJSON', async () => {
    for (const level of ['city', 'village', 'grid']) {
      const topology: Topology = await (await server.request(`/api/coverage/1/${level}.topojson`)).json()
      const decoded = feature(topology, topology.objects.units as GeometryCollection)
      const plain = await geoJson(`1/${level}.geojson`)
      expect(decoded.features.length).toBe(plain.features.length)
      const flat = (collection: GeoJSON.FeatureCollection) =>
        collection.features.map(({ geometry }) =>
          geometry?.type === 'Polygon'
            ? geometry.coordinates.flat(2).map((value) => Math.round(value * 1e7))
            : null,
        )
      expect(flat(decoded)).toEqual(flat(plain))
    }
  })

  test('inside a unit are its own; at its own level the unit itself', async () => {
    expect((await geoJson('1/grid.geojson?within=104')).features.map(({ id }) => id)).toEqual([
      11, 12, 15, 16, 17,
    ])
    expect((await geoJson('1/village.geojson?within=id:204')).features.map(({ id }) => id)).toEqual([204])
  })

  test('carry the figures of a slice when asked, the same as /api/slice', async () => {
    const { features } = await geoJson(`1/village.geojson?metrics=received,handledRate&${YEAR}`)
    const slice = await server.json(`/api/slice?${YEAR}&level=village`, sliceResponseSchema)
    for (const [index, { properties }] of features.entries()) {
      const { received, handledRate } = slice.rows[index].figures
      expect(properties).toMatchObject({
        received: received.value,
        handledRate: handledRate.value,
        handledRateState: handledRate.state,
        handledRateDenominator: handledRate.denominator,
      })
    }
  })

  test('refuse what is not there', async () => {
    expect(await server.problem('/api/coverage/9/grid.geojson', 404)).toHaveProperty('version')
    expect(await server.problem('/api/coverage/x/grid.geojson', 400)).toHaveProperty('version')
    expect(await server.problem('/api/coverage/1/street.geojson', 404)).toHaveProperty('level')
    expect(await server.problem('/api/coverage/1/grid.kml', 404)).toHaveProperty('level')
    expect(await server.problem('/api/coverage/1/grid.geojson?within=999', 422)).toHaveProperty('within')
    expect(await server.problem('/api/coverage/1/grid.geojson?metrics=x', 422)).toHaveProperty('metrics')
    expect(await server.problem('/api/coverage/1/grid.geojson?colour=red', 400)).toHaveProperty('colour')
  })
})
