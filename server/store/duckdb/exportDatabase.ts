// Everything as Parquet, with what is needed to load it again. What one signs in with is left out unless it is asked for: it
// is deleted in a transaction that the export reads and nobody else sees, and that is then rolled back.
import type { DuckDBConnection } from '@duckdb/node-api'
import { ACCOUNT_TABLES } from './schema.ts'

export async function exportDatabase(
  connection: DuckDBConnection,
  folder: string,
  withAccounts: boolean,
): Promise<void> {
  const target = folder.replaceAll("'", "''")
  await connection.run('BEGIN')
  try {
    if (!withAccounts) for (const table of ACCOUNT_TABLES) await connection.run(`DELETE FROM ${table}`)
    await connection.run(`EXPORT DATABASE '${target}' (FORMAT PARQUET, COMPRESSION ZSTD)`)
  } finally {
    await connection.run('ROLLBACK')
  }
}
