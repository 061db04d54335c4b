// Opens a table of rows, whatever its format: told by what the file holds, not by what it is called.
import { IngestError } from '../ingestError.ts'
import { readMagic } from './byteStream.ts'
import { openDelimitedText } from './delimitedText.ts'
import { detectEncoding, type Encoding, textChunks } from './encoding.ts'
import { openGeoJsonPoints } from './geoJsonPoints.ts'
import { openNdJson, parseLine } from './ndJson.ts'
import type { TableSource } from './tableSource.ts'

export interface TableBounds {
  /** What the file was said to be; anything else is refused before it is read. */
  readonly format?: TableSource['format']
  /** What a workbook may unpack to. */
  readonly mostBytes?: number
}

/** @throws IngestError where the file cannot be read as a table, or not as the one it was said to be. */
export async function openTable(path: string, { format, mostBytes }: TableBounds = {}): Promise<TableSource> {
  const { magic, bytes } = await readMagic(path)
  const requireFormat = (found: TableSource['format']): void => {
    if (format !== undefined && format !== found)
      throw new IngestError('format-differs', `this was said to be ${format}, but it is ${found}`)
  }
  if (magic.subarray(0, 4).equals(Buffer.from('PK\u0003\u0004'))) {
    requireFormat('xlsx')
    // The workbook reader is large, and most tables are text.
    return (await import('./workbook.ts')).openWorkbook(path, bytes, mostBytes)
  }
  if (magic.subarray(0, 4).equals(Buffer.from([0xd0, 0xcf, 0x11, 0xe0])))
    throw new IngestError(
      'old-workbook',
      'this is an old or encrypted Excel workbook (这是旧版 .xls 或加密的工作簿)',
      '请另存为不加密的 .xlsx 或 CSV (save it as .xlsx without a password, or as CSV)',
    )
  const encoding = await detectEncoding(path)
  const found = await textFormat(path, encoding)
  requireFormat(found)
  return OPEN[found](path, encoding, bytes)
}

const OPEN = { NDJSON: openNdJson, GeoJSON: openGeoJsonPoints, CSV: openDelimitedText }

/** NDJSON where the first line is an object by itself that is no collection; a collection may be one line too. */
async function textFormat(path: string, encoding: Encoding): Promise<keyof typeof OPEN> {
  let head = ''
  for await (const piece of textChunks(path, encoding)) {
    head = (head + piece).trimStart()
    if (head !== '' && !/^[{[]/.test(head)) return 'CSV'
    if (head.includes('\n') || head.length > 1 << 22) break
  }
  if (head === '') return 'CSV'
  const object = parseLine(head.split('\n', 1)[0])
  return object && object.type !== 'FeatureCollection' ? 'NDJSON' : 'GeoJSON'
}
