// Finds the header of a sheet. A title merged over the columns is skipped; where cells of the header are merged
// with others, the row below names the columns under them and both names are joined.
import type { Cell, Worksheet } from 'exceljs'
import { cellText } from './cellText.ts'

export interface SheetHeader {
  readonly names: string[]
  /** 1-based column of each name. */
  readonly columns: number[]
  /** 1-based row where the data starts. */
  readonly firstRow: number
}

export function headerOf(sheet: Worksheet): SheetHeader {
  let top = nextRow(sheet, 1)
  while (isTitle(sheet, top)) top = nextRow(sheet, top + 1)
  const upper = sheet.getRow(top)
  const isTwoRows = filledCells(sheet, top).some((cell) => cell.isMerged)
  const lower = isTwoRows ? sheet.getRow(top + 1) : null
  const columns = filledColumns(sheet, top)
  const names = columns.map((column) => joinedName(upper.getCell(column), lower?.getCell(column)))
  return { names, columns, firstRow: top + (lower ? 2 : 1) }
}

/** The first row from `from` on that holds anything; the one before `from` where there is none. */
function nextRow(sheet: Worksheet, from: number): number {
  for (let row = from; row <= sheet.rowCount; row++) if (sheet.getRow(row).hasValues) return row
  return from - 1
}

/** The cells that hold text, one for each merged area. */
function filledCells(sheet: Worksheet, row: number): Cell[] {
  const masters = new Set<Cell>()
  sheet.getRow(row).eachCell(({ master }) => {
    if (cellText(master.value) !== '') masters.add(master)
  })
  return [...masters]
}

/** One text, merged over the columns or not, above a row of several. */
const isTitle = (sheet: Worksheet, row: number): boolean =>
  filledCells(sheet, row).length === 1 && filledCells(sheet, nextRow(sheet, row + 1)).length > 1

function joinedName(upper: Cell, lower: Cell | undefined): string {
  const above = cellText(upper.value).trim()
  if (!lower || lower.master === upper.master) return above
  return [above, cellText(lower.value).trim()].filter((part) => part !== '').join(' ')
}

/** Columns with any text from the header down. Visits stored cells only: a sheet may be styled out to column XFD. */
function filledColumns(sheet: Worksheet, top: number): number[] {
  const columns = new Set<number>()
  sheet.eachRow((row, number) => {
    if (number < top) return
    row.eachCell((cell, column) => {
      if (!columns.has(column) && cellText(cell.value) !== '') columns.add(column)
    })
  })
  return [...columns].sort((a, b) => a - b)
}
