// Which unit a point lies in. A raster over the coverage: cells that no border touches know their unit at once;
// in the others we look west along the point's parallel, cell by cell, until an edge or an untouched cell tells.
//
//   ┌────┬────┬────┐      p looks west: the nearest edge in its own cell decides, exactly;
//   │ 7  │╱ ←─┼─ p │      had there been none, the cell before would have been asked,
//   ├────┼────┼────┤      and so on to an untouched one (7).
//   │ 7  │ 7  ╲    │
//   └────┴────┴────┘      A point on an arc or node goes to the lowest id of the units that meet there.
import type { Coverage } from './coverage.ts'
import { createEdgeRaster, type EdgeRaster } from './edgeRaster.ts'
import { orient } from './exact.ts'
import { compareCrossings, isWestOf, type UpwardEdge } from './westward.ts'

/** Unit id at a point in 1e-7 degrees (rounded to the grid), 0 for none. */
export type Locator = (x: number, y: number) => number

const MIXED = -1

/** Costs about 1 µs an edge to make and 0.2–1 µs a point to ask. */
export function createLocator(coverage: Coverage): Locator {
  const raster = createEdgeRaster(coverage)
  const { columns, rows, start } = raster
  const cellUnit = new Float64Array(columns * rows).fill(MIXED)
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      const cell = row * columns + column
      if (start[cell] === start[cell + 1]) cellUnit[cell] = lookWest(raster, cellUnit, column, row)
    }
  return (px, py) => {
    const x = Math.round(px)
    const y = Math.round(py)
    const column = raster.columnOf(x)
    const row = raster.rowOf(y)
    if (column < 0 || row < 0 || column >= columns || row >= rows) return 0
    const cell = row * columns + column
    return cellUnit[cell] !== MIXED ? cellUnit[cell] : locateMixed(raster, cellUnit, column, row, x, y)
  }
}

/** The unit of an untouched cell: that of the cell to its west, or of the nearest edge west of its middle. */
function lookWest(raster: EdgeRaster, cellUnit: Float64Array, column: number, row: number): number {
  if (column === 0) return 0
  const west = cellUnit[row * raster.columns + column - 1]
  if (west !== MIXED) return west
  const y = Math.floor(raster.southOf(row) + raster.cellHeight / 2)
  return locateMixed(raster, cellUnit, column - 1, row, Math.floor(raster.westOf(column)), y)
}

function locateMixed(
  raster: EdgeRaster,
  cellUnit: Float64Array,
  column: number,
  row: number,
  x: number,
  y: number,
): number {
  const onEdge = lowestUnitOn(raster, row * raster.columns + column, x, y)
  if (onEdge > 0) return onEdge
  for (let at = column; at >= 0; at--) {
    const cell = row * raster.columns + at
    if (cellUnit[cell] !== MIXED) return cellUnit[cell]
    const found = nearestWest(raster, cell, x, y)
    // An edge of this cell that crosses our parallel farther west may be hidden there by another.
    if (found >= 0 && crossingX(raster, found, y) >= raster.westOf(at) - 0.5) {
      const { left, right, y1, y2 } = raster
      // Seen from the east: the right hand of an edge that runs up, the left of one that runs down.
      return y1[found] < y2[found] ? right[found] : left[found]
    }
  }
  return 0
}

/** 0: on no edge (or between none and none, which is no edge). */
function lowestUnitOn(
  { start, edges, x1, y1, x2, y2, left, right }: EdgeRaster,
  cell: number,
  x: number,
  y: number,
): number {
  let lowest = Infinity
  for (let i = start[cell]; i < start[cell + 1]; i++) {
    const e = edges[i]
    if ((x1[e] < x && x2[e] < x) || (x1[e] > x && x2[e] > x)) continue
    if ((y1[e] < y && y2[e] < y) || (y1[e] > y && y2[e] > y)) continue
    if (orient(x1[e], y1[e], x2[e], y2[e], x, y) !== 0) continue
    if (left[e] > 0 && left[e] < lowest) lowest = left[e]
    if (right[e] > 0 && right[e] < lowest) lowest = right[e]
  }
  return lowest === Infinity ? 0 : lowest
}

function nearestWest(raster: EdgeRaster, cell: number, x: number, y: number): number {
  const { start, edges, y1, y2 } = raster
  let best = -1
  let bestEdge: UpwardEdge | null = null
  for (let i = start[cell]; i < start[cell + 1]; i++) {
    const e = edges[i]
    if (y1[e] <= y === y2[e] <= y) continue
    const edge = upward(raster, e)
    if (!isWestOf(edge, x, y)) continue
    if (bestEdge === null || compareCrossings(edge, bestEdge, y) > 0) {
      best = e
      bestEdge = edge
    }
  }
  return best
}

const crossingX = ({ x1, y1, x2, y2 }: EdgeRaster, e: number, y: number): number =>
  x1[e] + ((y - y1[e]) * (x2[e] - x1[e])) / (y2[e] - y1[e])

const upward = ({ x1, y1, x2, y2 }: EdgeRaster, e: number): UpwardEdge =>
  y1[e] < y2[e]
    ? { x1: x1[e], y1: y1[e], x2: x2[e], y2: y2[e] }
    : { x1: x2[e], y1: y2[e], x2: x1[e], y2: y1[e] }
