// One sequence for all writes. Writers queue; each commit takes the next number, and appends that
// are waiting together share one commit (and its sync to disk). Readers learn the new head only after COMMIT.
import type { DuckDBConnection } from '@duckdb/node-api'
import type { Head } from '../store.ts'
import { type Database, rowsOf, storeClosed } from './database.ts'

export interface Writer {
  head(): Head
  /** Number of the newest commit that has been started: rows up to it may be visible to a reader. */
  startedSeq(): number
  /** Runs `write` in a transaction under the next number; false from it means nothing was written: no number is used. */
  commit(kind: string, write: (connection: DuckDBConnection, seq: number) => Promise<boolean>): Promise<Head>
  /** Runs alone, outside the sequence (checkpoint, export, report). */
  alone<T>(run: (connection: DuckDBConnection) => Promise<T>): Promise<T>
  /** Runs last, after everything queued; what comes later is refused. */
  finish(run: (connection: DuckDBConnection) => Promise<void>): Promise<void>
}

export async function createWriter({ writer }: Database, now: () => number): Promise<Writer> {
  const [last] = await rowsOf(writer, 'SELECT seq, committed_at FROM commit_log ORDER BY seq DESC LIMIT 1')
  let head: Head = { seq: Number(last?.seq ?? 0), committedAtMs: Number(last?.committed_at ?? 0) }
  let startedSeq = head.seq
  let queue: Promise<unknown> = Promise.resolve()
  let finished = false

  const alone: Writer['alone'] = async (run) => {
    if (finished) throw storeClosed()
    const result = queue.then(() => run(writer))
    queue = result.catch(() => undefined)
    return result
  }

  return {
    head: () => head,
    startedSeq: () => startedSeq,
    alone,
    finish: (run) => {
      const last = alone(run)
      finished = true
      return last
    },
    commit: (kind, write) =>
      alone(async (connection) => {
        const next = { seq: head.seq + 1, committedAtMs: Math.max(now(), head.committedAtMs) }
        await connection.run('BEGIN')
        try {
          if (!(await write(connection, next.seq))) {
            await connection.run('ROLLBACK')
            return head
          }
          await connection.run(
            `INSERT INTO commit_log VALUES (${next.seq}, ${next.committedAtMs}, '${kind}')`,
          )
          startedSeq = next.seq
          await connection.run('COMMIT')
        } catch (error) {
          await connection.run('ROLLBACK').catch(() => undefined)
          startedSeq = head.seq
          throw error
        }
        head = next
        return head
      }),
  }
}
