// Aggregated tiles over loopback against the same server sending the same bytes from memory, through the same listener
// with the same headers. The client runs in its own process. Runs alternate and each is compared with its neighbour, so
// that both sides of a ratio see the same load of the machine; which of them comes first, and clears what counting the
// slices left behind, changes from round to round.
import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import { pino } from 'pino'
import type { City } from '#data/model/city.ts'
import { unitId } from '#data/model/ids.ts'
import type { IncidentRecord } from '#data/model/incident.ts'
import { DEMO_ADMINISTRATOR } from '../../server/access/principal.ts'
import { createApp } from '../../server/app.ts'
import { createDirectListener, type DirectRoute } from '../../server/http/direct.ts'
import { createServerMetrics } from '../../server/serverMetrics.ts'
import { createServices } from '../../server/services.ts'
import { openDuckDbStore } from '../../server/store/duckdb/duckDbStore.ts'
import type { Store } from '../../server/store/store.ts'
import { TILE_TYPE } from '../../server/tileAnswers.ts'
import { createTileRoute } from '../../server/tileRoute.ts'
import { GRID_CITY } from '../fixtures/gridCity.ts'
import { type Mesh, raggedMesh, seededRandom } from '../fixtures/raggedMesh.ts'
import { type LoadClient, startLoadClient } from './loadClient.ts'
import type { BenchRow } from './row.ts'

const NOW_MS = Date.UTC(2026, 5, 30, 4)
const HOUR_MS = 3_600_000
const INCIDENTS = 100_000
const ZOOMS = [8, 9, 10, 11, 12, 13]
const TILES_A_ZOOM = 60
const ROUNDS = 25
/** Times all tiles are asked for in a run, each time of another slice where slices are new. */
const PASSES = 3
/** The first rounds find neither heads nor compiled code. */
const WARM_UP = 3
const CONNECTIONS = 4

export async function benchHttp(): Promise<BenchRow[]> {
  const mesh = raggedMesh({
    columns: 120,
    rows: 100,
    detail: 6,
    seed: 1,
    west: 1_120_000_000,
    south: 360_000_000,
  })
  const store = await openDuckDbStore({ folder: ':memory:', now: () => NOW_MS })
  await fill(store, mesh)
  const { server, port, memory } = await startServer(store)
  const client = startLoadClient()
  const place = { client, port, memory, tiles: tilesOver(mesh) }
  try {
    const plain = await measure(place, { isNew: true, headers: {} })
    const gzip = await measure(place, { isNew: false, headers: { 'accept-encoding': 'gzip' } })
    return [
      row(
        'HTTP throughput of aggregated tiles of a new slice, uncompressed ÷ same bytes from memory',
        0.75,
        plain,
      ),
      row('the same for a repeated slice, gzip', 0.9, gzip),
    ]
  } finally {
    client.close()
    server.close()
    server.closeAllConnections()
    await store.close()
  }
}

interface Side {
  readonly tilesPerSecond: number
  /** Of the server's process, the collector's threads included. */
  readonly cpuMicrosecondsATile: number
}

interface Measured {
  /** Median of the rounds' own ratios. */
  readonly ratio: number
  readonly spread: readonly [number, number]
  readonly tile: Side
  readonly memory: Side
  readonly bytesATile: number
  readonly tiles: number
}

function row(measure: string, bound: number, measured: Measured): BenchRow {
  const { ratio, spread, tile, memory, tiles, bytesATile } = measured
  const about = (side: Side) => `${Math.round(side.tilesPerSecond)}`
  return {
    measure,
    reach: `≥ ${bound}`,
    value: ratio.toFixed(2),
    met: ratio >= bound,
    detail:
      `${about(tile)} ÷ ${about(memory)} tiles/s, median of ${ROUNDS} rounds, their middle half ` +
      `${spread.map((value) => value.toFixed(2)).join('–')}; processor time ` +
      `${tile.cpuMicrosecondsATile.toFixed(0)} against ${memory.cpuMicrosecondsATile.toFixed(0)} µs a tile; ` +
      `${tiles} tiles of z ${ZOOMS[0]}–${ZOOMS.at(-1)}, mean ${(bytesATile / 1000).toFixed(1)} kB, ` +
      `values of the slice in memory, ${CONNECTIONS} connections`,
  }
}

