// Tiles over a store of 10 million incidents: a tile against the same at 100,000, memory under tile load, and the
// server's part of filtering to new colours (TileJSON, classes and the tiles of one view, one after the other).
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { DEMO_ADMINISTRATOR } from '../../server/access/principal.ts'
import { createApp } from '../../server/app.ts'
import { createServerMetrics } from '../../server/serverMetrics.ts'
import { createServices } from '../../server/services.ts'
import type { Store } from '../../server/store/store.ts'
import { tilesOf } from '../fixtures/tiles.ts'
import { END_MS, makeBenchCity } from './benchCity.ts'
import { type BenchRow, median } from './row.ts'

const PASSES = 9
const NEW_SLICES = 20
const DAY_MS = 86_400_000
const WINDOW = `from=${iso(END_MS - 30 * DAY_MS)}&to=${iso(END_MS)}&asOf=${iso(END_MS)}`
const METRICS = 'metrics=received,density,handledRate'

interface Scale {
  readonly tileMs: number
  readonly filterMs: number
  readonly rssMegabytes: number
}

export async function benchScale(): Promise<BenchRow[]> {
  const small = await measure(100_000)
  const large = await measure(10_000_000)
  const ratio = large.tileMs / small.tileMs
  return [
    {
      measure: 'median aggregated tile at 10 M incidents ÷ at 100 k (slice warm)',
      reach: '≤ 1.2',
      value: ratio.toFixed(2),
      met: ratio <= 1.2,
      detail: `${(large.tileMs * 1000).toFixed(0)} ÷ ${(small.tileMs * 1000).toFixed(0)} µs, uncompressed, z 8–13, without HTTP`,
    },
    {
      measure: 'memory at 10 M incidents under tile load',
      reach: '≤ 1.5 GB',
      value: `${(large.rssMegabytes / 1000).toFixed(2)} GB`,
      met: large.rssMegabytes <= 1500,
      detail: `largest resident set while ${NEW_SLICES} new slices and their tiles, gzip, were asked for`,
    },
    {
      measure: 'filter to new colours over 10 M incidents, the server’s part, median',
      reach: '≤ 300 ms with the web’s',
      value: `${large.filterMs.toFixed(0)} ms`,
      met: large.filterMs <= 300,
      detail: 'TileJSON, classes, tiles of one view in turn, 30 days, a category not asked for before',
    },
  ]
}

async function measure(rows: number): Promise<Scale> {
  const folder = mkdtempSync(join(tmpdir(), 'jingwei-bench-'))
  try {
    const { store, mesh } = await makeBenchCity(folder, rows)
    const tiles = [8, 9, 10, 11, 12, 13].flatMap((z) =>
      tilesOf(mesh, z)
        .slice(0, 12)
        .map(([x, y]) => `${z}/${x}/${y}`),
    )
    const view = tilesOf(mesh, 11)
      .slice(0, 6)
      .map(([x, y]) => `11/${x}/${y}`)
    const ask = await createAsk(store)
    const { seq } = await store.head()
    const pinned = `${METRICS}&${WINDOW}&seq=${seq}`
    const filterMs = await filterTimes(ask, view, pinned)
    const tileMs = await tileTimes(ask, tiles, pinned)
    const rssMegabytes = await loadMemory(ask, tiles, seq)
    await store.close()
    return { tileMs, filterMs, rssMegabytes }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

interface Ask {
  tile(path: string, search: string, gzip: boolean): Promise<void>
  get(path: string): Promise<void>
}

async function createAsk(store: Store): Promise<Ask> {
  const clock = () => END_MS
  const metrics = createServerMetrics(false)
  const services = createServices(store, clock, metrics)
  const app = createApp({
    ...services,
    clock,
    authenticate: () => DEMO_ADMINISTRATOR,
    metrics,
    logger: pino({ level: 'warn' }),
    webFolder: null,
    basePath: '',
    frameAncestors: "'self'",
    desk: null,
    basemap: null,
  })
  return {
    async tile(path, search, gzip) {
      const acceptEncoding = gzip ? 'gzip' : undefined
      const { release } = await services.servicesFor({ kind: 'all' }).answers.answer({
        address: `1/grid/${path}.mvt`,
        search,
        acceptEncoding,
        ifNoneMatch: undefined,
      })
      release()
    },
    async get(path) {
      const response = await app.request(path)
      const text = await response.text()
      if (response.status !== 200) throw new Error(`${path}: ${response.status} ${text}`)
    },
  }
}

async function tileTimes(ask: Ask, tiles: readonly string[], search: string): Promise<number> {
  const times: number[] = []
  for (let pass = 0; pass < PASSES + 2; pass++)
    for (const path of tiles) {
      const started = performance.now()
      await ask.tile(path, search, false)
      if (pass >= 2) times.push(performance.now() - started)
    }
  return median(times)
}

async function filterTimes(ask: Ask, view: readonly string[], pinned: string): Promise<number> {
  const times: number[] = []
  // The first makes shapes and heads, as looking at the map before filtering does.
  for (const [index, term] of [undefined, 10, 11, 12, 13, 14, 15, 16].entries()) {
    const search = term === undefined ? pinned : `${pinned}&category=term${term}`
    const started = performance.now()
    await ask.get(`/api/tiles/1/grid.json?${search}`)
    await ask.get(`/api/classes?level=grid&${search.replace(METRICS, 'metrics=density,handledRate')}`)
    for (const path of view) await ask.tile(path, search, true)
    if (index > 0) times.push(performance.now() - started)
  }
  return median(times)
}

async function loadMemory(ask: Ask, tiles: readonly string[], seq: number): Promise<number> {
  let most = 0
  for (let slice = 0; slice < NEW_SLICES; slice++) {
    const to = END_MS - slice * DAY_MS
    const search = `${METRICS}&from=${iso(to - 30 * DAY_MS)}&to=${iso(to)}&asOf=${iso(END_MS)}&seq=${seq}`
    for (const path of tiles) await ask.tile(path, search, true)
    most = Math.max(most, process.memoryUsage().rss / 1e6)
  }
  return most
}

function iso(ms: number): string {
  return new Date(ms).toISOString()
}
