// A table to take away: typed columns and rows of plain values. Writers (xlsx, CSV) know how each kind is written; codes are
// text, so that no spreadsheet turns 140403001001 into 1.4E+11.

/** `share`: 0 … 1, written as per cent. `coordinate`: degrees, all seven decimals. */
export type CellKind = 'text' | 'count' | 'share' | 'number' | 'coordinate'
export type Cell = string | number | null

export interface TableColumn {
  readonly header: string
  readonly kind: CellKind
  /** In characters of a spreadsheet; absent: by kind and header. */
  readonly width?: number
}

export interface Table {
  readonly name: string
  readonly columns: readonly TableColumn[]
  readonly rows: readonly (readonly Cell[])[]
}