interface Place {
  readonly client: LoadClient
  readonly port: number
  readonly memory: Map<string, Uint8Array>
  readonly tiles: readonly string[]
}

async function measure(
  { client, port, memory, tiles }: Place,
  { isNew, headers }: { isNew: boolean; headers: Record<string, string> },
): Promise<Measured> {
  let bytesATile = 0
  const run = async (paths: readonly string[]): Promise<Side> => {
    const before = process.cpuUsage()
    const result = await client.run({ port, paths, headers, connections: CONNECTIONS })
    const { user, system } = process.cpuUsage(before)
    if (result.failures > 0) throw new Error(`${result.failures} answers were not 200`)
    bytesATile = result.bytes / result.requests
    return {
      tilesPerSecond: result.requests / result.seconds,
      cpuMicrosecondsATile: (user + system) / result.requests,
    }
  }
  const pathsOf = (slice: number) => tiles.map((tile) => `/api/tiles/1/grid/${tile}.mvt?${sliceQuery(slice)}`)
  // Heads, and what the memory route sends.
  memory.clear()
  for (const [index, path] of pathsOf(0).entries())
    memory.set(String(index), await bytesOf(port, path, 'accept-encoding' in headers))
  const passes = Array.from({ length: PASSES }, (_, pass) => pass)
  const memoryPaths = passes.flatMap(() => tiles.map((_, index) => `/memory/${index}`))
  const sides: { tile: Side; memory: Side }[] = []
  for (let round = 0; round < WARM_UP + ROUNDS; round++) {
    const paths = passes.map((pass) => pathsOf(isNew ? 1 + round * PASSES + pass : 0))
    // The slice's values, not its tiles.
    for (const [path] of paths) await bytesOf(port, path.replace(/grid\/\d+\/\d+\/\d+/, 'grid/0/0/0'), false)
    const early = round % 2 === 0 ? await run(memoryPaths) : null
    const tile = await run(paths.flat())
    const same = early ?? (await run(memoryPaths))
    if (round >= WARM_UP) sides.push({ tile, memory: same })
  }
  const ratios = sides.map((side) => side.tile.tilesPerSecond / side.memory.tilesPerSecond)
  return {
    ratio: quantile(ratios, 0.5),
    spread: [quantile(ratios, 0.25), quantile(ratios, 0.75)],
    tile: middle(sides.map((side) => side.tile)),
    memory: middle(sides.map((side) => side.memory)),
    bytesATile,
    tiles: tiles.length,
  }
}

const middle = (sides: readonly Side[]): Side => ({
  tilesPerSecond: quantile(
    sides.map((side) => side.tilesPerSecond),
    0.5,
  ),
  cpuMicrosecondsATile: quantile(
    sides.map((side) => side.cpuMicrosecondsATile),
    0.5,
  ),
})

async function bytesOf(port: number, path: string, isGzip: boolean): Promise<Uint8Array<ArrayBuffer>> {
  return new Promise((done, fail) => {
    const headers = isGzip ? { 'accept-encoding': 'gzip' } : undefined
    request({ port, host: '127.0.0.1', path, headers }, async (response) => {
      const chunks: Buffer[] = []
      for await (const chunk of response) chunks.push(chunk as Buffer)
      if (response.statusCode === 200) done(new Uint8Array(Buffer.concat(chunks)))
      else fail(new Error(`${path}: ${response.statusCode} ${Buffer.concat(chunks)}`))
    })
      .on('error', fail)
      .end()
  })
}

const sliceQuery = (slice: number): string => {
  const instant = (hours: number) => new Date(NOW_MS - hours * HOUR_MS).toISOString()
  return `metrics=density,handledRate&from=${instant(720 + slice)}&to=${instant(slice)}&asOf=${instant(0)}&seq=3`
}

