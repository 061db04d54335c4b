// Boxes in a uniform grid of cells, built once, asked often. A cell is about as wide as the mean box, so a box lies
// in few cells; the cell lists are one flat array (counted first, then filled), so building allocates nothing per box.

export interface Boxes {
  readonly count: number
  readonly minX: ArrayLike<number>
  readonly minY: ArrayLike<number>
  readonly maxX: ArrayLike<number>
  readonly maxY: ArrayLike<number>
}

export interface BoxIndex {
  /** Calls `visit` once for each box that touches the query box. */
  query(minX: number, minY: number, maxX: number, maxY: number, visit: (box: number) => void): void
  /** Calls `visit` once for each pair of boxes that touch each other. */
  pairs(visit: (a: number, b: number) => void): void
  /** What was built: with it and the same boxes another thread has the index at once. */
  readonly cells: BoxCells
}

export interface BoxCells {
  readonly west: number
  readonly south: number
  readonly size: number
  readonly columns: number
  readonly rows: number
  readonly offsets: Uint32Array
  readonly items: Uint32Array
}

export function buildBoxIndex(boxes: Boxes, cells: BoxCells = fillCells(boxes)): BoxIndex {
  const { minX, minY, maxX, maxY } = boxes
  const stamp = new Uint32Array(boxes.count)
  let turn = 0
  const columnOf = (x: number) => clamp(Math.floor((x - cells.west) / cells.size), cells.columns)
  const rowOf = (y: number) => clamp(Math.floor((y - cells.south) / cells.size), cells.rows)
  const query: BoxIndex['query'] = (west, south, east, north, visit) => {
    turn++
    const lastColumn = columnOf(east)
    const lastRow = rowOf(north)
    for (let row = rowOf(south); row <= lastRow; row++)
      for (let column = columnOf(west); column <= lastColumn; column++) {
        const cell = row * cells.columns + column
        for (let at = cells.offsets[cell]; at < cells.offsets[cell + 1]; at++) {
          const box = cells.items[at]
          if (stamp[box] === turn) continue
          stamp[box] = turn
          if (minX[box] <= east && maxX[box] >= west && minY[box] <= north && maxY[box] >= south) visit(box)
        }
      }
  }
  const pairs: BoxIndex['pairs'] = (visit) => {
    for (let row = 0; row < cells.rows; row++)
      for (let column = 0; column < cells.columns; column++) {
        const cell = row * cells.columns + column
        const to = cells.offsets[cell + 1]
        for (let i = cells.offsets[cell]; i < to; i++)
          for (let j = i + 1; j < to; j++) {
            const a = cells.items[i]
            const b = cells.items[j]
            const x = Math.max(minX[a], minX[b])
            const y = Math.max(minY[a], minY[b])
            if (x > maxX[a] || x > maxX[b] || y > maxY[a] || y > maxY[b]) continue
            // Both lie in every cell of their common part: only its first cell reports them.
            if (columnOf(x) === column && rowOf(y) === row) visit(a, b)
          }
      }
  }
  return { query, pairs, cells }
}

const clamp = (value: number, count: number): number => (value < 0 ? 0 : value >= count ? count - 1 : value)

function fillCells(boxes: Boxes): BoxCells {
  const { count, minX, minY, maxX, maxY } = boxes
  let west = Number.POSITIVE_INFINITY
  let south = Number.POSITIVE_INFINITY
  let east = Number.NEGATIVE_INFINITY
  let north = Number.NEGATIVE_INFINITY
  let sides = 0
  for (let box = 0; box < count; box++) {
    west = Math.min(west, minX[box])
    south = Math.min(south, minY[box])
    east = Math.max(east, maxX[box])
    north = Math.max(north, maxY[box])
    sides += Math.max(maxX[box] - minX[box], maxY[box] - minY[box])
  }
  if (count === 0) [west, south, east, north] = [0, 0, 0, 0]
  const even = Math.sqrt(((east - west + 1) * (north - south + 1)) / Math.max(1, count))
  const size = Math.max(even, sides / Math.max(1, count), 1)
  const columns = Math.floor((east - west) / size) + 1
  const rows = Math.floor((north - south) / size) + 1
  const offsets = new Uint32Array(columns * rows + 1)
  const eachCell = (box: number, visit: (cell: number) => void): void => {
    const lastColumn = clamp(Math.floor((maxX[box] - west) / size), columns)
    const lastRow = clamp(Math.floor((maxY[box] - south) / size), rows)
    for (let row = clamp(Math.floor((minY[box] - south) / size), rows); row <= lastRow; row++)
      for (let column = clamp(Math.floor((minX[box] - west) / size), columns); column <= lastColumn; column++)
        visit(row * columns + column)
  }
  for (let box = 0; box < count; box++) eachCell(box, (cell) => offsets[cell + 1]++)
  for (let cell = 0; cell < columns * rows; cell++) offsets[cell + 1] += offsets[cell]
  const items = new Uint32Array(offsets[columns * rows])
  const filled = offsets.slice()
  for (let box = 0; box < count; box++)
    eachCell(box, (cell) => {
      items[filled[cell]++] = box
    })
  return { west, south, size, columns, rows, offsets, items }
}
