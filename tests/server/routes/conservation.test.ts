// Conservation: map, list, charts and files of one slice say the same total, at every level, whatever is filtered. The city's
// incidents are drawn here: at every level of the tree, some without a unit, of every kind a filter can choose.
import { VectorTile } from '@mapbox/vector-tile'
import { parse } from 'csv-parse/sync'
import exceljs from 'exceljs'
import fc from 'fast-check'
import { PbfReader } from 'pbf'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createRandom } from '#data/demo/random.ts'
import { tileJsonSchema } from '#data/model/api.ts'
import {
  breakdownResponseSchema,
  type SliceResponse,
  seriesResponseSchema,
  sliceResponseSchema,
} from '#data/model/figuresApi.ts'
import { unitId } from '#data/model/ids.ts'
import type { IncidentRecord } from '#data/model/incident.ts'
import { incidentListSchema } from '#data/model/incidentsApi.ts'
import { DIMENSIONS } from '#data/model/slice.ts'
import { GRID_CITY, GRID_UNITS, gridCoverage, NOW_MS } from '../../fixtures/gridCity.ts'
import { createTestServer, type TestServer } from './testServer.ts'

const INCIDENTS = 1500
const HOUR_MS = 3_600_000

function drawIncident(index: number): IncidentRecord {
  const random = createRandom(97, index)
  const one = <T>(of: readonly T[]): T => of[Math.floor(random() * of.length)]
  const unit = random() < 0.05 ? null : one(GRID_UNITS)
  const received = NOW_MS - Math.floor(random() * 900) * HOUR_MS
  const handled = random() < 0.8 ? received + Math.floor(random() * 200) * HOUR_MS : null
  return {
    source: one(['worker', 'calls']),
    sourceId: `c${index}`,
    category: one(['01', '0101', '04']),
    urgency: 'normal',
    unitId: unit && unitId(unit.id),
    unlocatedCause: unit ? null : one(['outside', 'no-coordinates', 'zero-coordinates']),
    ...{ x: null, y: null, approximate: false },
    moments: { received, handled, closed: handled },
    deadlineAt: random() < 0.8 ? received + 72 * HOUR_MS : null,
    responseDeadlineAt: null,
    organisation: one([null, 'a', 'b']),
    handlingLevel: one([0, 1, 2]),
    selfClosed: random() < 0.1,
    satisfied: null,
    exclusion: random() < 0.1 ? '不可抗力' : null,
  }
}

let server: TestServer
beforeAll(async () => {
  server = await createTestServer({ fill: false })
  await server.store.writeCity(GRID_CITY)
  await server.store.publishVersion({
    effectiveFrom: '2026-01-01',
    note: 'drawn',
    units: GRID_UNITS,
    coverage: gridCoverage(),
  })
  await server.store.appendIncidents(Array.from({ length: INCIDENTS }, (_, i) => drawIncident(i)))
})
afterAll(() => server.close())

const some = <T>(...of: T[]) => fc.subarray(of).map((items) => items.join(','))
/** Not the sensitive category alone: its counts are withheld, not summed. */
const filters = fc.record({
  from: fc.constantFrom('2026-05-20T00:00:00Z', '2026-06-01T16:00:00Z', '2026-06-20T07:30:00Z'),
  to: fc.constantFrom('2026-06-25T00:00:00Z', '2026-07-01T00:00:00Z'),
  category: some('01', '04'),
  source: some('worker', 'calls'),
  organisation: some('a', 'b'),
  handlingLevel: some('city', 'village', 'grid'),
  hour: some(...Array.from({ length: 24 }, (_, hour) => hour)),
  weekday: some(1, 2, 3, 4, 5, 6, 7),
  age: fc.oneof({ weight: 3, arbitrary: fc.constant('') }, some('d0', 'd3', 'd14', 'd30')),
  basis: fc.constantFrom('default', 'received', 'settled', 'closed'),
  exclusions: fc.constantFrom('without', 'with'),
})
const UNFILTERED = {
  from: '2026-05-20T00:00:00Z',
  to: '2026-07-01T00:00:00Z',
  ...{ category: '', source: '', organisation: '', handlingLevel: '', hour: '', weekday: '', age: '' },
  basis: 'default',
  exclusions: 'with',
} as const
const queryOf = (given: object): string =>
  new URLSearchParams(
    Object.entries(given).flatMap(([key, value]) => (value === '' ? [] : [[key, String(value)]])),
  ).toString()

