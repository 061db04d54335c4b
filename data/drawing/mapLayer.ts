// The map itself as SVG: neighbours' borders, units by class, hatches, borders from fine to coarse, the outline, names.
// Geometry is written on the tenth grid inside one scaled group; type stands outside it.
import type { ClassName } from '../metrics/classes.ts'
import { inkOn } from './contrast.ts'
import { type Box, type LabelWish, placeLabels } from './labels.ts'
import type { DrawnUnit, MapGeometry } from './mapGeometry.ts'
import type { Palette } from './palettes.ts'
import { type Frame, GRID } from './projection.ts'
import { element, textElement } from './svg.ts'

export interface MapLayerInput {
  readonly geometry: MapGeometry
  readonly frame: Frame
  readonly zoom: number
  readonly palette: Palette
  /** By class. */
  readonly colours: readonly string[]
  classOf(row: number): ClassName
  nameOf(row: number): string
  /** Areas above the drawn level that are always named, with their geometry on the same frame. */
  readonly named: readonly DrawnUnit[]
  /** Level of the unit that is drawn: borders are weighed by how far below it they lie. */
  readonly topLevel: number
  /** Id by row: every unit its own path with data-unit, for pages; null: a path a class, for paper. */
  readonly idOf: ((row: number) => number) | null
  /** Class numbers in the units that have room: a grey print stays readable. */
  readonly hasNumbers: boolean
  /** Boxes no name may cover. */
  readonly taken: readonly Box[]
}

/** Widths in sheet units by depth below the drawn unit; the last holds for all deeper. */
const BORDER_WIDTHS = [1.6, 2.4, 0.8, 0.5, 0.35]
/** A border must leave most of a unit to see: share of the median unit's side. */
const MOST_OF_SIDE = 0.09
const SEAM = 0.7
/** More units than this and their numbers are noise. */
const MOST_NUMBERED = 400
/** Ids are global in a page that holds the drawing. */
export const HATCH_ID = 'jingwei-few'
const MAP_HATCH_ID = 'jingwei-few-map'
const CLIP_ID = 'jingwei-frame'

/** 45° lines 1.4 wide every 7; `scale` for use inside the map's scaled group. */
export function hatchPattern(palette: Palette, zoom: number, id = HATCH_ID, scale = 1): string {
  const side = 7 * Math.SQRT2 * zoom * scale
  const point = (share: number): string => (share * side).toFixed(2)
  const lines = [-1, 0, 1]
    .map((i) => `M${point(i - 0.1)} ${point(1.1)}L${point(i + 1.1)} ${point(-0.1)}`)
    .join('')
  const line = element('path', {
    d: lines,
    stroke: palette.hatch,
    'stroke-width': 1.4 * zoom * scale,
    fill: 'none',
  })
  return element(
    'pattern',
    { id, width: side, height: side, patternUnits: 'userSpaceOnUse' },
    element('rect', { width: side, height: side, fill: palette.ground }) + line,
  )
}

export function drawMapLayer(input: MapLayerInput): string {
  const { geometry, palette, zoom, frame } = input
  const inner = [
    element('path', {
      d: geometry.context,
      fill: 'none',
      stroke: palette.neighbour,
      'stroke-width': zoom * GRID,
    }),
    drawUnits(input),
    ...drawBorders(input),
    element('path', {
      d: geometry.outline,
      fill: 'none',
      stroke: palette.cityBorder,
      'stroke-width': 1.6 * zoom * GRID,
      'stroke-linejoin': 'round',
    }),
  ].join('')
  const clip = element('clipPath', { id: CLIP_ID }, element('rect', { ...frame }))
  return (
    element('defs', {}, clip + hatchPattern(palette, zoom, MAP_HATCH_ID, GRID)) +
    element(
      'g',
      { 'clip-path': `url(#${CLIP_ID})` },
      element('g', { transform: `scale(${1 / GRID})` }, inner),
    ) +
    drawLabels(input)
  )
}

/** Units grouped by class; the outline in the fill's own colour closes the seams between neighbours. */
function drawUnits({ geometry, colours, palette, classOf, idOf, zoom }: MapLayerInput): string {
  const groups = new Map<ClassName, DrawnUnit[]>()
  for (const unit of geometry.units) {
    const name = classOf(unit.row)
    const group = groups.get(name)
    if (group) group.push(unit)
    else groups.set(name, [unit])
  }
  const order = [...groups].sort(([a], [b]) => (String(a) < String(b) ? -1 : 1))
  return order
    .map(([name, units]) => {
      const fill = fillOf(name, colours, palette)
      const stroke = name === 'few' ? palette.ground : fill
      const paths = idOf
        ? units.map((unit) => `<path data-unit="${idOf(unit.row)}" d="${unit.path}"/>`).join('')
        : `<path d="${units.map((unit) => unit.path).join('')}"/>`
      return element(
        'g',
        {
          'data-class': String(name),
          fill,
          stroke,
          'stroke-width': SEAM * zoom * GRID,
          'stroke-linejoin': 'round',
        },
        paths,
      )
    })
    .join('')
}

