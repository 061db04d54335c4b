// Areas of whole cells of a chart: what a click, a drag or the arrow keys choose. Both ends included.
export interface Area {
  readonly fromColumn: number
  readonly toColumn: number
  readonly fromRow: number
  readonly toRow: number
}

export interface Cell {
  readonly column: number
  readonly row: number
}

export const areaOf = (a: Cell, b: Cell): Area => ({
  fromColumn: Math.min(a.column, b.column),
  toColumn: Math.max(a.column, b.column),
  fromRow: Math.min(a.row, b.row),
  toRow: Math.max(a.row, b.row),
})

/** The cell an arrow key leads to; null for other keys. It stays in the chart. */
export function cellAfter(key: string, at: Cell, columns: number, rows: number): Cell | null {
  const step = {
    ArrowLeft: [-1, 0],
    ArrowRight: [1, 0],
    ArrowUp: [0, -1],
    ArrowDown: [0, 1],
    Home: [-columns, -rows],
    End: [columns, rows],
  }[key]
  if (!step) return null
  const within = (value: number, count: number) => Math.min(count - 1, Math.max(0, value))
  return { column: within(at.column + step[0], columns), row: within(at.row + step[1], rows) }
}

/** Whole numbers from … to, both included. */
export const span = (from: number, to: number): number[] =>
  Array.from({ length: to - from + 1 }, (_, index) => from + index)
