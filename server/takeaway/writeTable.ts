// Tables as files, written as they are read: CSV line by line, xlsx through exceljs' streaming writer, so that a hundred
// thousand incidents never stand in memory. Text cells of an xlsx are strings by type: none can become a formula.
import { PassThrough, Readable } from 'node:stream'
import exceljs from 'exceljs'
import { csvHead, csvLine } from '#data/tables/csv.ts'
import type { NamedLine } from '#data/tables/sliceWords.ts'
import type { Cell, CellKind, TableColumn } from '#data/tables/table.ts'

/** A table whose rows come in batches. */
export interface StreamedTable {
  readonly name: string
  readonly columns: readonly TableColumn[]
  readonly batches: AsyncIterable<readonly (readonly Cell[])[]>
}

export function csvStream(table: StreamedTable): ReadableStream<Uint8Array> {
  async function* text(): AsyncGenerator<string> {
    yield csvHead(table.columns)
    for await (const batch of table.batches) yield batch.map(csvLine).join('')
  }
  return Readable.toWeb(Readable.from(text(), { objectMode: false })) as ReadableStream<Uint8Array>
}

const FORMATS: Readonly<Record<CellKind, string>> = {
  text: '@',
  count: '#,##0',
  share: '0.0%',
  number: '#,##0.00',
}
const COVER_WIDTHS = [16, 90]

/** A cover that says what the figures mean, then the table with its head frozen. */
export function xlsxStream(
  table: StreamedTable,
  coverName: string,
  cover: readonly NamedLine[],
): ReadableStream<Uint8Array> {
  const stream = new PassThrough()
  write(stream, table, coverName, cover).catch((error) => stream.destroy(error as Error))
  return Readable.toWeb(stream) as ReadableStream<Uint8Array>
}

async function write(
  stream: PassThrough,
  table: StreamedTable,
  coverName: string,
  cover: readonly NamedLine[],
): Promise<void> {
  const book = new exceljs.stream.xlsx.WorkbookWriter({ stream, useStyles: true, useSharedStrings: false })
  const first = book.addWorksheet(sheetName(coverName))
  first.columns = COVER_WIDTHS.map((width) => ({ width, style: { numFmt: '@' } }))
  cover.forEach(({ name, value }, i) => {
    const row = first.addRow([name, value])
    row.getCell(1).font = { bold: true, size: i === 0 ? 14 : 11 }
    row.getCell(2).alignment = { wrapText: true, vertical: 'top' }
    row.commit()
  })
  first.commit()
  const sheet = book.addWorksheet(sheetName(table.name), {
    views: [{ state: 'frozen', ySplit: 1, xSplit: 2 }],
  })
  sheet.columns = table.columns.map(({ header, kind }) => ({
    header,
    width: kind === 'text' ? 18 : 13,
    style: { numFmt: FORMATS[kind] },
  }))
  sheet.getRow(1).font = { bold: true }
  for await (const batch of table.batches)
    for (const row of batch)
      sheet
        .addRow(row.map((cell) => (typeof cell === 'number' && !Number.isFinite(cell) ? null : cell)))
        .commit()
  sheet.commit()
  await book.commit()
}

/** Names of sheets have at most 31 characters and none of \ / * ? : [ ]. */
const sheetName = (name: string): string => name.replace(/[\\/*?:[\]]/g, ' ').slice(0, 31)
