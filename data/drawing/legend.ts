// Legends as blocks. Squares carry the class number (so that grey prints can be read) and how many units they hold; too
// few, none, hidden and unlocated stand below, so that the counts of a legend always add up to its units.
import { formatCount } from '../text/figures.ts'
import { type Block, type Drawn, lines, type Pen } from './block.ts'
import { inkOn } from './contrast.ts'
import { HATCH_ID } from './mapLayer.ts'
import type { ClassTally, DrawnScale } from './scale.ts'
import { element, textElement } from './svg.ts'
import { textWidth } from './textWidth.ts'
import type { SheetWords } from './words.ts'

export interface LegendInput {
  readonly scale: DrawnScale
  readonly tally: ClassTally
  /** Received without a place, in the whole slice. */
  readonly unlocated: number
  /** The drawn unit is the whole slice. */
  readonly isWhole: boolean
  /** What has no class stands beside the squares, not below: a portrait sheet. */
  readonly isBeside: boolean
  /** Class numbers stand on the map. */
  readonly isNumbered: boolean
  readonly unitsNote: string
  /** Why no unit has a class; null: some have. */
  readonly why: string | null
  readonly words: SheetWords
}

export const legendBlock =
  (input: LegendInput, pen: Pen): Block =>
  (x, y, width) => {
    const { isBeside } = input
    const { zoom, palette, quiet, type } = pen
    const title = lines(input.scale.title, x, y, width, { size: type(13), weight: 600, fill: palette.ink })
    const note = lines(input.unitsNote, x, y + title.height, width, { size: type(10), fill: quiet })
    const top = y + title.height + note.height + 6 * zoom
    const squares = input.scale.rows ? grid(input, pen, x, top) : ramp(input, pen, x, top)
    const others = isBeside
      ? rest(input, pen, x + squares.width + 14 * zoom, top)
      : rest(input, pen, x, top + squares.height + 10 * zoom)
    const used = isBeside
      ? Math.max(squares.height, others.height)
      : squares.height + others.height + 10 * zoom
    const numbers = lines(numbersWords(input), x, top + used + 2 * zoom, width, {
      size: type(9),
      fill: quiet,
    })
    return {
      svg: title.svg + note.svg + squares.svg + others.svg + numbers.svg,
      height: top - y + used + numbers.height + 4 * zoom,
    }
  }

/** With the words of a single scale. */
const RAMP_WIDTH = 150

interface Squares extends Drawn {
  readonly width: number
}

const numbersWords = ({ isNumbered, why, words }: LegendInput): string =>
  why ?? (isNumbered ? words.numbersNote : words.noNumbersNote)

/** One class: its colour, its number at the upper left, how many units in the middle. */
function square(
  x: number,
  y: number,
  width: number,
  height: number,
  colour: string,
  index: number,
  count: number,
  pen: Pen,
): string {
  const { zoom, palette, type } = pen
  const ink = inkOn(colour)
  const number = Math.max(8 * zoom, type(8) * 0.8)
  const counted = formatCount(count)
  const size = Math.min(type(11), (width - 4 * zoom) / textWidth(counted, 1))
  return (
    element('rect', { x, y, width, height, fill: colour, stroke: palette.ground, 'stroke-width': zoom }) +
    textElement(String(index + 1), {
      x: x + 3.5 * zoom,
      y: y + 2 * zoom + number * 0.94,
      'font-size': number,
      fill: ink,
    }) +
    textElement(counted, {
      x: x + width / 2,
      y: y + height / 2 + type(11) * 0.55,
      'font-size': size,
      'font-weight': 600,
      'text-anchor': 'middle',
      fill: ink,
    })
  )
}

