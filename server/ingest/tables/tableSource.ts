// A table as the row readers see it, whatever file it came from: named columns of text, read in chunks. Files of
// text give cells, the others rows; each can be had as the other.
import { type CellTable, cellAt } from '#data/ingest/cellTable.ts'
import { CellBuilder } from './cellBuilder.ts'

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
  /** The same rows as ranges of bytes; a row may have more or fewer cells than there are headers. */
  cells(): AsyncIterable<CellTable>
}

/** @param width as many values a row: missing ones are ''. */
export async function* rowsOfCells(
  tables: AsyncIterable<CellTable>,
  width: number,
): AsyncGenerator<TableRow[]> {
  for await (const table of tables) {
    for (let from = 0; from < table.rows; from += CHUNK_ROWS) {
      const rows: TableRow[] = []
      for (let row = from; row < Math.min(table.rows, from + CHUNK_ROWS); row++)
        rows.push({ line: table.lines[row], values: valuesOf(table, row, width) })
      yield rows
    }
  }
}

export function valuesOf(table: CellTable, row: number, width: number): string[] {
  return Array.from({ length: width }, (_, column) => {
    const cell = cellAt(table, row, column)
    return cell < 0 ? '' : table.text(table.starts[cell], table.ends[cell])
  })
}

export async function* cellsOfRows(chunks: AsyncIterable<readonly TableRow[]>): AsyncGenerator<CellTable> {
  for await (const rows of chunks) yield cellTableOf(rows)
}

export function cellTableOf(rows: readonly TableRow[]): CellTable {
  const cells = new CellBuilder()
  const parts: Buffer[] = []
  let at = 0
  for (const { line, values } of rows) {
    for (const value of values) {
      const part = Buffer.from(value)
      parts.push(part)
      cells.add(at, at + part.length)
      at += part.length
    }
    cells.endRow(line)
  }
  return cells.build(Buffer.concat(parts))
}

/** Rows that are already in memory. */
export const inMemory = (rows: readonly TableRow[]): Pick<TableSource, 'rows' | 'cells'> => ({
  rows: () => chunked(rows),
  cells: () => cellsOfRows(chunked(rows)),
})

async function* chunked(rows: readonly TableRow[]): AsyncGenerator<TableRow[]> {
  for (let at = 0; at < rows.length; at += CHUNK_ROWS) yield rows.slice(at, at + CHUNK_ROWS)
}
