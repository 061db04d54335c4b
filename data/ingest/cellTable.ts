// A piece of a table as one run of bytes: a cell is a range of UTF-8 text in it, so a million rows make no objects.
// Readers look at the bytes and ask for text only where the bytes are not in a form they know.

export interface CellTable {
  readonly rows: number
  readonly bytes: Uint8Array
  /** Cell k is bytes[starts[k] … ends[k]). */
  readonly starts: Int32Array
  readonly ends: Int32Array
  /** Row r has the cells first[r] … first[r + 1), more or fewer than the table has columns. */
  readonly first: Int32Array
  /** 1-based line (text) or row (sheet) of the file where row r starts; a header is 1. */
  readonly lines: Int32Array
  /** The text of bytes[start … end). */
  text(start: number, end: number): string
}

/** Number of a cell; −1 where the row has no such column. */
export function cellAt({ first }: CellTable, row: number, column: number): number {
  const cell = first[row] + column
  return column >= 0 && cell < first[row + 1] ? cell : -1
}

/** The cell's text without blanks around it. */
export const trimmedText = (table: CellTable, cell: number): string =>
  cell < 0 || table.starts[cell] === table.ends[cell]
    ? ''
    : table.text(table.starts[cell], table.ends[cell]).trim()