const add = (values: Iterable<number>): number => [...values].reduce((sum, value) => sum + value, 0)
const receivedOf = ({ figures }: SliceResponse['unit']): number => figures.received.numerator

/** Tiles of a zoom over the fixture's 0.04°. */
function tilesOver(z: number): string[] {
  const column = (lng: number) => Math.floor(((lng + 180) / 360) * 2 ** z)
  const row = (lat: number) => {
    const sine = Math.sin((lat * Math.PI) / 180)
    return Math.floor((0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)) * 2 ** z)
  }
  const paths: string[] = []
  for (let x = column(113); x <= column(113.04); x++)
    for (let y = row(36.04); y <= row(36); y++) paths.push(`${z}/${x}/${y}`)
  return paths
}

/** `received` by unit id as the map draws it: decoded from the tiles the TileJSON hands out. */
async function drawnOf(level: string, z: number, query: string): Promise<Map<number, number>> {
  const tileJson = await server.json(
    `/api/tiles/current/${level}.json?metrics=received&${query}`,
    tileJsonSchema,
  )
  const drawn = new Map<number, number>()
  for (const path of tilesOver(z)) {
    const { pathname, search } = new URL(tileJson.tiles[0].replace('{z}/{x}/{y}', path))
    const bytes = new Uint8Array(await (await server.request(pathname + search)).arrayBuffer())
    const layer = new VectorTile(new PbfReader(bytes)).layers.units
    for (let i = 0; i < (layer?.length ?? 0); i++) {
      const { id, properties } = layer.feature(i)
      const known = drawn.get(Number(id))
      if (known !== undefined) expect(properties.received).toBe(known)
      drawn.set(Number(id), Number(properties.received))
    }
  }
  return drawn
}

const total = async (query: string): Promise<number> =>
  (await server.json(`/api/incidents?${query}&limit=1`, incidentListSchema)).total ?? Number.NaN

async function csv(path: string): Promise<Record<string, string>[]> {
  const bytes = Buffer.from(await (await server.request(`/api/tables/${path}`)).arrayBuffer())
  return parse(bytes, { bom: true, columns: true })
}
async function xlsxSum(path: string): Promise<number> {
  const book = new exceljs.Workbook()
  await book.xlsx.load(await (await server.request(`/api/tables/${path}`)).arrayBuffer())
  const [, sheet] = book.worksheets
  const heads = Array.from(sheet.getRow(1).values as unknown[], String)
  const column = heads.findIndex((head) => head.startsWith('Received'))
  return add(
    Array.from({ length: sheet.rowCount - 1 }, (_, i) => Number(sheet.getRow(i + 2).getCell(column).value)),
  )
}
const columnSum = (rows: readonly Record<string, string>[]): number => {
  const key = Object.keys(rows[0] ?? {}).find((head) => head.startsWith('Received'))
  return add(rows.map((row) => Number(row[key ?? ''] ?? 0)))
}

const LEVELS = [
  { level: 'city', z: 5 },
  { level: 'village', z: 9 },
  { level: 'grid', z: 12 },
] as const

/** One level: every way of counting it, with what is known above it and what is nowhere, is the whole. */
async function checkLevel({ level, z }: (typeof LEVELS)[number], query: string, whole: number) {
  const slice = await server.json(`/api/slice?${query}&level=${level}&metrics=received`, sliceResponseSchema)
  expect(slice.complete).toBe(true)
  const elsewhere = slice.receivedAbove + slice.unlocated.received
  expect(add(Object.values(slice.unlocated.byCause ?? {}))).toBe(slice.unlocated.received)
  const rows = new Map(slice.rows.map((row) => [row.id, receivedOf(row)]))
  expect(add(rows.values()) + elsewhere, `${level}: slice`).toBe(whole)

  const drawn = await drawnOf(level, z, query)
  for (const [id, received] of drawn) expect(received, `${level}: tile of ${id}`).toBe(rows.get(id))
  // What no tile shows are the units without a polygon: the fixture has one grid of that kind.
  const undrawn = [...rows].filter(([id]) => !drawn.has(id))
  expect(undrawn.map(([id]) => id)).toEqual(level === 'grid' ? [17] : [])
  const mapSum = add(drawn.values()) + add(undrawn.map(([, received]) => received))
  expect(mapSum + elsewhere, `${level}: map`).toBe(whole)

  const lists = await Promise.all([...rows.keys()].map((id) => total(`${query}&within=id:${id}`)))
  expect(add(lists) + elsewhere, `${level}: lists`).toBe(whole)

  const table = `${query}&level=${level}&metrics=received&lang=en`
  expect(columnSum(await csv(`units.csv?${table}`)) + elsewhere, `${level}: csv`).toBe(whole)
  expect((await xlsxSum(`units.xlsx?${table}`)) + elsewhere, `${level}: xlsx`).toBe(whole)
}

