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

/** @param told a last column of the same words in every row: what the file means, wherever a row is pasted */
export function csvStream(
  table: StreamedTable,
  told?: { readonly header: string; readonly words: string },
): ReadableStream<Uint8Array> {
  const columns: readonly TableColumn[] = told
    ? [...table.columns, { header: told.header, kind: 'text' }]
    : table.columns
  /** A remark is a row of one cell; every line of the file has as many. */
  const whole = (row: readonly Cell[]): readonly Cell[] => [
    ...Array.from(table.columns, (_, i) => row[i] ?? null),
    ...(told ? [told.words] : []),
  ]
  async function* text(): AsyncGenerator<string> {
    yield csvHead(columns)
    for await (const batch of table.batches) yield batch.map((row) => csvLine(whole(row), columns)).join('')
  }
  return Readable.toWeb(Readable.from(text(), { objectMode: false })) as ReadableStream<Uint8Array>
}

const FORMATS: Readonly<Record<CellKind, string>> = {
  text: '@',
  count: '#,##0',
  share: '0.0%',
  number: '#,##0.00',
  coordinate: '0.0000000',
}
const COVER_WIDTHS = [24, 90]
const LEAST_WIDTHS: Readonly<Record<CellKind, number>> = {
  text: 16,
  count: 8,
  share: 9,
  number: 9,
  coordinate: 13,
}
/** Heads run over three lines: many narrow columns fit a page. */
const HEAD_LINES = 3
const HEAD_HEIGHT = 46
/** Columns up to here stay when one scrolls: code and name. */
const FROZEN_COLUMNS = 2
const A4 = 9
const LANDSCAPE: Partial<exceljs.PageSetup> = {
  ...{ paperSize: A4, orientation: 'landscape', fitToPage: true, fitToWidth: 1, fitToHeight: 0 },
  ...{ printTitlesRow: '1:1', horizontalCentered: true },
  margins: { left: 0.4, right: 0.4, top: 0.6, bottom: 0.6, header: 0.3, footer: 0.3 },
}

/** A Han character is as wide as two digits. */
const charactersOf = (text: string): number =>
  [...text].reduce((sum, character) => sum + (/[\u2e80-\uffff]/.test(character) ? 2 : 1), 0)

const widthOf = ({ header, kind, width }: TableColumn): number =>
  width ?? Math.max(LEAST_WIDTHS[kind], Math.ceil(charactersOf(header) / HEAD_LINES) + 3)

export interface Cover {
  readonly name: string
  readonly lines: readonly NamedLine[]
  /** At the foot of every printed page. */
  readonly foot: string
}

/** A cover that says what the figures mean, then the table with its head frozen; both print on A4, landscape. */
export function xlsxStream(table: StreamedTable, cover: Cover): ReadableStream<Uint8Array> {
  const stream = new PassThrough()
  write(stream, table, cover).catch((error) => stream.destroy(error as Error))
  return Readable.toWeb(stream) as ReadableStream<Uint8Array>
}

async function write(stream: PassThrough, table: StreamedTable, cover: Cover): Promise<void> {
  const book = new exceljs.stream.xlsx.WorkbookWriter({ stream, useStyles: true, useSharedStrings: false })
  // An ampersand begins a code of the foot.
  const foot = `&L${cover.foot.replaceAll('&', '&&')}&R&P / &N`
  const printed = { pageSetup: LANDSCAPE, headerFooter: { oddFooter: foot } }
  const first = book.addWorksheet(sheetName(cover.name), printed)
  first.columns = COVER_WIDTHS.map((width) => ({ width, style: { numFmt: '@' } }))
  cover.lines.forEach(({ name, value }, i) => {
    const row = first.addRow([name, value])
    row.getCell(1).font = { bold: true, size: i === 0 ? 14 : 11 }
    row.getCell(1).alignment = { vertical: 'top' }
    row.getCell(2).alignment = { wrapText: true, vertical: 'top' }
    row.commit()
  })
  first.commit()
  const sheet = book.addWorksheet(sheetName(table.name), {
    ...printed,
    views: [{ state: 'frozen', ySplit: 1, xSplit: FROZEN_COLUMNS }],
  })
  sheet.columns = table.columns.map((column) => ({
    header: column.header,
    width: widthOf(column),
    style: { numFmt: FORMATS[column.kind] },
  }))
  const head = sheet.getRow(1)
  head.height = HEAD_HEIGHT
  head.font = { bold: true }
  table.columns.forEach(({ kind }, i) => {
    const horizontal = kind === 'text' ? 'left' : 'right'
    head.getCell(i + 1).alignment = { wrapText: true, vertical: 'middle', horizontal }
  })
  sheet.autoFilter = { from: { row: 1, column: 1 }, to: { row: 1, column: table.columns.length } }
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
