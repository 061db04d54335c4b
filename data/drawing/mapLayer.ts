// The map itself as SVG: neighbours' borders, units by class, hatches, borders from fine to coarse, the outline, names.
// Geometry is written on the tenth grid inside one scaled group; type stands outside it.
import type { ClassName } from '../metrics/classes.ts'
import type { Box } from './labels.ts'
import type { DrawnUnit, MapGeometry } from './mapGeometry.ts'
import { drawLabels } from './mapLabels.ts'
import type { Palette } from './palettes.ts'
import { type Frame, GRID } from './projection.ts'
import { element } from './svg.ts'

export interface MapLayerInput {
  readonly geometry: MapGeometry
  readonly frame: Frame
  readonly zoom: number
  /** Sheet units of the smallest type. */
  readonly smallest: number
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
/** A border must leave most of a unit to see: share of the side of the units in towns, the smallest twentieth. */
const MOST_OF_SIDE = 0.12
const TOWN_SHARE = 0.05
const THINNEST = 0.06
const SEAM = 0.7
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
  const most = mostBorder(geometry.units)
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
      const isFew = name === 'few'
      const stroke = isFew ? palette.ground : fill
      const paths = idOf
        ? units.map((unit) => `<path data-unit="${idOf(unit.row)}" d="${unit.path}"/>`).join('')
        : `<path d="${units.map((unit) => unit.path).join('')}"/>`
      return element(
        'g',
        {
          'data-class': String(name),
          fill,
          stroke,
          // White around hatches would wash out small units beside them.
          'stroke-width': (isFew ? Math.min(SEAM * zoom, most) : SEAM * zoom) * GRID,
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
  const most = mostBorder(geometry.units)
  const finest = geometry.borders[0]?.level ?? topLevel
  return geometry.borders.map(({ level, path }) => {
    const usual = widthAt(Math.max(1, level - topLevel)) * zoom
    // The level shown itself is never heavier than 1 and leaves its units to be seen.
    const width = level === finest ? Math.min(usual, zoom, most) : usual
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

function mostBorder(units: readonly DrawnUnit[]): number {
  const sides = units.map((unit) => Math.min(unit.width, unit.height)).sort((a, b) => a - b)
  return Math.max(THINNEST, (sides[Math.floor(sides.length * TOWN_SHARE)] ?? 0) * MOST_OF_SIDE)
}
