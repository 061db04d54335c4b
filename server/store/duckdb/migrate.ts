// Schema versions. DuckDB cannot drop columns or add constraints, so a step creates the new table, copies
// into it and swaps names; before the first step everything is exported to Parquet beside the file.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import { StoreRefusal } from '../store.ts'
import { ENDED_SQL } from './columns.ts'
import { type Database, rowsOf } from './database.ts'
import { createTables, INDEXES, SCHEMA_VERSION, TABLES } from './schema.ts'

/** Statements that bring a file from schema version `from` to `from` + 1. */
export interface Migration {
  readonly from: number
  readonly statements: readonly string[]
}

/** A table with columns that were not there, empty in old rows. (Adding columns in a transaction that drops the index aborts DuckDB 1.5.) */
const widen = (table: string): string[] => createCopySwap(table, TABLES[table], 'BY NAME SELECT * FROM old')

const MIGRATIONS: readonly Migration[] = [
  // Assignments and first deadlines.
  { from: 1, statements: [...widen('incident'), ...widen('incident_version'), ...INDEXES] },
  // Accounts.
  {
    from: 2,
    statements: ['account', 'account_session', 'account_link'].map(
      (table) => `CREATE TABLE IF NOT EXISTS ${table} (${TABLES[table]})`,
    ),
  },
  // Tokens, and failures that outlive a restart.
  {
    from: 3,
    statements: ['account_token', 'account_failure'].map(
      (table) => `CREATE TABLE IF NOT EXISTS ${table} (${TABLES[table]})`,
    ),
  },
  // Refusal ends a matter, reopening undoes its end.
  {
    from: 4,
    statements: ['incident', 'incident_version'].map(
      (table) =>
        `UPDATE ${table} SET ended_at = ${ENDED_SQL} WHERE refused_at IS NOT NULL OR reopened_at IS NOT NULL`,
    ),
  },
]

/**
 * Creates the tables of a new file, or brings an old one up to date in one transaction, an export first.
 * @throws StoreRefusal 'newer-schema' when the file is from a newer version of the programme.
 */
export async function migrate(
  { folder, writer }: Database,
  nowMs: number,
  migrations: readonly Migration[] = MIGRATIONS,
  target: number = SCHEMA_VERSION,
): Promise<void> {
  const found = await schemaVersion(writer)
  if (found === target) return
  if (found === null)
    return inTransaction(writer, [
      ...createTables(),
      `INSERT INTO schema_version VALUES (${target}, ${nowMs})`,
    ])
  if (found > target)
    throw new StoreRefusal(
      'newer-schema',
      `the data folder has schema version ${found}, this programme knows ${target}: install the newer Jingwei, or restore a backup`,
    )
  if (folder !== null) await exportFirst(writer, join(folder, 'before-migration', `schema-${found}-${nowMs}`))
  const statements: string[] = []
  for (let version = found; version < target; version++) {
    const step = migrations.find((migration) => migration.from === version)
    if (!step) throw new Error(`no migration from schema version ${version} to ${version + 1}`)
    statements.push(...step.statements)
  }
  await inTransaction(writer, [...statements, `INSERT INTO schema_version VALUES (${target}, ${nowMs})`])
}

/** Statements that replace a table by a copy with other columns. `select` reads from the old table, `old`. */
export function createCopySwap(table: string, columns: string, select: string): string[] {
  return [
    `CREATE TABLE ${table}_next (${columns})`,
    `INSERT INTO ${table}_next ${select.replace(/\bold\b/g, table)}`,
    `DROP TABLE ${table}`,
    `ALTER TABLE ${table}_next RENAME TO ${table}`,
  ]
}

async function schemaVersion(connection: DuckDBConnection): Promise<number | null> {
  const tables = await rowsOf(
    connection,
    "SELECT table_name FROM information_schema.tables WHERE table_name = 'schema_version'",
  )
  if (tables.length === 0) return null
  const [{ version }] = await rowsOf(connection, 'SELECT max(version) AS version FROM schema_version')
  return Number(version)
}

async function exportFirst(connection: DuckDBConnection, folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true })
  await connection.run(`EXPORT DATABASE '${folder.replaceAll("'", "''")}' (FORMAT PARQUET)`)
}

async function inTransaction(connection: DuckDBConnection, statements: readonly string[]): Promise<void> {
  await connection.run('BEGIN')
  try {
    for (const statement of statements) await connection.run(statement)
    await connection.run('COMMIT')
  } catch (error) {
    await connection.run('ROLLBACK').catch(() => undefined)
    throw error
  }
}
