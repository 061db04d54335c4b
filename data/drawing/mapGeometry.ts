// Geometry of a map on a sheet: the arcs of a level inside a unit, rounded on the sheet's grid and simplified at its
// scale, so that neighbours share every vertex and nothing finer than the eye is written. Figures are laid over it later.
import type { Coverage } from '../coverage/coverage.ts'
import type { LevelCoverage } from '../coverage/dissolve.ts'
import { labelPoint } from '../coverage/labelPoint.ts'
import { type ArcTable, type LevelRings, ringVertices, signedArea } from '../coverage/rings.ts'
import { simplifyArcs } from '../coverage/simplify.ts'
import { isWithin, type UnitTable } from '../model/unit.ts'
import { type Bounds, type Frame, fitProjection, GRID, type Projection } from './projection.ts'
import { pathOf } from './svg.ts'

export interface MapSubject {
  readonly table: UnitTable
  /** The level's arcs (dissolve) and rings (buildRings). */
  readonly arcs: LevelCoverage
  readonly rings: LevelRings
  /** Row of the unit that is drawn. */
  readonly within: number
}

/** A unit on the sheet: its path on the grid, its label point and box in sheet units. */
export interface DrawnUnit {
  readonly row: number
  readonly path: string
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export interface MapGeometry {
  readonly units: readonly DrawnUnit[]
  /** Borders between drawn units by their coarsest level, finest first; each arc once. */
  readonly borders: readonly { readonly level: number; readonly path: string }[]
  readonly outline: string
  /** Borders of the unit's own level and above beside it, as far as they touch the frame. */
  readonly context: string
  readonly metersPerSheetUnit: number
}

/** Largest distance of a left-out vertex, in grid steps: 0.3 of a sheet unit. */
const TOLERANCE = 3

/** null: nothing of the unit has a polygon. */
export function mapGeometry(subject: MapSubject, frame: Frame): MapGeometry | null {
  const { arcs, table } = subject
  const inside = new Uint8Array(table.length)
  for (const row of arcs.rows) if (isWithin(table, row, subject.within)) inside[row] = 1
  const isInside = (row: number): boolean => row >= 0 && inside[row] === 1
  const own: number[] = []
  const beside: number[] = []
  for (let arc = 0; arc < arcs.left.length; arc++)
    (isInside(arcs.left[arc]) || isInside(arcs.right[arc]) ? own : beside).push(arc)
  const bounds = boundsOf(arcs, own)
  if (!bounds) return null
  const projection = fitProjection(bounds, frame)
  const near = beside.filter(
    (arc) => arcs.borderLevel[arc] <= table.level[subject.within] && touches(arcs, arc, projection, frame),
  )
  const chosen = [...own, ...near]
  const drawn = simplifyArcs(project(arcs, chosen, projection), TOLERANCE)
  const pathOfArc = (index: number): string => {
    const xy: number[] = []
    for (let i = drawn.offsets[index]; i < drawn.offsets[index + 1]; i++) xy.push(drawn.xs[i], drawn.ys[i])
    return xy.length > 2 ? pathOf(xy, false) : ''
  }
  const isOuter = (arc: number): boolean => !isInside(arcs.left[arc]) || !isInside(arcs.right[arc])
  const byLevel = new Map<number, string>()
  let outline = ''
  own.forEach((arc, index) => {
    if (isOuter(arc)) outline += pathOfArc(index)
    else byLevel.set(arcs.borderLevel[arc], (byLevel.get(arcs.borderLevel[arc]) ?? '') + pathOfArc(index))
  })
  return {
    units: unitsOf(subject, isInside, drawn, chosen),
    borders: [...byLevel].sort(([a], [b]) => b - a).map(([level, path]) => ({ level, path })),
    outline,
    context: near.map((_, index) => pathOfArc(own.length + index)).join(''),
    metersPerSheetUnit: projection.metersPerSheetUnit,
  }
}

type Arcs = Pick<Coverage, 'offsets' | 'xs' | 'ys'>

function boundsOf({ offsets, xs, ys }: Arcs, chosen: readonly number[]): Bounds | null {
  if (chosen.length === 0) return null
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const arc of chosen)
    for (let i = offsets[arc]; i < offsets[arc + 1]; i++) {
      west = Math.min(west, xs[i])
      east = Math.max(east, xs[i])
      south = Math.min(south, ys[i])
      north = Math.max(north, ys[i])
    }
  return [west, south, east, north]
}

