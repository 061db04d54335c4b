// RFC 4180 with a byte-order mark, so that spreadsheets read Chinese. A spreadsheet takes text that begins with = + - @, a
// tab or a carriage return for a formula: such text gets an apostrophe in front. Numbers are numbers; shares are per cent,
// and say so in their heads, since a file without formats cannot show 0.948 as 94.8%.
import type { Cell, CellKind, TableColumn } from './table.ts'

export const BYTE_ORDER_MARK = '\uFEFF'
/** Enough that no share of a million crosses a break; numerator and denominator stand beside it. */
const DECIMALS = 4

export function csvCell(cell: Cell): string {
  if (cell === null) return ''
  if (typeof cell === 'number') return Number.isFinite(cell) ? String(cell) : ''
  const safe = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

function shown(cell: Cell, kind: CellKind): Cell {
  if (typeof cell !== 'number' || !Number.isFinite(cell)) return cell
  if (kind === 'share') return Number((cell * 100).toFixed(DECIMALS))
  return kind === 'number' ? Number(cell.toFixed(DECIMALS)) : cell
}

const line = (cells: readonly Cell[]): string => `${cells.map(csvCell).join(',')}\r\n`

/** With its line end. */
export const csvLine = (cells: readonly Cell[], columns: readonly TableColumn[]): string =>
  line(cells.map((cell, i) => shown(cell, columns[i]?.kind ?? 'text')))

export const csvHead = (columns: readonly TableColumn[]): string =>
  BYTE_ORDER_MARK + line(columns.map(({ header, kind }) => (kind === 'share' ? `${header}(%)` : header)))
