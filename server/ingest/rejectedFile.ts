// Every refused row as a line of a CSV, written as it is found: a file of a million bad rows is never in memory.
// A spreadsheet opens it: it starts with a byte-order mark and no cell starts a formula.
import { once } from 'node:events'
import { createWriteStream, mkdirSync, type WriteStream } from 'node:fs'
import { dirname } from 'node:path'
import { finished } from 'node:stream/promises'
import type { RejectedRow } from '#data/ingest/intake.ts'

export interface RejectedFile {
  add(row: RejectedRow): void
  /** Waits until what was added may be forgotten. */
  drain(): Promise<void>
  close(): Promise<void>
}

/** Not made before the first row. @param path null: rows are only counted. */
export function createRejectedFile(path: string | null): RejectedFile {
  let out: WriteStream | null = null
  let lines = ''
  const begin = (to: string): WriteStream => {
    mkdirSync(dirname(to), { recursive: true })
    const begun = createWriteStream(to)
    begun.write(`\uFEFF${csvLine(['row', 'field', 'reason', 'value'])}`)
    return begun
  }
  const drain = async (): Promise<void> => {
    if (lines === '' || path === null) return
    out ??= begin(path)
    const text = lines
    lines = ''
    if (!out.write(text)) await once(out, 'drain')
  }
  return {
    add: (row) => {
      if (path !== null) lines += csvLine(row)
    },
    drain,
    async close() {
      await drain()
      out?.end()
      if (out) await finished(out)
    },
  }
}

const csvLine = (row: readonly (string | number)[]): string => `${row.map(cell).join(',')}\r\n`

const cell = (value: string | number): string =>
  `"${String(value)
    .replace(/^(?=[=+\-@\t\r])/, "'")
    .replaceAll('"', '""')}"`
