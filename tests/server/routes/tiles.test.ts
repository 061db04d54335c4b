import { gunzipSync } from 'node:zlib'
import { VectorTile } from '@mapbox/vector-tile'
import { PbfReader } from 'pbf'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { STATES } from '#data/metrics/metric.ts'
import { tileJsonSchema } from '#data/model/api.ts'
import { sliceResponseSchema } from '#data/model/figuresApi.ts'
import { incidentListSchema } from '#data/model/incidentsApi.ts'
import { gridIncidents } from '../../fixtures/gridCity.ts'
import { createTestServer, type TestServer } from './testServer.ts'

let server: TestServer
beforeAll(async () => {
  server = await createTestServer()
})
afterAll(() => server.close())

const YEAR = 'from=2025-07-01T00:00:00Z&to=2026-07-01T00:00:00Z'
const tileOf = async (path: string) =>
  new VectorTile(new PbfReader(new Uint8Array(await (await server.request(path)).arrayBuffer())))

/** Properties by unit id over several tiles. */
async function unitsOf(paths: readonly string[]) {
  const units = new Map<number, Record<string, unknown>>()
  for (const path of paths) {
    const layer = (await tileOf(path)).layers.units
    for (let i = 0; i < (layer?.length ?? 0); i++) {
      const { id, properties } = layer.feature(i)
      units.set(Number(id), properties)
    }
  }
  return units
}

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

describe('TileJSON', () => {
  test('of a slice hands out addresses on one tick, which give the values of /api/slice', async () => {
    const body = await server.json(
      `/api/tiles/current/village.json?metrics=received,handledRate&${YEAR}`,
      tileJsonSchema,
    )
    const { searchParams } = new URL(body.tiles[0])
    expect(searchParams.get('seq')).toBe(String(body.slice?.seq))
    expect(searchParams.get('asOf')).toBe(body.slice?.asOf)
    expect(body.bounds).toEqual([113, 36, 113.04, 36.04])
    const addresses = tilesOver(10).map((path) => body.tiles[0].replace('{z}/{x}/{y}', path))
    const units = await unitsOf(addresses)
    const slice = await server.json(
      `/api/slice?level=village&metrics=received,handledRate${new URL(body.tiles[0]).search.replace(/^\?metrics=[^&]*/, '')}`,
      sliceResponseSchema,
    )
    expect(units.size).toBe(4)
    for (const [id, properties] of units) {
      const { received, handledRate } = slice.rows.find((row) => row.id === id)!.figures
      expect(properties.received).toBe(received.value)
      expect(properties.handledRate).toBeCloseTo(handledRate.value ?? 0, 6)
      expect(STATES[Number(properties.state)]).toBe(handledRate.state)
    }
  })

  test('without a query is of the geometry alone', async () => {
    const body = await server.json('/api/tiles/1/grid.json', tileJsonSchema)
    expect(body.slice).toBeUndefined()
    expect(body.tiles[0]).toMatch(/\/api\/tiles\/1\/grid\/\{z\}\/\{x\}\/\{y\}\.mvt$/)
  })
})