const fillOf = (name: ClassName, colours: readonly string[], palette: Palette): string =>
  typeof name === 'number' ? colours[name] : name === 'few' ? `url(#${MAP_HATCH_ID})` : palette.land

function drawBorders({ geometry, palette, topLevel, zoom }: MapLayerInput): string[] {
  const most = medianSide(geometry.units) * MOST_OF_SIDE
  const finest = geometry.borders[0]?.level ?? topLevel
  return geometry.borders.map(({ level, path }) => {
    const usual = widthAt(Math.max(1, level - topLevel)) * zoom
    // The level shown itself is never heavier than 1 and leaves its units to be seen.
    const width = level === finest ? Math.min(usual, zoom, Math.max(most, 0.2)) : usual
    return element('path', {
      d: path,
      fill: 'none',
      stroke: palette.ground,
      'stroke-width': width * GRID,
      'stroke-linejoin': 'round',
    })
  })
}

const widthAt = (depth: number): number => BORDER_WIDTHS[Math.min(depth, BORDER_WIDTHS.length - 1)]

function medianSide(units: readonly DrawnUnit[]): number {
  const sides = units.map((unit) => Math.min(unit.width, unit.height)).sort((a, b) => a - b)
  return sides[sides.length >> 1] ?? 0
}

function drawLabels(input: MapLayerInput): string {
  const { geometry, zoom, frame, named, nameOf, hasNumbers, palette } = input
  const limits = { left: frame.x, top: frame.y, right: frame.x + frame.width, bottom: frame.y + frame.height }
  const isAlone = named.length === 0
  const coarse = bySize(named).map((unit) =>
    wishOf(unit, nameOf(unit.row), 13 * zoom, 600, Number.POSITIVE_INFINITY),
  )
  const units = bySize(geometry.units)
  const fine = units.map((unit) =>
    isAlone
      ? wishOf(unit, nameOf(unit.row), 12 * zoom, 600, unit.width * 1.25)
      : wishOf(unit, nameOf(unit.row), 9.5 * zoom, 500, unit.width),
  )
  const names = placeLabels([...coarse, ...fine], limits, input.taken)
  const numbers =
    hasNumbers && units.length <= MOST_NUMBERED ? placeNumbers(units, input, limits, names.boxes) : []
  const marks = [
    ...numbers.map(({ wish, colour }) => label(wish, { fill: inkOn(colour) })),
    ...names.placed.map((wish) =>
      label(wish, {
        fill: palette.ink,
        stroke: palette.ground,
        'stroke-width': wish.size * 0.26,
        'stroke-linejoin': 'round',
        'paint-order': 'stroke',
      }),
    ),
  ]
  return element('g', { 'text-anchor': 'middle', 'pointer-events': 'none' }, marks.join(''))
}

const bySize = (units: readonly DrawnUnit[]): DrawnUnit[] =>
  [...units].sort((a, b) => b.width * b.height - a.width * a.height)

const label = (wish: LabelWish, style: Readonly<Record<string, string | number>>): string =>
  textElement(wish.text, {
    x: wish.x,
    y: wish.y + wish.size * 0.36,
    'font-size': wish.size,
    'font-weight': wish.weight,
    ...style,
  })

const wishOf = (unit: DrawnUnit, text: string, size: number, weight: number, room: number): LabelWish => ({
  text,
  x: unit.x,
  y: unit.y,
  size,
  weight,
  room,
})

/** The class number at the label point; where a name stands there, a line below it. */
function placeNumbers(
  units: readonly DrawnUnit[],
  { classOf, colours, zoom }: MapLayerInput,
  limits: Box,
  names: readonly Box[],
): { wish: LabelWish; colour: string }[] {
  const size = 8 * zoom
  const found: { wish: LabelWish; colour: string }[] = []
  const boxes = [...names]
  for (const unit of units) {
    const name = classOf(unit.row)
    if (typeof name !== 'number' || unit.height < size * 1.6) continue
    const wish = wishOf(unit, String(name + 1), size, 400, unit.width * 0.8)
    const below = unit.height > 42 * zoom ? [{ ...wish, y: unit.y + 13 * zoom }] : []
    for (const each of [wish, ...below]) {
      const { placed, boxes: all } = placeLabels([each], limits, boxes)
      if (placed.length === 0) continue
      boxes.push(all[all.length - 1])
      found.push({ wish: each, colour: colours[name] })
      break
    }
  }
  return found
}
