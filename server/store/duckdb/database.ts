// One DuckDB file and its connections: one for the writer, a few for readers, so that no slice waits for a commit.
// memory_limit is always set; nothing is ever installed or loaded from the network.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { type DuckDBConnection, DuckDBInstance, type DuckDBValue } from '@duckdb/node-api'
import { StoreRefusal } from '../store.ts'

export interface Database {
  /** null: in memory. */
  readonly folder: string | null
  readonly writer: DuckDBConnection
  /** Runs `read` on a connection of its own. @throws StoreRefusal 'closed' once `close` was called. */
  read<T>(read: (connection: DuckDBConnection) => Promise<T>): Promise<T>
  /** Refuses new reads, waits for those running, then closes: a connection closed in use crashes the process. */
  close(): Promise<void>
}

export interface DatabaseOptions {
  /** The data folder, or ':memory:'. */
  readonly folder: string
  /** DuckDB's form, e.g. '600MB'. */
  readonly memoryLimit: string
  readonly threads: number
}

const READERS = 4
const openFiles = new Set<string>()

/** @throws StoreRefusal 'locked' when another process holds the file. */
export async function openDatabase({ folder, memoryLimit, threads }: DatabaseOptions): Promise<Database> {
  const inMemory = folder === ':memory:'
  const file = inMemory ? ':memory:' : join(folder, 'jingwei.duckdb')
  if (!inMemory) mkdirSync(folder, { recursive: true })
  if (openFiles.has(file)) throw new StoreRefusal('locked', `${file} is already open in this process`)
  const instance = await create(file, folder, {
    memory_limit: memoryLimit,
    threads: String(threads),
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    checkpoint_threshold: '64MB',
    preserve_insertion_order: 'false',
    ...(inMemory ? {} : { temp_directory: join(folder, 'tmp') }),
  })
  if (!inMemory) openFiles.add(file)
  const writer = await instance.connect()
  const readers = await Promise.all(Array.from({ length: READERS }, () => instance.connect()))
  const pool = poolOf(readers)
  return {
    folder: inMemory ? null : folder,
    writer,
    read: pool.read,
    close: async () => {
      await pool.drain()
      for (const connection of [writer, ...readers]) connection.closeSync()
      instance.closeSync()
      openFiles.delete(file)
    },
  }
}

async function create(
  file: string,
  folder: string,
  options: Record<string, string>,
): Promise<DuckDBInstance> {
  try {
    return await DuckDBInstance.create(file, options)
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    const process = /Conflicting lock is held in .*\(PID (\d+)\)/.exec(message)
    if (!process && !message.includes('Could not set lock')) throw error
    throw new StoreRefusal(
      'locked',
      `another Jingwei is running on this folder (${process ? `pid ${process[1]}, ` : ''}${folder}); stop it, or run this command through it`,
    )
  }
}

interface Pool {
  readonly read: Database['read']
  /** From now on nothing is lent; resolves when everything lent is back. */
  drain(): Promise<void>
}

function poolOf(connections: readonly DuckDBConnection[]): Pool {
  const free = [...connections]
  const waiting: ((connection: DuckDBConnection) => void)[] = []
  let draining = false
  let onDrained = () => {}
  const giveBack = (connection: DuckDBConnection) => {
    const next = waiting.shift()
    if (next) return next(connection)
    free.push(connection)
    if (free.length === connections.length) onDrained()
  }
  return {
    read: async (read) => {
      if (draining) throw storeClosed()
      const connection = free.pop() ?? (await new Promise<DuckDBConnection>((lend) => waiting.push(lend)))
      try {
        return await read(connection)
      } finally {
        giveBack(connection)
      }
    },
    drain: () => {
      draining = true
      return new Promise((resolve) => {
        onDrained = resolve
        if (free.length === connections.length) resolve()
      })
    },
  }
}

/** What a question gets that comes after `close`. */
export const storeClosed = (): StoreRefusal => new StoreRefusal('closed', 'the store is closed')

/** All rows of a query as plain objects; BIGINT becomes number (every one of ours is < 2^53). */
export async function rowsOf(
  connection: DuckDBConnection,
  sql: string,
  values: DuckDBValue[] = [],
): Promise<Record<string, DuckDBValue>[]> {
  const reader = await connection.runAndReadAll(sql, values)
  return reader.getRowObjects().map((row) => {
    for (const key in row) if (typeof row[key] === 'bigint') row[key] = Number(row[key])
    return row
  })
}