describe('a tile', () => {
  const [path] = tilesOver(12)
  const address = `/api/tiles/1/grid/${path}.mvt?metrics=received&${YEAR}&asOf=2026-06-30T00:00:00Z&seq=3`

  test('is not sent again to who has it, and is the same compressed', async () => {
    const plain = await server.request(address)
    expect(plain.headers.get('content-type')).toBe('application/vnd.mapbox-vector-tile')
    expect(plain.headers.get('cache-control')).toContain('private')
    expect(plain.headers.get('vary')).toContain('Accept-Encoding')
    const etag = plain.headers.get('etag') ?? ''
    expect((await server.request(address, { headers: { 'if-none-match': `"other", ${etag}` } })).status).toBe(
      304,
    )
    const packed = await server.request(address, { headers: { 'accept-encoding': 'gzip' } })
    expect(packed.headers.get('content-encoding')).toBe('gzip')
    expect(packed.headers.get('etag')).not.toBe(etag)
    expect(gunzipSync(await packed.arrayBuffer()).equals(Buffer.from(await plain.arrayBuffer()))).toBe(true)
  })

  test('below the zoom of its level shows the level above', async () => {
    const units = await unitsOf(tilesOver(9).map((path) => `/api/tiles/1/grid/${path}.mvt`))
    expect([...units.keys()].sort()).toEqual([201, 202, 203, 204])
  })

  test('that does not exist says which number is wrong', async () => {
    expect(await server.problem('/api/tiles/1/grid/3/8/0.mvt', 400)).toEqual({
      x: 'at zoom 3 tile numbers are 0 … 7',
    })
    expect(await server.problem('/api/tiles/1/grid/3/0/8.mvt', 400)).toHaveProperty('y')
    expect(await server.problem('/api/tiles/1/grid/23/0/0.mvt', 400)).toHaveProperty('z')
    expect(await server.problem('/api/tiles/1/grid/20/0/0.mvt', 404)).toHaveProperty('z')
    expect(await server.problem('/api/tiles/1/grid/a/0/0.mvt', 400)).toHaveProperty('z')
    expect(await server.problem('/api/tiles/1/grid/1/-1/0.mvt', 400)).toHaveProperty('x')
    expect(await server.problem('/api/tiles/1/grid/1/0/0.png', 400)).toHaveProperty('y')
    expect(await server.problem('/api/tiles/1/grid/1/0/0', 404)).toHaveProperty('y')
    expect(await server.problem('/api/tiles/1/street/1/0/0.mvt', 404)).toHaveProperty('level')
    expect(await server.problem('/api/tiles/2/grid/1/0/0.mvt', 404)).toHaveProperty('version')
    expect(await server.problem('/api/tiles/1/street.json', 404)).toHaveProperty('level')
    expect(await server.problem('/api/tiles/1/grid.xml', 404)).toHaveProperty('level')
  })

  test('with a query that cannot be met says why', async () => {
    const wrong = (query: string, status: number) =>
      server.problem(`/api/tiles/1/grid/1/0/0.mvt?${query}`, status)
    expect(await wrong('metrics=joy', 422)).toHaveProperty('metrics')
    expect(await wrong('metrics=', 422)).toHaveProperty('metrics')
    expect(await wrong('metrics=received&metrics=open', 400)).toEqual({ metrics: 'given more than once' })
    expect(await wrong('window=P1D&from=2026-01-01T00:00:00Z&to=2026-01-02T00:00:00Z', 422)).toHaveProperty(
      'window',
    )
    expect(await wrong('color=red', 400)).toEqual({ color: 'unknown parameter' })
    expect(await wrong('seq=99999', 422)).toHaveProperty('seq')
  })
})

describe('cells', () => {
  test('hold every located incident that may be shown, once, at every zoom', async () => {
    const shown = gridIncidents().filter(({ x }) => x !== null).length
    for (const z of [6, 10, 11, 12, 13, 14]) {
      let sum = 0
      for (const path of tilesOver(z)) {
        const { cells } = (await tileOf(`/api/tiles/cells/${path}.mvt?${YEAR}`)).layers
        for (let i = 0; i < (cells?.length ?? 0); i++) sum += Number(cells.feature(i).properties.count)
      }
      expect(sum, `zoom ${z}`).toBe(shown)
    }
  })

  test('hold exactly what is listed in a unit and a state, its points apart', async () => {
    for (const asked of ['within=104', 'within=102&state=overdue', 'state=handled']) {
      const { rows } = await server.json(`/api/incidents?${YEAR}&limit=500&${asked}`, incidentListSchema)
      const wanted = rows.filter(({ lngLat }) => lngLat !== null).length
      let sum = 0
      for (const path of tilesOver(11)) {
        const { cells } = (await tileOf(`/api/tiles/cells/${path}.mvt?${YEAR}&${asked}`)).layers
        for (let i = 0; i < (cells?.length ?? 0); i++) sum += Number(cells.feature(i).properties.count)
      }
      expect(sum, asked).toBe(wanted)
      expect(sum).toBeGreaterThan(0)
    }
    expect(await server.problem('/api/tiles/cells/1/0/0.mvt?state=lost', 400)).toHaveProperty('state')
    expect(await server.problem('/api/tiles/cells/1/0/0.mvt?within=nowhere', 422)).toHaveProperty('within')
  })

  test('are refused where there is no such tile', async () => {
    expect(await server.problem('/api/tiles/cells/3/9/0.mvt', 400)).toHaveProperty('x')
    expect(await server.problem('/api/tiles/cells/15/0/0.mvt', 404)).toHaveProperty('z')
    expect(await server.problem('/api/tiles/cells/1/0/0.mvt?window=P', 400)).toHaveProperty('window')
  })
})
