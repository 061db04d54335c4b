// CSV, TSV and their kin as a table: the first record is the header, the others are rows as wide as it.
import type { CellTable } from '#data/ingest/cellTable.ts'
import { IngestError } from '../ingestError.ts'
import { type Dialect, sniffDialect } from './delimiter.ts'
import { type Encoding, utf8Chunks } from './encoding.ts'
import { uniqueHeaders } from './headers.ts'
import { RecordSplitter } from './recordSplitter.ts'
import { rowsOfCells, type TableSource, valuesOf } from './tableSource.ts'

const SAMPLE_BYTES = 1 << 18

export async function openDelimitedText(
  path: string,
  encoding: Encoding,
  bytes: number,
): Promise<TableSource> {
  const dialect = await sniffFile(path, encoding)
  let headers: string[] | null = null
  for await (const table of records(path, encoding, dialect)) {
    headers = uniqueHeaders(valuesOf(table, 0, table.first[1]))
    break
  }
  if (!headers) throw emptyFile()
  const width = headers.length
  return {
    format: 'CSV',
    encoding,
    delimiter: dialect.delimiter,
    headers,
    bytes,
    rows: () => rowsOfCells(dataRows(path, encoding, dialect), width),
    cells: () => dataRows(path, encoding, dialect),
  }
}

export function emptyFile(): IngestError {
  return new IngestError('empty-file', 'the file is empty (文件是空的)', '请重新导出 (export it again)')
}

async function sniffFile(path: string, encoding: Encoding): Promise<Dialect> {
  let sample: Buffer = Buffer.alloc(0)
  for await (const bytes of utf8Chunks(path, encoding)) {
    sample = Buffer.concat([sample, bytes])
    if (sample.length >= SAMPLE_BYTES) return sniffDialect(sample, false)
  }
  return sniffDialect(sample, true)
}

/** Never yields an empty table. */
async function* records(path: string, encoding: Encoding, dialect: Dialect): AsyncGenerator<CellTable> {
  const splitter = new RecordSplitter(dialect.delimiter, dialect.newline)
  for await (const bytes of utf8Chunks(path, encoding)) {
    const complete = splitter.push(bytes)
    if (complete.rows > 0) yield complete
  }
  const last = splitter.push(Buffer.alloc(0), true)
  if (last.rows > 0) yield last
}

/** All but the header. */
async function* dataRows(path: string, encoding: Encoding, dialect: Dialect): AsyncGenerator<CellTable> {
  let isHeader = true
  for await (const table of records(path, encoding, dialect)) {
    yield isHeader
      ? { ...table, rows: table.rows - 1, first: table.first.subarray(1), lines: table.lines.subarray(1) }
      : table
    isHeader = false
  }
}
