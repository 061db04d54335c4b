// Legends as blocks. Squares carry the class number (so that grey prints can be read) and how many units they hold; too
// few, none, hidden and unlocated stand below, so that the counts of a legend always add up to its units.
import { formatCount } from '../text/figures.ts'
import { type Block, type Drawn, lines, type Pen } from './block.ts'
import { inkOn } from './contrast.ts'
import { HATCH_ID } from './mapLayer.ts'
import type { ClassTally, DrawnScale } from './scale.ts'
import { element, textElement } from './svg.ts'
import type { SheetWords } from './words.ts'

/** Of a bivariate grid with its words. */
const SQUARES_WIDTH = 190

export interface LegendInput {
  readonly scale: DrawnScale
  readonly tally: ClassTally
  readonly unlocated: number
  readonly unitsNote: string
  readonly words: SheetWords
}

export const legendBlock =
  (input: LegendInput, pen: Pen): Block =>
  (x, y, width) => {
    const { zoom, palette, quiet } = pen
    const title = lines(input.scale.title, x, y, width, { size: 13 * zoom, weight: 600, fill: palette.ink })
    const note = lines(input.unitsNote, x, y + title.height, width, { size: 10 * zoom, fill: quiet })
    const top = y + title.height + note.height + 6 * zoom
    const squares = input.scale.rows ? grid(input, pen, x, top) : ramp(input, pen, x, top)
    // Beside the squares where there is room, as on a portrait sheet.
    const isBeside = width >= SQUARES_WIDTH * zoom * 1.6
    const others = isBeside
      ? rest(input, pen, x + SQUARES_WIDTH * zoom, top)
      : rest(input, pen, x, top + squares.height + 10 * zoom)
    const used = isBeside
      ? Math.max(squares.height, others.height)
      : squares.height + others.height + 10 * zoom
    const numbers = lines(input.words.numbersNote, x, top + used + 2 * zoom, width, {
      size: 9 * zoom,
      fill: quiet,
    })
    return {
      svg: title.svg + note.svg + squares.svg + others.svg + numbers.svg,
      height: top - y + used + numbers.height + 4 * zoom,
    }
  }

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
  const { zoom, palette } = pen
  const ink = inkOn(colour)
  return (
    element('rect', { x, y, width, height, fill: colour, stroke: palette.ground, 'stroke-width': zoom }) +
    textElement(String(index + 1), {
      x: x + 3.5 * zoom,
      y: y + 9.5 * zoom,
      'font-size': 8 * zoom,
      fill: ink,
    }) +
    textElement(formatCount(count), {
      x: x + width / 2,
      y: y + height / 2 + 6 * zoom,
      'font-size': 11 * zoom,
      'font-weight': 600,
      'text-anchor': 'middle',
      fill: ink,
    })
  )
}

function grid({ scale, tally }: LegendInput, pen: Pen, x: number, y: number): Drawn {
  const { zoom, palette, quiet } = pen
  const side = 36 * zoom
  const left = x + 62 * zoom
  const rows = scale.rows!
  const columns = scale.columns
  const count = columns.classes.length
  const parts: string[] = []
  const small = { 'font-size': 10 * zoom, fill: palette.ink }
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
        y: foot + 13 * zoom,
        'text-anchor': 'middle',
      }),
    )
  })
  const names = { 'font-size': 10 * zoom, fill: quiet }
  parts.push(
    textElement(`${columns.name} ${columns.unit}`, {
      ...names,
      x: left + (count * side) / 2,
      y: foot + 28 * zoom,
      'text-anchor': 'middle',
    }),
    textElement(rows.name, { ...names, x, y: foot + 13 * zoom }),
    textElement(rows.unit, { ...names, x, y: foot + 28 * zoom }),
  )
  return { svg: parts.join(''), height: rows.classes.length * side + 32 * zoom }
}

/** A single scale, highest on top as on a thermometer. */
function ramp({ scale, tally }: LegendInput, pen: Pen, x: number, y: number): Drawn {
  const { zoom, palette, quiet } = pen
  const height = 24 * zoom
  const { classes, unit } = scale.columns
  const parts = classes.map((words, index) => {
    const top = y + (classes.length - 1 - index) * height
    return (
      square(x, top, 64 * zoom, height, scale.colours[index], index, tally.byClass[index], pen) +
      textElement(words, {
        x: x + 74 * zoom,
        y: top + height / 2 + 4 * zoom,
        'font-size': 11 * zoom,
        fill: palette.ink,
      })
    )
  })
  const foot = y + classes.length * height
  parts.push(textElement(unit, { x, y: foot + 14 * zoom, 'font-size': 10 * zoom, fill: quiet }))
  return { svg: parts.join(''), height: classes.length * height + 18 * zoom }
}

function rest({ tally, unlocated, words }: LegendInput, pen: Pen, x: number, y: number): Drawn {
  const { zoom, palette } = pen
  const rows: [string | null, string, string][] = [
    [`url(#${HATCH_ID})`, words.few, formatCount(tally.few)],
    [palette.land, words.none, formatCount(tally.none)],
  ]
  if (tally.hidden > 0) rows.push([palette.land, words.hidden, formatCount(tally.hidden)])
  if (unlocated > 0) rows.push([null, words.unlocated, words.pieces(formatCount(unlocated))])
  const step = 19 * zoom
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
    const style = { y: top + 10.5 * zoom, 'font-size': 10.5 * zoom, fill: palette.ink }
    return (
      swatch +
      textElement(name, { ...style, x: x + 27 * zoom }) +
      textElement(count, { ...style, x: x + 118 * zoom, 'font-weight': 600 })
    )
  })
  return { svg: svg.join(''), height: rows.length * step }
}
