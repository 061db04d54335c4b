// The store at 10 million incidents: slices with their roll-up against the same aggregates run alone in DuckDB, now and
// pinned before 1 % of the rows changed; appending a million rows against DuckDB reading them from a CSV.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import type { Measure } from '#data/metrics/metric.ts'
import { rollUp } from '#data/metrics/rollUp.ts'
import { unitId } from '#data/model/ids.ts'
import type { IncidentRecord } from '#data/model/incident.ts'
import type { Slice } from '#data/model/slice.ts'
import { createUnitTable, type Unit } from '#data/model/unit.ts'
import { openDatabase, rowsOf } from '../../server/store/duckdb/database.ts'
import { openDuckDbStore } from '../../server/store/duckdb/duckDbStore.ts'
import { INDEXES, TABLES } from '../../server/store/duckdb/schema.ts'
import { DAY_MS, END_MS, fillFolder, GRIDS, START_MS } from './benchCity.ts'
import type { BenchRow } from './row.ts'

const ROWS = 10_000_000
const MEASURES: readonly Measure[] = ['received', 'settled', 'handled', 'overdue']
const RUNS = 7

export async function benchStore(): Promise<BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'jingwei-bench-'))
  try {
    await fillFolder(folder, ROWS)
    return [...(await benchSlices(folder)), await benchAppend()]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** A province, counties, townships, villages and grids, 1 : 12 : 150 : 2,600 : 12,000. */
function benchUnits(): Unit[] {
  const units: Unit[] = []
  let above: Unit[] = []
  for (const [level, count] of [1, 12, 150, 2600, GRIDS].entries()) {
    const here = Array.from({ length: count }, (_, i): Unit => {
      const parent = above[Math.floor((i * above.length) / count)] ?? null
      const id = level === 4 ? i + 1 : 100_000 * (level + 1) + i
      const code = `${parent?.code ?? ''}${String(i).padStart(5, '0')}`
      const counted = { households: 100, population: 300, staff: 1 }
      return { id: unitId(id), code, name: code, level, parentId: parent?.id ?? null, ...counted }
    })
    units.push(...here)
    above = here
  }
  return units
}

const sliceOf = (days: number, seq: number): Slice => ({
  fromMs: END_MS - days * DAY_MS,
  toMs: END_MS,
  asOfMs: END_MS,
  seq,
  basis: 'default',
  category: [],
  source: [],
  urgency: [],
  organisation: [],
  handlingLevel: [],
  hour: [],
  weekday: [],
  age: [],
  exclusions: 'without',
})

/** The aggregates as one writes them by hand: one scan, one WHERE. */
function plainSql({ fromMs, toMs }: Slice): string {
  const received = `received_at >= ${fromMs} AND received_at < ${toMs}`
  const settled = `settles_at >= ${fromMs} AND settles_at < ${toMs}`
  const overdue = `received_at < ${toMs} AND ended_at > ${toMs} AND deadline_at < ${toMs}`
  return `SELECT unit_id, count(*) FILTER (${received}), count(*) FILTER (${settled}),
    count(*) FILTER (${settled} AND handled_at <= ${toMs}), count(*) FILTER (${overdue})
    FROM incident WHERE exclusion IS NULL AND ((${received}) OR (${settled}) OR (${overdue})) GROUP BY unit_id`
}

/** Span by span, so that what is compared runs under the same load of the machine. */
async function benchSlices(folder: string): Promise<BenchRow[]> {
  const table = createUnitTable(benchUnits())
  const now = { worst: 0, details: [] as string[] }
  const pinned = { worst: 0, details: [] as string[] }
  let rssMegabytes = 0
  for (const days of [7, 30, 730]) {
    const database = await openDatabase({ folder, memoryLimit: '600MB', threads: 2 })
    const sql = plainSql(sliceOf(days, 2))
    const plainMs = await median(() => database.read((connection) => connection.runAndReadAll(sql)))
    await database.close()
    const store = await openDuckDbStore({ folder })
    for (const [side, seq] of [
      [now, 2],
      [pinned, 1],
    ] as const) {
      const ms = await median(async () => rollUp(table, await store.slice(sliceOf(days, seq), MEASURES)))
      side.worst = Math.max(side.worst, ms / plainMs)
      side.details.push(`${days} d: ${ms.toFixed(0)} ÷ ${plainMs.toFixed(0)} ms`)
    }
    rssMegabytes = Math.max(rssMegabytes, process.memoryUsage().rss / 1e6)
    await store.close()
  }
  const about = (details: readonly string[]) =>
    `${MEASURES.length} measures, roll-up included, medians of ${RUNS}; ${details.join(', ')}`
  return [
    row('slice over 10 M incidents, all levels ÷ plain DuckDB', 1.5, now.worst, about(now.details)),
    row('the same, pinned before 1 % changed', 2, pinned.worst, about(pinned.details)),
    {
      measure: 'memory of the store at 10 M incidents, slices running',
      reach: '≤ 1.5 GB',
      value: `${(rssMegabytes / 1000).toFixed(2)} GB`,
      met: rssMegabytes <= 1500,
      detail: 'resident set, memory_limit 600 MB',
    },
  ]
}

const APPENDED = 1_000_000
const BATCH = 50_000

async function benchAppend(): Promise<BenchRow> {
  const folder = mkdtempSync(join(tmpdir(), 'jingwei-bench-'))
  try {
    const store = await openDuckDbStore({ folder })
    const started = performance.now()
    // Three calls in flight, as the importer keeps them: what waits together shares a commit.
    let next = 0
    const caller = async () => {
      while (next < APPENDED) {
        const start = next
        next += BATCH
        await store.appendIncidents(Array.from({ length: BATCH }, (_, i) => recordOf(start + i)))
      }
    }
    await Promise.all([caller(), caller(), caller()])
    const appendMs = performance.now() - started
    await store.close()
    const plainMs = await plainImport(folder)
    const detail = `${APPENDED} rows in batches of ${BATCH}: ${appendMs.toFixed(0)} ÷ ${plainMs.toFixed(0)} ms`
    return row(
      'append of 1 M incidents ÷ DuckDB reading their CSV into the same table',
      4,
      appendMs / plainMs,
      detail,
    )
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Writes the store's incidents to a CSV and reads them into an empty table with the same columns and index. */
export async function plainImport(folder: string): Promise<number> {
  const file = join(folder, 'incidents.csv')
  const source = await openDatabase({ folder, memoryLimit: '600MB', threads: 2 })
  await source.writer.run(`COPY incident TO '${file}' (HEADER)`)
  await source.close()
  const target = await openDatabase({ folder: join(folder, 'plain'), memoryLimit: '600MB', threads: 2 })
  await createIncident(target.writer)
  const started = performance.now()
  await target.writer.run(`COPY incident FROM '${file}' (HEADER)`)
  const elapsedMs = performance.now() - started
  const [{ n }] = await rowsOf(target.writer, 'SELECT count(*) AS n FROM incident')
  if (n !== APPENDED) throw new Error(`the CSV gave ${n} rows, not ${APPENDED}`)
  await target.close()
  return elapsedMs
}

async function createIncident(connection: DuckDBConnection): Promise<void> {
  await connection.run(`CREATE TABLE incident (${TABLES.incident})`)
  for (const index of INDEXES) await connection.run(index)
}

function recordOf(i: number): IncidentRecord {
  const received = START_MS + i * 60_000
  return {
    source: '12345',
    sourceId: `SR25-${10_000_000 + i}`,
    category: ['0401', '0402', '0101', '0501'][i % 4],
    urgency: 'normal',
    unitId: unitId(1 + ((i * 7919) % GRIDS)),
    unlocatedCause: null,
    x: 1_130_000_000 + i,
    y: 360_000_000 + i,
    approximate: false,
    moments: { received, handled: received + (i % 90) * 3_600_000, closed: received + (i % 95) * 3_600_000 },
    deadlineAt: received + 2 * DAY_MS,
    responseDeadlineAt: null,
    organisation: null,
    handlingLevel: 4,
    selfClosed: false,
    satisfied: null,
    exclusion: null,
  }
}

async function median(run: () => Promise<unknown>): Promise<number> {
  const times: number[] = []
  for (let i = 0; i < RUNS; i++) {
    const started = performance.now()
    await run()
    times.push(performance.now() - started)
  }
  return times.sort((a, b) => a - b)[RUNS >> 1]
}

const row = (measure: string, reach: number, ratio: number, detail: string): BenchRow => ({
  measure,
  reach: `≤ ${reach}`,
  value: ratio.toFixed(2),
  met: ratio <= reach,
  detail,
})
