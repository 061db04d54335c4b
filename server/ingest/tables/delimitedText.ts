// CSV, TSV and their kin as a table: the first record is the header, the others are rows as wide as it.
import { IngestError } from '../ingestError.ts'
import { type Dialect, sniffDialect } from './delimiter.ts'
import { type Encoding, textChunks } from './encoding.ts'
import { uniqueHeaders } from './headers.ts'
import { RecordSplitter, type TextRecord } from './recordSplitter.ts'
import { CHUNK_ROWS, fitted, type TableRow, type TableSource } from './tableSource.ts'

const SAMPLE_CHARACTERS = 1 << 18

export async function openDelimitedText(
  path: string,
  encoding: Encoding,
  bytes: number,
): Promise<TableSource> {
  const dialect = await sniffFile(path, encoding)
  let headers: string[] | null = null
  for await (const [header] of records(path, encoding, dialect)) {
    headers = uniqueHeaders(header.values)
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
    rows: () => dataRows(path, encoding, dialect, width),
  }
}

export function emptyFile(): IngestError {
  return new IngestError('empty-file', 'the file is empty (文件是空的)', '请重新导出 (export it again)')
}

async function sniffFile(path: string, encoding: Encoding): Promise<Dialect> {
  let sample = ''
  for await (const text of textChunks(path, encoding)) {
    sample += text
    if (sample.length >= SAMPLE_CHARACTERS) return sniffDialect(sample, false)
  }
  return sniffDialect(sample, true)
}

/** Never yields an empty chunk. */
async function* records(path: string, encoding: Encoding, dialect: Dialect): AsyncGenerator<TextRecord[]> {
  const splitter = new RecordSplitter(dialect.delimiter, dialect.newline)
  for await (const text of textChunks(path, encoding)) {
    const complete = splitter.push(text)
    if (complete.length > 0) yield complete
  }
  const last = splitter.push('', true)
  if (last.length > 0) yield last
}

async function* dataRows(
  path: string,
  encoding: Encoding,
  dialect: Dialect,
  width: number,
): AsyncGenerator<TableRow[]> {
  let isHeader = true
  for await (const chunk of records(path, encoding, dialect)) {
    for (let at = isHeader ? 1 : 0; at < chunk.length; at += CHUNK_ROWS) {
      const rows = chunk.slice(at, at + CHUNK_ROWS)
      for (const { values } of rows) if (values.length !== width) fitted(values, width)
      yield rows
    }
    isHeader = false
  }
}
