// NDJSON (one object a line) as a table, streamed. A line that is no object becomes a row of empty values, so
// that one bad line is one refused row with its line number, not a failed import.
import { IngestError } from '../ingestError.ts'
import { type Encoding, textChunks } from './encoding.ts'
import { columnsOf, isObject, type JsonObject, recordOf, valuesFor } from './jsonRecords.ts'
import { CHUNK_ROWS, cellsOfRows, type TableRow, type TableSource } from './tableSource.ts'

/** Columns are the union of the keys of this many first records. */
const HEADER_RECORDS = 200

/** Of a line: no matter is as long. */
const MOST_LETTERS = 1 << 24

interface Line {
  readonly line: number
  readonly object: JsonObject | null
}

export async function openNdJson(path: string, encoding: Encoding, bytes: number): Promise<TableSource> {
  const first: JsonObject[] = []
  for await (const { object } of lines(path, encoding)) {
    if (object) first.push(object)
    if (first.length === HEADER_RECORDS) break
  }
  const headers = columnsOf(first.map(recordOf))
  return {
    format: 'NDJSON',
    encoding,
    delimiter: null,
    headers,
    bytes,
    rows: () => rows(path, encoding, headers),
    cells: () => cellsOfRows(rows(path, encoding, headers)),
  }
}

/** The object a line holds, null where it holds none. */
export function parseLine(text: string): JsonObject | null {
  try {
    const value: unknown = JSON.parse(text)
    return isObject(value) ? value : null
  } catch {
    return null
  }
}

async function* lines(path: string, encoding: Encoding): AsyncGenerator<Line> {
  let rest = ''
  let line = 0
  for await (const piece of textChunks(path, encoding)) {
    const texts = (rest + piece).split('\n')
    rest = texts.pop() ?? ''
    if (rest.length > MOST_LETTERS)
      throw new IngestError(
        'json-too-large',
        `line ${line + texts.length + 1} has more than ${MOST_LETTERS} characters (这一行太长)`,
        '请检查换行 (check the line breaks)',
      )
    for (const text of texts) {
      line++
      if (text.trim() !== '') yield { line, object: parseLine(text) }
    }
  }
  if (rest.trim() !== '') yield { line: line + 1, object: parseLine(rest) }
}

async function* rows(
  path: string,
  encoding: Encoding,
  headers: readonly string[],
): AsyncGenerator<TableRow[]> {
  let chunk: TableRow[] = []
  for await (const { line, object } of lines(path, encoding)) {
    chunk.push({ line, values: object ? valuesFor(recordOf(object), headers) : headers.map(() => '') })
    if (chunk.length === CHUNK_ROWS) {
      yield chunk
      chunk = []
    }
  }
  if (chunk.length > 0) yield chunk
}
