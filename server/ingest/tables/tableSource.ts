// A table as the row readers see it, whatever file it came from: named columns of text, read in chunks.

export const CHUNK_ROWS = 2000

export interface TableRow {
  /** 1-based line (text) or row (sheet) where the record starts in the file; a header is 1. */
  readonly line: number
  /** As many as there are headers: what is missing is '', what is beyond them is dropped. */
  readonly values: readonly string[]
}

export interface TableSource {
  readonly format: 'CSV' | 'xlsx' | 'NDJSON' | 'GeoJSON'
  /** 'UTF-8', 'UTF-8 BOM', 'UTF-16LE', 'UTF-16BE' or 'GB18030'. */
  readonly encoding: string
  /** Null where the format has none. */
  readonly delimiter: string | null
  readonly headers: readonly string[]
  /** Size on disk, compressed where the file is. */
  readonly bytes: number
  /** Chunks of at most CHUNK_ROWS rows; each call starts again at the first. */
  rows(): AsyncIterable<TableRow[]>
}

/** Cuts or pads the values to the width of the table. */
export function fitted(values: string[], width: number): string[] {
  if (values.length > width) values.length = width
  while (values.length < width) values.push('')
  return values
}

/** Rows that are already in memory, in chunks. */
export async function* chunked(rows: readonly TableRow[]): AsyncGenerator<TableRow[]> {
  for (let at = 0; at < rows.length; at += CHUNK_ROWS) yield rows.slice(at, at + CHUNK_ROWS)
}
