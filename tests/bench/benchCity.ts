// A city of 12,000 grids with as many incidents as a bench asks for, made in DuckDB.
import { COLUMN_NAMES, NEVER_MS } from '../../server/store/duckdb/columns.ts'
import { openDatabase } from '../../server/store/duckdb/database.ts'
import { openDuckDbStore } from '../../server/store/duckdb/duckDbStore.ts'
import { migrate } from '../../server/store/duckdb/migrate.ts'
import type { Store } from '../../server/store/store.ts'
import { GRID_CITY } from '../fixtures/gridCity.ts'
import { MESH_LEVELS, type Mesh, raggedMesh } from '../fixtures/raggedMesh.ts'

export const GRIDS = 12_000
export const DAY_MS = 86_400_000
export const END_MS = Date.parse('2026-01-01T00:00:00Z')
export const START_MS = END_MS - 730 * DAY_MS

/** Incidents in order of receipt, made in DuckDB; 1 % then superseded, as late handling does. */
export async function fillFolder(folder: string, rows: number): Promise<void> {
  const database = await openDatabase({ folder, memoryLimit: '2GB', threads: 2 })
  const { writer } = database
  await migrate(database, START_MS)
  await writer.run("INSERT INTO term SELECT i, 'term' || i FROM range(40) t(i)")
  const received = `${START_MS} + (i * ${730 * DAY_MS} / ${rows})::BIGINT`
  const values: Record<string, string> = {
    source: 'i % 7',
    category: '10 + hash(i) % 12',
    urgency: '30',
    unit_id: `CASE WHEN i % 50 = 0 THEN 0 ELSE 1 + (hash(i + 1) % ${GRIDS})::BIGINT END`,
    x: '(1120000000 + hash(i + 2) % 20000000)::INTEGER',
    y: '(360000000 + hash(i + 3) % 10000000)::INTEGER',
    approximate: 'FALSE',
    received_at: 'r',
    accepted_at: 'r + 600000',
    handled_at: 'h',
    closed_at: 'h + 3600000',
    deadline_at: 'd',
    organisation: '35',
    handling_level: '4',
    self_closed: 'FALSE',
    settles_at: 'least(h, d)',
    ended_at: `coalesce(h, ${NEVER_MS}::BIGINT)`,
  }
  await writer.run(
    `INSERT INTO incident BY NAME SELECT i + 1 AS id, hash(i + 9) AS key_hash, 'S-' || i AS source_id, 1 AS changed_seq,
     ${COLUMN_NAMES.map((name) => `${values[name] ?? 'NULL'} AS ${name}`).join(', ')}
     FROM (SELECT i, r, r + 2 * ${DAY_MS} AS d, CASE WHEN hash(i + 4) % 100 < 97 THEN r + (hash(i + 5) % ${2 * DAY_MS})::BIGINT END AS h
           FROM (SELECT i, ${received} AS r FROM range(${rows}) t(i))) ORDER BY r`,
  )
  await writer.run(
    'INSERT INTO incident_version BY NAME SELECT *, 2 AS seq_to FROM incident WHERE id % 100 = 0',
  )
  await writer.run(
    'UPDATE incident SET changed_seq = 2, handled_at = coalesce(handled_at, deadline_at + 1) WHERE id % 100 = 0',
  )
  await writer.run(`INSERT INTO commit_log VALUES (1, ${START_MS}, 'incidents'), (2, ${END_MS}, 'incidents')`)
  await writer.run('CHECKPOINT')
  await database.close()
}

/** The incidents, and boundaries to see them in. */
export async function makeBenchCity(folder: string, rows: number): Promise<{ store: Store; mesh: Mesh }> {
  await fillFolder(folder, rows)
  const store = await openDuckDbStore({ folder, now: () => END_MS })
  const mesh = raggedMesh({ columns: 120, rows: 100, detail: 6, seed: 1 })
  const { units, coverage } = mesh
  await store.writeCity({ ...GRID_CITY, levels: MESH_LEVELS, homeCode: units[0].code })
  await store.publishVersion({ effectiveFrom: '2025-01-01', note: '', units, coverage })
  return { store, mesh }
}
