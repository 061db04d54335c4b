// Migrations: an export first, then create, copy and swap in one transaction; newer files are refused.
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, expect, it } from 'vitest'
import type { IncidentRecord } from '#data/model/incident.ts'
import { type Database, openDatabase, rowsOf } from '../../../server/store/duckdb/database.ts'
import { openDuckDbStore } from '../../../server/store/duckdb/duckDbStore.ts'
import { createCopySwap, type Migration, migrate } from '../../../server/store/duckdb/migrate.ts'
import { SCHEMA_VERSION } from '../../../server/store/duckdb/schema.ts'
import type { Store } from '../../../server/store/store.ts'
import { DAY_MS, incident, sliceOf, T0 } from './world.ts'

const root = mkdtempSync(join(tmpdir(), 'jingwei-migrate-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))
let folder = ''
let folders = 0
beforeEach(async () => {
  folder = join(root, String(++folders))
  const store = await openDuckDbStore({ folder })
  await store.appendIncidents([incident('1'), incident('2')])
  await store.writeReport({ id: 'a', createdAtMs: 1, kind: 'units', title: 'A', body: {} })
  await store.close()
})

async function withDatabase<T>(run: (database: Database) => Promise<T>): Promise<T> {
  const database = await openDatabase({ folder, memoryLimit: '200MB', threads: 1 })
  try {
    return await run(database)
  } finally {
    await database.close()
  }
}

const NEXT = SCHEMA_VERSION + 1
const step: Migration = {
  from: SCHEMA_VERSION,
  statements: createCopySwap(
    'report',
    'id VARCHAR NOT NULL, title VARCHAR NOT NULL',
    'SELECT id, upper(title) FROM old',
  ),
}

it('exports everything, then gives the table its new shape', async () => {
  await withDatabase(async (database) => {
    await migrate(
      database,
      5,
      [{ ...step, statements: [...step.statements, "UPDATE report SET title = title || '!'"] }],
      NEXT,
    )
    expect(await rowsOf(database.writer, 'SELECT * FROM report')).toEqual([{ id: 'a', title: 'A!' }])
  })
  const exported = join(folder, 'before-migration', `schema-${SCHEMA_VERSION}-5`)
  expect(readdirSync(exported)).toEqual(
    expect.arrayContaining(['schema.sql', 'load.sql', 'incident.parquet']),
  )
  await expect(openDuckDbStore({ folder })).rejects.toMatchObject({ code: 'newer-schema' })
})

it('leaves everything as it was when a step fails', async () => {
  const broken: Migration = { ...step, statements: [...step.statements, 'SELECT nothing FROM nowhere'] }
  await withDatabase((database) => expect(migrate(database, 6, [broken], NEXT)).rejects.toThrow(/nowhere/))
  const store = await openDuckDbStore({ folder })
  expect((await store.listReports()).map(({ title }) => title)).toEqual(['A'])
  expect((await store.slice(sliceOf(), ['received'])).measures.get('received')).toEqual(Float64Array.of(2))
  await store.close()
})

it('gives a file of before assignments their columns, everything else as it was', async () => {
  await withDatabase(async ({ writer }) => {
    await writer.run('DROP INDEX incident_key')
    for (const table of ['incident', 'incident_version'])
      for (const column of ['original_deadline_at', 'organisation_since_at', 'assignments'])
        await writer.run(`ALTER TABLE ${table} DROP COLUMN ${column}`)
    await writer.run('CREATE INDEX incident_key ON incident (key_hash)')
    await writer.run('UPDATE schema_version SET version = 1')
  })
  const store = await openDuckDbStore({ folder })
  expect(await store.appendIncidents([incident('1'), incident('2')])).toMatchObject({ unchanged: 2 })
  const assigned = incident('1', {
    organisation: 'fire',
    assignments: [
      { organisation: 'fire', role: 'lead', fromAt: 5, toAt: null, deadlineAt: null, outcome: null },
    ],
  })
  expect(await store.appendIncidents([assigned])).toMatchObject({ updated: 1 })
  expect((await store.findIncidents(['grid'], '1'))[0]).toMatchObject(assigned)
  expect((await store.findIncidents(['grid'], '1', 1))[0].assignments).toBeUndefined()
  await store.close()
})

it('ends what was refused in a file of before, and opens again what was reopened', async () => {
  const before = await openDuckDbStore({ folder })
  const received = T0 + DAY_MS
  const life = (moments: Partial<IncidentRecord['moments']>) => ({ moments: { received, ...moments } })
  await before.appendIncidents([
    incident('1', life({ refused: received + 1 })),
    incident('2', life({ handled: received + 1, closed: received + 2, reopened: received + 3 })),
    incident('3', life({ handled: received + 3, closed: received + 1, reopened: received + 2 })),
  ])
  const open = async (store: Store) =>
    (await store.slice(sliceOf(), ['open'])).measures.get('open')!.reduce((sum, n) => sum + n, 0)
  expect(await open(before)).toBe(1)
  await before.close()
  const columns = () =>
    withDatabase(({ writer }) =>
      rowsOf(writer, 'SELECT source_id, ended_at FROM incident ORDER BY source_id'),
    )
  const ended = await columns()
  await withDatabase(async ({ writer }) => {
    await writer.run(
      'UPDATE incident SET ended_at = least(handled_at, closed_at, voided_at, 8640000000000000)',
    )
    await writer.run('UPDATE schema_version SET version = 4')
  })
  const store = await openDuckDbStore({ folder })
  expect(await open(store)).toBe(1)
  await store.close()
  expect(await columns()).toEqual(ended)
})

async function rowsIn(file: string): Promise<number> {
  return withDatabase(async ({ read }) => {
    const sql = `SELECT count(*) AS n FROM read_parquet('${file.replaceAll("'", "''")}')`
    const [{ n }] = await read((connection) => rowsOf(connection, sql))
    return Number(n)
  })
}

it('exports a running store to Parquet, what one signs in with only when asked', async () => {
  const store = await openDuckDbStore({ folder })
  const target = join(root, "it's exported")
  await store.accounts.writeFailures({ key: 'name li', count: 5, lastAtMs: 1 })
  await store.exportTo(target)
  expect(existsSync(join(target, 'incident.parquet'))).toBe(true)
  const whole = join(root, 'with accounts')
  await store.exportTo(whole, { withAccounts: true })
  expect(await store.accounts.readFailures()).toHaveLength(1)
  await store.close()
  const failures = (exported: string) => rowsIn(join(exported, 'account_failure.parquet'))
  expect([await failures(target), await failures(whole)]).toEqual([0, 1])
})
