// The edges of a coverage in a raster of square cells, each edge listed in every cell it touches, borders
// included. About two cells an edge: most cells of a city map are then empty or hold one or two edges.
import { arcCount, type Coverage } from './coverage.ts'

export interface EdgeRaster {
  readonly columns: number
  readonly rows: number
  readonly cellWidth: number
  readonly cellHeight: number
  /** Edges of cell c (row-major from south-west): edges[start[c] … start[c + 1] − 1]. */
  readonly start: Uint32Array
  readonly edges: Uint32Array
  readonly x1: Int32Array
  readonly y1: Int32Array
  readonly x2: Int32Array
  readonly y2: Int32Array
  readonly left: Float64Array
  readonly right: Float64Array
  /** May lie outside 0 … columns − 1. */
  columnOf(x: number): number
  rowOf(y: number): number
  westOf(column: number): number
  southOf(row: number): number
}

const MOST_CELLS = 1 << 22
const CELLS_PER_EDGE = 2

export function createEdgeRaster(coverage: Coverage): EdgeRaster {
  const list = listEdges(coverage)
  const [west, south, east, north] = extent(coverage)
  const width = Math.max(1, east - west + 1)
  const height = Math.max(1, north - south + 1)
  const wanted = Math.min(MOST_CELLS, Math.max(64, CELLS_PER_EDGE * list.x1.length))
  const columns = Math.max(1, Math.min(wanted, Math.round(Math.sqrt((wanted * width) / height))))
  const rows = Math.max(1, Math.min(wanted, Math.round(wanted / columns)))
  const cellWidth = width / columns
  const cellHeight = height / rows
  const raster = {
    ...list,
    columns,
    rows,
    cellWidth,
    cellHeight,
    columnOf: (x: number) => Math.floor((x - west) / cellWidth),
    rowOf: (y: number) => Math.floor((y - south) / cellHeight),
    westOf: (column: number) => west + column * cellWidth,
    southOf: (row: number) => south + row * cellHeight,
  }
  return { ...raster, ...fillCells(raster) }
}

type Unfilled = Omit<EdgeRaster, 'start' | 'edges'>

/** Two passes: count, then place. */
function fillCells(raster: Unfilled): { start: Uint32Array; edges: Uint32Array } {
  const start = new Uint32Array(raster.columns * raster.rows + 1)
  eachTouch(raster, (cell) => {
    start[cell + 1]++
  })
  for (let cell = 1; cell < start.length; cell++) start[cell] += start[cell - 1]
  const edges = new Uint32Array(start[start.length - 1])
  const fill = start.slice(0, -1)
  eachTouch(raster, (cell, edge) => {
    edges[fill[cell]++] = edge
  })
  return { start, edges }
}

/** Row by row: within a row's band (a unit wider on both sides) the edge spans these columns. */
function eachTouch(raster: Unfilled, visit: (cell: number, edge: number) => void): void {
  const { columns, rows, cellHeight, x1, y1, x2, y2 } = raster
  const clamp = (value: number, most: number): number => Math.max(0, Math.min(most, value))
  for (let e = 0; e < x1.length; e++) {
    const low = Math.min(y1[e], y2[e])
    const high = Math.max(y1[e], y2[e])
    const firstRow = clamp(raster.rowOf(low - 1), rows - 1)
    const lastRow = clamp(raster.rowOf(high + 1), rows - 1)
    for (let row = firstRow; row <= lastRow; row++) {
      const bandLow = Math.max(low, raster.southOf(row) - 1)
      const bandHigh = Math.min(high, raster.southOf(row) + cellHeight + 1)
      let [a, b] = [x1[e], x2[e]]
      if (high > low) {
        const slope = (x2[e] - x1[e]) / (y2[e] - y1[e])
        a = x1[e] + (bandLow - y1[e]) * slope
        b = x1[e] + (bandHigh - y1[e]) * slope
      }
      const firstColumn = clamp(raster.columnOf(Math.min(a, b) - 1), columns - 1)
      const lastColumn = clamp(raster.columnOf(Math.max(a, b) + 1), columns - 1)
      for (let column = firstColumn; column <= lastColumn; column++) visit(row * columns + column, e)
    }
  }
}

function listEdges(coverage: Coverage): Pick<EdgeRaster, 'x1' | 'y1' | 'x2' | 'y2' | 'left' | 'right'> {
  const { offsets, xs, ys } = coverage
  const length = xs.length - arcCount(coverage)
  const [x1, y1, x2, y2] = [0, 0, 0, 0].map(() => new Int32Array(length))
  const [left, right] = [new Float64Array(length), new Float64Array(length)]
  let e = 0
  for (let arc = 0; arc < arcCount(coverage); arc++)
    for (let v = offsets[arc] + 1; v < offsets[arc + 1]; v++, e++) {
      x1[e] = xs[v - 1]
      y1[e] = ys[v - 1]
      x2[e] = xs[v]
      y2[e] = ys[v]
      left[e] = coverage.left[arc]
      right[e] = coverage.right[arc]
    }
  return { x1, y1, x2, y2, left, right }
}

function extent({ xs, ys }: Coverage): readonly [number, number, number, number] {
  if (xs.length === 0) return [0, 0, 0, 0]
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity]
  for (let v = 0; v < xs.length; v++) {
    west = Math.min(west, xs[v])
    south = Math.min(south, ys[v])
    east = Math.max(east, xs[v])
    north = Math.max(north, ys[v])
  }
  return [west, south, east, north]
}
