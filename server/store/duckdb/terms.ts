// Texts that repeat (category, source, urgency, organisation, reasons) are stored once and named by an
// integer. A term is never changed or removed, so a reader's copy is always right for the rows it sees.
import type { DuckDBConnection } from '@duckdb/node-api'
import { type Database, rowsOf } from './database.ts'

export interface Terms {
  /** Id of a known text, NaN for null. @throws on a text that was not added. */
  idOf(text: string | null): number
  textOf(id: number | null): string | null
  /** Ids of all texts that fulfil a condition. */
  idsWhere(matches: (text: string) => boolean): number[]
  has(text: string): boolean
  /** Makes texts known, on disk first. */
  add(connection: DuckDBConnection, texts: Iterable<string>): Promise<void>
}

export async function openTerms({ writer }: Database): Promise<Terms> {
  const ids = new Map<string, number>()
  const texts: string[] = []
  const remember = (text: string, id: number) => {
    ids.set(text, id)
    texts[id] = text
  }
  for (const row of await rowsOf(writer, 'SELECT id, text FROM term ORDER BY id'))
    remember(String(row.text), Number(row.id))
  return {
    idOf: (text) => {
      if (text === null) return Number.NaN
      const id = ids.get(text)
      if (id === undefined) throw new Error(`term "${text}" was not added`)
      return id
    },
    textOf: (id) => (id === null ? null : (texts[id] ?? null)),
    idsWhere: (matches) => [...ids].filter(([text]) => matches(text)).map(([, id]) => id),
    has: (text) => ids.has(text),
    add: async (connection, wanted) => {
      for (const text of wanted) {
        if (ids.has(text)) continue
        const id = texts.length
        await connection.run('INSERT INTO term VALUES (?, ?)', [id, text])
        remember(text, id)
      }
    },
  }
}