/** Charts and files of the city as a whole, and of all there is. */
async function checkCharts(given: object, query: string, whole: number, unlocated: number): Promise<void> {
  const home = `${query}&within=1`
  const located = whole - unlocated
  const told = await server.json(
    `/api/breakdown?${home}&by=${DIMENSIONS.join()}&metrics=received`,
    breakdownResponseSchema,
  )
  const isFiltered = (by: string): boolean =>
    by === 'age' ||
    Object.entries(given).some(([key, value]) => value !== '' && by.toLowerCase().includes(key.toLowerCase()))
  for (const { by, rows } of told.dimensions)
    if (!isFiltered(by))
      expect(
        add(rows.filter((row) => row.parent === null).map((row) => row.figures.received.numerator)),
        `chart of ${by}`,
      ).toBe(located)
  const days = async (of: string) =>
    add(
      (await server.json(`/api/series?${of}`, seriesResponseSchema)).days.map(
        ({ received }) => received ?? Number.NaN,
      ),
    )
  expect(await days(query), 'trend of all').toBe(whole)
  expect(await days(home), 'trend of the city').toBe(located)
  expect(columnSum(await csv(`series.csv?${home}&lang=en`)), 'csv of days').toBe(located)
  expect(await csv(`incidents.csv?${query}&lang=en`), 'csv of cases').toHaveLength(whole)
  const categories = await csv(`categories.csv?${home}&metrics=received&lang=en`)
  expect(columnSum(categories), 'csv of categories').toBe(located)
  for (const table of ['categories', 'sources'])
    expect(columnSum(await csv(`${table}.csv?${query}&metrics=received&lang=en`)), `csv of ${table}`).toBe(
      whole,
    )
}

test('a category the taxonomy lacks has its row in the file, with all below it', async () => {
  const other = await createTestServer({ fill: false })
  try {
    await other.store.writeCity({ ...GRID_CITY, categories: GRID_CITY.categories.slice(2) })
    await other.store.publishVersion({
      ...{ effectiveFrom: '2026-01-01', note: 'drawn', units: GRID_UNITS, coverage: gridCoverage() },
    })
    await other.store.appendIncidents(Array.from({ length: 200 }, (_, i) => drawIncident(i)))
    const read = async (query: string): Promise<[string, number][]> => {
      const answer = await other.request(
        `/api/tables/categories.csv?from=2026-05-20T00:00:00Z&to=2026-07-01T00:00:00Z&metrics=received&lang=en&${query}`,
      )
      const rows: Record<string, string>[] = parse(Buffer.from(await answer.arrayBuffer()), {
        bom: true,
        columns: true,
      })
      return rows.map((row) => [row.Code, columnSum([row])])
    }
    const listed = async (query: string) => {
      const path = `/api/incidents?from=2026-05-20T00:00:00Z&to=2026-07-01T00:00:00Z&limit=1&${query}`
      return incidentListSchema.parse(await (await other.request(path)).json()).total
    }
    const rows = await read('')
    expect(rows.map(([code]) => code)).toEqual(['01', '04'])
    expect(add(rows.map(([, received]) => received))).toBe(await listed(''))
    // Nothing is stored as 0 itself: its row is what lies below it.
    expect(await read('category=0')).toEqual([['0', await listed('category=0')]])
    expect(await listed('category=0')).toBeGreaterThan(0)
    expect(await read('category=0101')).toEqual([['0101', await listed('category=0101')]])
  } finally {
    await other.close()
  }
})

test('map, list, charts and files of a slice have one total at every level, whatever is filtered', async () => {
  let largest = 0
  await fc.assert(
    fc.asyncProperty(filters, async (given) => {
      const query = queryOf(given)
      const whole = await total(query)
      largest = Math.max(largest, whole)
      for (const level of LEVELS) await checkLevel(level, query, whole)
      const { unlocated } = await server.json(`/api/slice?${query}&metrics=received`, sliceResponseSchema)
      await checkCharts(given, query, whole, unlocated.received)
    }),
    { numRuns: 20, examples: [[UNFILTERED]] },
  )
  // The property is no empty one.
  expect(largest).toBeGreaterThan(INCIDENTS / 2)
}, 120_000)
