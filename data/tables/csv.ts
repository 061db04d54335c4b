// RFC 4180 with a byte-order mark, so that spreadsheets read Chinese. A spreadsheet takes text that begins with = + - @, a
// tab or a carriage return for a formula: such text gets an apostrophe in front. Numbers are numbers and stay as they are.
import type { Cell, TableColumn } from './table.ts'

export const BYTE_ORDER_MARK = '\uFEFF'

export function csvCell(cell: Cell): string {
  if (cell === null) return ''
  if (typeof cell === 'number') return Number.isFinite(cell) ? String(cell) : ''
  const safe = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** With its line end. */
export const csvLine = (cells: readonly Cell[]): string => `${cells.map(csvCell).join(',')}\r\n`

export const csvHead = (columns: readonly TableColumn[]): string =>
  BYTE_ORDER_MARK + csvLine(columns.map(({ header }) => header))
