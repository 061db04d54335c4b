// Names and class numbers of a map. A number stands at the end of its unit's name, or alone where the name has no room:
// a grey print is read by the numbers, so every unit that can hold one has one, if need be away from the label point.
import type { ClassName } from '../metrics/classes.ts'
import { inkOn } from './contrast.ts'
import { insidePath } from './insidePath.ts'
import { type Box, boxOf, type LabelRoom, type LabelWish, LEADING, labelRoom, TAIL } from './labels.ts'
import type { DrawnUnit, MapGeometry } from './mapGeometry.ts'
import type { Palette } from './palettes.ts'
import type { Frame } from './projection.ts'
import { element, escapeXml, textElement } from './svg.ts'
import { textWidth } from './textWidth.ts'

export interface MapLabelsInput {
  readonly geometry: MapGeometry
  readonly frame: Frame
  readonly zoom: number
  /** Sheet units of the smallest type. */
  readonly smallest: number
  readonly palette: Palette
  readonly colours: readonly string[]
  readonly named: readonly DrawnUnit[]
  readonly hasNumbers: boolean
  readonly taken: readonly Box[]
  classOf(row: number): ClassName
  nameOf(row: number): string
}

/** More units than this and their numbers are noise. */
const MOST_NUMBERED = 400
/** From so many characters on a name may stand in two lines. */
const TWO_LINES_FROM = 6
/** Steps away from the label point, in heights of the type. */
const STEPS = [1, -1, 2, -2, 3, -3, 4, -4]

export const isNumbered = (units: readonly DrawnUnit[]): boolean => units.length <= MOST_NUMBERED

export function drawLabels(input: MapLabelsInput): string {
  const { geometry, zoom, frame, named, nameOf, palette } = input
  const type = (size: number): number => Math.max(size * zoom, input.smallest)
  const room = labelRoom(
    { left: frame.x, top: frame.y, right: frame.x + frame.width, bottom: frame.y + frame.height },
    input.taken,
  )
  const isMoved = isNumbered(geometry.units)
  const numberOf = (row: number): string => {
    const name = input.classOf(row)
    return input.hasNumbers && isMoved && typeof name === 'number' ? String(name + 1) : ''
  }
  const isAlone = named.length === 0
  const wish = (unit: DrawnUnit, size: number, weight: number, tail = ''): LabelWish => ({
    ...{ lines: [nameOf(unit.row)], tail, size, weight, x: unit.x, y: unit.y },
  })
  const coarse = bySize(named)
    .map((unit) => wish(unit, type(13), 600))
    .filter((each) => room.take(boxOf(each)))
  const names: LabelWish[] = [...coarse]
  const numbers: string[] = []
  for (const unit of bySize(geometry.units)) {
    const own = wish(unit, type(isAlone ? 12 : 9.5), isAlone ? 600 : 500, numberOf(unit.row))
    const found = placeName(unit, own, unit.width * (isAlone ? 1.25 : 1), room, isMoved)
    if (found) names.push(found)
    else if (own.tail !== '') numbers.push(placeNumber(unit, own.tail, type(8), room, input))
  }
  return element(
    'g',
    { 'text-anchor': 'middle', 'pointer-events': 'none' },
    numbers.join('') + names.map((each) => nameText(each, palette)).join(''),
  )
}

const bySize = (units: readonly DrawnUnit[]): DrawnUnit[] =>
  [...units].sort((a, b) => b.width * b.height - a.width * a.height)

/** At the label point, else above or below it inside the unit; a long name may break. */
function placeName(
  unit: DrawnUnit,
  wish: LabelWish,
  most: number,
  room: LabelRoom,
  isMoved: boolean,
): LabelWish | null {
  const [text] = wish.lines
  const widest = (lines: readonly string[]): number =>
    Math.max(...lines.map((line) => textWidth(line, wish.size)))
  const lines = widest([text]) <= most || !isMoved ? [text] : halves(text)
  const own = { ...wish, lines }
  if (widest(lines) > most || lines.length * wish.size > unit.height * 1.5) return null
  if (room.take(boxOf(own))) return own
  if (!isMoved) return null
  const isInside = insidePath(unit.path)
  const half = widest(lines) * 0.4
  for (const step of STEPS) {
    const moved = { ...own, y: own.y + step * wish.size * 0.8 }
    const isOwn = [-half, 0, half].every((dx) => isInside(moved.x + dx, moved.y))
    if (isOwn && room.take(boxOf(moved))) return moved
  }
  return null
}

/** Two lines of about the same length; of words, between words. */
function halves(text: string): readonly string[] {
  const characters = [...text]
  if (characters.length < TWO_LINES_FROM) return [text]
  const middle = Math.ceil(characters.length / 2)
  const spaces = characters.flatMap((character, i) => (character === ' ' ? [i] : []))
  const isLatin = /[a-z]/i.test(text)
  if (isLatin && spaces.length === 0) return [text]
  const cut = isLatin
    ? spaces.reduce((best, at) => (Math.abs(at - middle) < Math.abs(best - middle) ? at : best))
    : middle
  return [characters.slice(0, cut).join('').trim(), characters.slice(cut).join('').trim()]
}

/** Alone, and wholly inside its unit: over a border it would be the neighbour's. '' where there is no room. */
function placeNumber(
  unit: DrawnUnit,
  text: string,
  size: number,
  room: LabelRoom,
  { classOf, colours }: MapLabelsInput,
): string {
  const isInside = insidePath(unit.path)
  const fill = inkOn(colours[classOf(unit.row) as number])
  for (const own of [size, size * 0.8]) {
    const [halfWidth, halfHeight] = [textWidth(text, own) / 2, own * 0.4]
    for (const dy of [0, ...STEPS])
      for (const dx of [0, ...STEPS]) {
        const [x, y] = [unit.x + dx * own * 0.7, unit.y + dy * own * 0.7]
        const corners = [
          [x - halfWidth, y - halfHeight],
          [x + halfWidth, y - halfHeight],
          [x - halfWidth, y + halfHeight],
          [x + halfWidth, y + halfHeight],
        ]
        if (!corners.every(([cx, cy]) => isInside(cx, cy))) continue
        const box = { left: x - halfWidth, right: x + halfWidth, top: y - halfHeight, bottom: y + halfHeight }
        if (room.take(box)) return textElement(text, { x, y: y + own * 0.36, 'font-size': own, fill })
      }
  }
  return ''
}

function nameText(wish: LabelWish, palette: Palette): string {
  const { lines, tail, x, y, size, weight } = wish
  const top = y + size * 0.36 - ((lines.length - 1) * LEADING * size) / 2
  return lines
    .map((line, i) => {
      const end = i === lines.length - 1 && tail !== '' ? tailText(tail, size) : ''
      return element(
        'text',
        {
          x,
          y: top + i * LEADING * size,
          'font-size': size,
          'font-weight': weight,
          fill: palette.ink,
          stroke: palette.ground,
          'stroke-width': size * 0.26,
          'stroke-linejoin': 'round',
          'paint-order': 'stroke',
        },
        escapeXml(line) + end,
      )
    })
    .join('')
}

const tailText = (tail: string, size: number): string =>
  element(
    'tspan',
    { 'font-size': size * TAIL.size, 'font-weight': 400, dx: size * TAIL.gap },
    escapeXml(tail),
  )