function touches(arcs: Arcs, arc: number, projection: Projection, frame: Frame): boolean {
  const [west, south, east, north] = boundsOf(arcs, [arc])!
  return (
    projection.gridX(west) <= (frame.x + frame.width) * GRID &&
    projection.gridX(east) >= frame.x * GRID &&
    projection.gridY(north) <= (frame.y + frame.height) * GRID &&
    projection.gridY(south) >= frame.y * GRID
  )
}

function project({ offsets, xs, ys }: Arcs, chosen: readonly number[], projection: Projection): ArcTable {
  const starts = new Uint32Array(chosen.length + 1)
  chosen.forEach((arc, index) => {
    starts[index + 1] = starts[index] + offsets[arc + 1] - offsets[arc]
  })
  const x = new Int32Array(starts[chosen.length])
  const y = new Int32Array(x.length)
  chosen.forEach((arc, index) => {
    for (let i = offsets[arc], at = starts[index]; i < offsets[arc + 1]; i++, at++) {
      x[at] = projection.gridX(xs[i])
      y[at] = projection.gridY(ys[i])
    }
  })
  return { offsets: starts, xs: x, ys: y }
}

function unitsOf(
  { arcs, rings }: MapSubject,
  isInside: (row: number) => boolean,
  drawn: ArcTable,
  chosen: readonly number[],
): DrawnUnit[] {
  const indexOf = new Int32Array(arcs.left.length).fill(-1)
  chosen.forEach((arc, index) => {
    indexOf[arc] = index
  })
  const byRow = new Map<number, { vertices: number[]; isHole: boolean }[]>()
  for (let ring = 0; ring < rings.row.length; ring++) {
    const row = rings.row[ring]
    if (!isInside(row)) continue
    const signed = Array.from(rings.arcs.subarray(rings.offsets[ring], rings.offsets[ring + 1]), (arc) =>
      arc < 0 ? ~indexOf[~arc] : indexOf[arc],
    )
    const own = byRow.get(row) ?? []
    own.push({ vertices: ringVertices(drawn, signed), isHole: rings.isHole[ring] === 1 })
    byRow.set(row, own)
  }
  return [...byRow].map(([row, own]) => drawnUnit(row, own))
}

/** Rings that rounding left without area are dropped; a unit that has nothing left keeps one grid step, so none vanishes. */
function drawnUnit(row: number, rings: readonly { vertices: number[]; isHole: boolean }[]): DrawnUnit {
  const kept = rings.filter(({ vertices }) => vertices.length >= 8 && signedArea(vertices) !== 0)
  const [x0, y0] = rings[0].vertices
  const isGone = !kept.some(({ isHole }) => !isHole)
  const paths = isGone
    ? [[x0, y0, x0 + 1, y0, x0 + 1, y0 + 1, x0, y0 + 1, x0, y0]]
    : kept.map((r) => r.vertices)
  const largest = paths.reduce((most, path) =>
    Math.abs(signedArea(path)) > Math.abs(signedArea(most)) ? path : most,
  )
  const [left, top, right, bottom] = boxOf(largest)
  const at = isGone ? null : labelPoint([[upward(largest)]])
  return {
    row,
    path: paths.map((path) => pathOf(path, true)).join(''),
    x: (at?.x ?? (left + right) / 2) / GRID,
    y: (at ? -at.y : (top + bottom) / 2) / GRID,
    width: (right - left) / GRID,
    height: (bottom - top) / GRID,
  }
}

/** On the sheet y runs down, in a coverage up: mirrored, so that an outer ring is counter-clockwise again. */
function upward(xy: readonly number[]): number[] {
  const mirrored = xy.map((value, i) => (i % 2 === 0 ? value : -value))
  return signedArea(mirrored) >= 0 ? mirrored : reversed(mirrored)
}

function reversed(xy: readonly number[]): number[] {
  const back: number[] = []
  for (let i = xy.length - 2; i >= 0; i -= 2) back.push(xy[i], xy[i + 1])
  return back
}

function boxOf(xy: readonly number[]): [number, number, number, number] {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity]
  for (let i = 0; i < xy.length; i += 2) {
    left = Math.min(left, xy[i])
    right = Math.max(right, xy[i])
    top = Math.min(top, xy[i + 1])
    bottom = Math.max(bottom, xy[i + 1])
  }
  return [left, top, right, bottom]
}
