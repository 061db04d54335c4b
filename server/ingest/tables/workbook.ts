// An xlsx workbook as a table. Read whole: its merged cells, which decide what the header is, come after all
// rows in the file, and the streaming reader of exceljs drops them.
import exceljs, { type Worksheet } from 'exceljs'
import { IngestError } from '../ingestError.ts'
import { guardArchive } from '../zipGuard.ts'
import { cellText } from './cellText.ts'
import { emptyFile } from './delimitedText.ts'
import { uniqueHeaders } from './headers.ts'
import { headerOf } from './sheetHeader.ts'
import { inMemory, type TableRow, type TableSource } from './tableSource.ts'

/** Parts of a sheet that say nothing about its values. */
const IGNORED = ['dataValidations', 'conditionalFormatting', 'drawing', 'extLst', 'hyperlinks', 'tableParts']

/** A workbook takes about ten times its XML in memory. */
const MOST_BYTES = 256 * 1024 ** 2

/** @param mostBytes it may unpack to: counted before anything is unpacked. */
export async function openWorkbook(
  path: string,
  bytes: number,
  mostBytes = MOST_BYTES,
): Promise<TableSource> {
  const sheet = await firstSheet(path, mostBytes)
  const { names, columns, firstRow } = headerOf(sheet)
  const headers = uniqueHeaders(names)
  const rows: TableRow[] = []
  sheet.eachRow((row, line) => {
    if (line < firstRow) return
    const values = columns.map((column) => cellText(row.getCell(column).value))
    if (values.some((value) => value !== '')) rows.push({ line, values })
  })
  return { format: 'xlsx', encoding: 'UTF-8', delimiter: null, headers, bytes, ...inMemory(rows) }
}

/** The first sheet with rows below a header, else the first with anything in it. */
async function firstSheet(path: string, mostBytes: number): Promise<Worksheet> {
  const workbook = new exceljs.Workbook()
  try {
    await guardArchive(path, mostBytes)
    await workbook.xlsx.readFile(path, { ignoreNodes: IGNORED })
  } catch (error) {
    if (error instanceof IngestError && error.code === 'zip-too-large') throw error
    throw new IngestError(
      'bad-workbook',
      `the workbook cannot be read (工作簿无法读取): ${(error as Error).message}`,
      '请用 Excel 重新另存为 .xlsx，或导出 CSV (save it again as .xlsx, or as CSV)',
    )
  }
  const sheets = workbook.worksheets.filter((sheet) => sheet.actualRowCount > 0)
  const sheet = sheets.find(({ actualRowCount }) => actualRowCount > 1) ?? sheets[0]
  if (!sheet) throw emptyFile()
  return sheet
}
