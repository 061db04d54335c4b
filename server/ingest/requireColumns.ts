// A mapping may only name columns the file has: a missing one is an error, never an empty value.
import { IngestError } from './ingestError.ts'

/** @param columns field → header, as mapped. */
export function requireColumns(
  headers: readonly string[],
  columns: Readonly<Record<string, string | undefined>>,
): void {
  const missing = Object.entries(columns).filter(
    ([, column]) => column !== undefined && !headers.includes(column),
  )
  if (missing.length === 0) return
  const named = missing.map(([field, column]) => `"${column}" (${field})`).join(', ')
  throw new IngestError(
    'no-column',
    `no column ${named}; the file has ${headers.join(', ')}`,
    '改正 columns 后重试',
  )
}