async function startServer(store: Store) {
  const clock = () => NOW_MS
  const metrics = createServerMetrics(false)
  const services = createServices(store, clock, metrics)
  const logger = pino({ level: 'warn' })
  const app = createApp({
    ...services,
    clock,
    authenticate: () => DEMO_ADMINISTRATOR,
    metrics,
    logger,
    webFolder: null,
    basePath: '',
    frameAncestors: "'self'",
    desk: null,
    basemap: null,
  })
  const memory = new Map<string, Uint8Array>()
  const routes = [memoryRoute(memory), createTileRoute(() => services.servicesFor({ kind: 'all' }))]
  const server = createServer(
    createDirectListener({ routes, basePath: '', logger, metrics }, getRequestListener(app.fetch)),
  )
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return { server, port: (server.address() as AddressInfo).port, memory }
}

/** As the tiles' own route, without a tile: the same headers over bytes that lie ready. */
function memoryRoute(memory: ReadonlyMap<string, Uint8Array>): DirectRoute {
  const start = '/memory/'
  return {
    route: '/memory/:key',
    answer(path, asked) {
      const body = path.startsWith(start) ? memory.get(path.slice(start.length)) : undefined
      if (!body) return null
      const headers: Record<string, string> = {
        'content-type': TILE_TYPE,
        'cache-control': 'private, max-age=86400',
        etag: '"0000000-1-0000000"',
        vary: 'Accept-Encoding',
      }
      if (asked['accept-encoding']) headers['content-encoding'] = 'gzip'
      headers['content-length'] = String(body.length)
      return { status: 200, headers, parts: [body], release: nothing }
    },
  }
}

const nothing = () => {}

async function fill(store: Store, mesh: Mesh): Promise<void> {
  const levels = ['city', 'county', 'township', 'village', 'grid'].map((key, index) => ({
    key,
    name: { zh: key, en: key },
    minZoom: index === 0 ? 0 : 6,
  }))
  const city: City = { ...GRID_CITY, levels, homeCode: mesh.table.units[mesh.table.rowsOfLevel[0][0]].code }
  await store.writeCity(city)
  await store.publishVersion({
    effectiveFrom: '2026-01-01',
    note: '',
    units: mesh.units,
    coverage: mesh.coverage,
  })
  const random = seededRandom(2)
  const grids = mesh.units.filter((unit) => unit.level === 4)
  const records: IncidentRecord[] = Array.from({ length: INCIDENTS }, (_, n) => {
    const received = NOW_MS - Math.floor(random() * 60 * 24) * HOUR_MS
    const handled = random() < 0.9 ? received + Math.floor(random() * 48) * HOUR_MS : null
    return {
      source: 'worker',
      sourceId: String(n),
      category: '04',
      urgency: 'normal',
      unitId: unitId(grids[Math.floor(random() * grids.length)].id),
      unlocatedCause: null,
      x: null,
      y: null,
      approximate: false,
      moments: { received, handled, closed: handled },
      deadlineAt: received + 24 * HOUR_MS,
      responseDeadlineAt: null,
      organisation: null,
      handlingLevel: 4,
      selfClosed: false,
      satisfied: null,
      exclusion: null,
    }
  })
  await store.appendIncidents(records)
}

/** Tiles over the city, spread evenly, TILES_A_ZOOM at most a zoom. */
function tilesOver({ coverage }: Mesh): string[] {
  const extent = (values: Int32Array) =>
    values.reduce(([a, b], v) => [Math.min(a, v), Math.max(b, v)], [Infinity, -Infinity])
  const [west, east] = extent(coverage.xs)
  const [south, north] = extent(coverage.ys)
  return ZOOMS.flatMap((z) => {
    const column = (x: number) => Math.floor((x / 3.6e9 + 0.5) * 2 ** z)
    const line = (y: number) => {
      const sine = Math.sin((y / 1e7 / 180) * Math.PI)
      return Math.floor((0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)) * 2 ** z)
    }
    const all: string[] = []
    for (let x = column(west); x <= column(east); x++)
      for (let y = line(north); y <= line(south); y++) all.push(`${z}/${x}/${y}`)
    const step = Math.max(1, all.length / TILES_A_ZOOM)
    return Array.from({ length: Math.min(all.length, TILES_A_ZOOM) }, (_, i) => all[Math.floor(i * step)])
  })
}

const quantile = (values: readonly number[], share: number): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length * share)]
