// A small flat picture of a unit file for its report: a refused file leaves no outline in the store. Vertices are
// put on a grid of the picture, the same for all, so neighbours still share their borders there.
import { type Polygon, SCALE } from '../coverage/coverage.ts'
import type { Outlines } from '../model/report.ts'

export interface OutlinedUnit {
  readonly code: string
  readonly parentCode: string | null
  readonly name: string
  readonly level: number
  readonly polygons: readonly Polygon[]
}

/** Cells across the longer side of the picture, and what the drawing may weigh. */
const CELLS = 1200
const MOST_VERTICES = 30_000
const MOST_LABELS = 40

type Box = [west: number, south: number, east: number, north: number]

/** null: no unit has a polygon. */
export function drawOutlines(units: readonly OutlinedUnit[]): Outlines | null {
  const boxes = boxesByCode(units)
  const whole = [...boxes.values()].reduce<Box | null>(join, null)
  if (!whole) return null
  let step = Math.max(1, Math.ceil(Math.max(whole[2] - whole[0], whole[3] - whole[1]) / CELLS))
  const rings = units.flatMap(({ polygons }) => polygons.flat())
  let drawn = onGrid(rings, whole, step)
  while (drawn.reduce((sum, ring) => sum + ring.length / 2, 0) > MOST_VERTICES) {
    step *= 2
    drawn = onGrid(rings, whole, step)
  }
  return {
    west: whole[0] / SCALE,
    south: whole[1] / SCALE,
    stepDegrees: step / SCALE,
    rings: drawn,
    labels: labelsOf(units, boxes),
  }
}

/** Rings as grid steps from the south-western corner; what collapses to less than a triangle is left out. */
function onGrid(rings: Polygon, [west, south]: Box, step: number): number[][] {
  const drawn: number[][] = []
  for (const ring of rings) {
    const line: number[] = []
    for (let i = 0; i < ring.length; i += 2) {
      const x = Math.round((ring[i] - west) / step)
      const y = Math.round((ring[i + 1] - south) / step)
      if (x !== line.at(-2) || y !== line.at(-1)) line.push(x, y)
    }
    if (line.length >= 8) drawn.push(line)
  }
  return drawn
}

/** Boxes of units with all that hangs below them. */
function boxesByCode(units: readonly OutlinedUnit[]): Map<string, Box> {
  const boxes = new Map<string, Box>()
  const parents = new Map(units.map(({ code, parentCode }) => [code, parentCode]))
  for (const { code, polygons } of units) {
    const own = boxOf(polygons)
    if (!own) continue
    const seen = new Set<string>()
    for (let at: string | null = code; at !== null && !seen.has(at); at = parents.get(at) ?? null) {
      seen.add(at)
      boxes.set(at, join(boxes.get(at) ?? null, own))
    }
  }
  return boxes
}

function boxOf(polygons: readonly Polygon[]): Box | null {
  const box: Box = [Infinity, Infinity, -Infinity, -Infinity]
  for (const ring of polygons.flat())
    for (let i = 0; i < ring.length; i += 2) {
      box[0] = Math.min(box[0], ring[i])
      box[1] = Math.min(box[1], ring[i + 1])
      box[2] = Math.max(box[2], ring[i])
      box[3] = Math.max(box[3], ring[i + 1])
    }
  return box[0] <= box[2] ? box : null
}

const join = (a: Box | null, b: Box): Box =>
  a === null ? b : [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[2], b[2]), Math.max(a[3], b[3])]

/** Names of the coarsest level that has several units and not too many for a small picture. */
function labelsOf(units: readonly OutlinedUnit[], boxes: ReadonlyMap<string, Box>): Outlines['labels'] {
  const levels = [...new Set(units.map(({ level }) => level))].sort((a, b) => a - b)
  const named = levels
    .map((level) => units.filter((unit) => unit.level === level && boxes.has(unit.code)))
    .find(({ length }) => length > 1)
  if (!named || named.length > MOST_LABELS) return []
  return named.map(({ code, name }) => {
    const [west, south, east, north] = boxes.get(code) as Box
    return { name, at: [(west + east) / 2 / SCALE, (south + north) / 2 / SCALE] }
  })
}