function grid({ scale, tally }: LegendInput, pen: Pen, x: number, y: number): Squares {
  const { zoom, palette, quiet, type } = pen
  const rows = scale.rows!
  const columns = scale.columns
  const widest = (texts: readonly string[]): number =>
    Math.max(...texts.map((each) => textWidth(each, type(10))))
  const side = Math.max(36 * zoom, widest(columns.classes) + 4 * zoom)
  const left = x + Math.max(62 * zoom, widest(rows.classes) + 10 * zoom)
  const count = columns.classes.length
  const parts: string[] = []
  const small = { 'font-size': type(10), fill: palette.ink }
  for (let row = 0; row < rows.classes.length; row++) {
    const top = y + (rows.classes.length - 1 - row) * side
    parts.push(
      textElement(rows.classes[row], {
        ...small,
        x: left - 6 * zoom,
        y: top + side / 2 + 4 * zoom,
        'text-anchor': 'end',
      }),
    )
    for (let column = 0; column < count; column++) {
      const index = row * count + column
      parts.push(
        square(left + column * side, top, side, side, scale.colours[index], index, tally.byClass[index], pen),
      )
    }
  }
  const foot = y + rows.classes.length * side
  columns.classes.forEach((words, column) => {
    parts.push(
      textElement(words, {
        ...small,
        x: left + (column + 0.5) * side,
        y: foot + type(13),
        'text-anchor': 'middle',
      }),
    )
  })
  const names = { 'font-size': type(10), fill: quiet }
  const [first, second] = [foot + type(13), foot + type(13) + type(10) * 1.45]
  parts.push(
    textElement(`${columns.name} ${columns.unit}`, {
      ...names,
      x: left + (count * side) / 2,
      y: second,
      'text-anchor': 'middle',
    }),
    textElement(rows.name, { ...names, x, y: first }),
    textElement(rows.unit, { ...names, x, y: second }),
  )
  return { svg: parts.join(''), height: second - y + 4 * zoom, width: left - x + count * side }
}

/** A single scale, highest on top as on a thermometer. */
function ramp({ scale, tally }: LegendInput, pen: Pen, x: number, y: number): Squares {
  const { zoom, palette, quiet, type } = pen
  const height = 24 * zoom
  const { classes, unit } = scale.columns
  const parts = classes.map((words, index) => {
    const top = y + (classes.length - 1 - index) * height
    return (
      square(x, top, 64 * zoom, height, scale.colours[index], index, tally.byClass[index], pen) +
      textElement(words, {
        x: x + 74 * zoom,
        y: top + height / 2 + type(11) * 0.36,
        'font-size': type(11),
        fill: palette.ink,
      })
    )
  })
  const foot = y + classes.length * height
  parts.push(textElement(unit, { x, y: foot + type(10) * 1.4, 'font-size': type(10), fill: quiet }))
  return { svg: parts.join(''), height: classes.length * height + type(10) * 1.8, width: RAMP_WIDTH * zoom }
}

function rest({ tally, unlocated, isWhole, words }: LegendInput, pen: Pen, x: number, y: number): Drawn {
  const { zoom, palette, type } = pen
  const rows: [string | null, string, string][] = [
    [`url(#${HATCH_ID})`, words.few, formatCount(tally.few)],
    [palette.land, words.none, formatCount(tally.none)],
  ]
  if (tally.hidden > 0) rows.push([palette.land, words.hidden, formatCount(tally.hidden)])
  if (unlocated > 0)
    rows.push([null, isWhole ? words.unlocated : words.unlocatedAll, words.pieces(formatCount(unlocated))])
  const step = Math.max(19 * zoom, type(10.5) * 1.5)
  const counts = x + 36 * zoom + Math.max(70 * zoom, ...rows.map(([, name]) => textWidth(name, type(10.5))))
  const svg = rows.map(([fill, name, count], i) => {
    const top = y + i * step
    const swatch = fill
      ? element('rect', {
          x,
          y: top,
          width: 20 * zoom,
          height: 13 * zoom,
          fill,
          stroke: palette.hatch,
          'stroke-width': 0.6 * zoom,
        })
      : ''
    const style = { y: top + 6.5 * zoom + type(10.5) * 0.36, 'font-size': type(10.5), fill: palette.ink }
    return (
      swatch +
      textElement(name, { ...style, x: x + 27 * zoom }) +
      textElement(count, { ...style, x: counts, 'font-weight': 600 })
    )
  })
  return { svg: svg.join(''), height: rows.length * step }
}
