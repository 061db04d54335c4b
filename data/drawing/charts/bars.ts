// Horizontal bars on a sheet: name, bar from 0, figures in words at its end.
import type { Frame } from '../projection.ts'
import { box, fitted, INK, TYPE, words } from './ink.ts'
import type { BarsPicture } from './picture.ts'

const NAME = 330
const WORDS = 250
const COLUMN = 125
/** Few rows are taller and larger: they have the slide to themselves. */
const ROW = 84
const LARGE = 30
const HEAD = 44
/** Lower rows are not readable on a slide. */
const LEAST_ROW = 30

/** How many rows a frame holds. */
export const rowsThatFit = ({ height }: Frame): number => Math.max(1, Math.floor(height / LEAST_ROW))

export function drawBars({ rows, heads, partNames }: BarsPicture, frame: Frame): string {
  const head = HEAD
  const room: Frame = { ...frame, y: frame.y + head, height: frame.height - head }
  const shown = rows.slice(0, rowsThatFit(room))
  const height = Math.min(ROW, room.height / Math.max(1, shown.length))
  const size = height >= ROW ? LARGE : Math.min(TYPE, height * 0.72)
  const columns = Math.max(heads.length, ...rows.map(({ words: said }) => said.length))
  const endOf = (column: number): number => frame.x + frame.width - (columns - 1 - column) * COLUMN
  const longest = Math.max(1, ...rows.map(({ parts }) => parts.reduce((sum, part) => sum + part, 0)))
  const width = frame.width - NAME - WORDS
  const drawn = shown.map(({ name, parts, words: said, isDimmed, depth }, i) => {
    const middle = room.y + (i + 0.5) * height
    const indent = depth * 28
    let x = frame.x + NAME
    const bars = parts.map((part, index) => {
      const length = (width * part) / longest
      const bar = box(
        [x, middle - height * 0.29, length, height * 0.58],
        index === 0 ? INK.bar : INK.warn,
        isDimmed ? 0.28 : depth > 0 ? 0.7 : 1,
      )
      x += length
      return bar
    })
    const label = words(fitted(name, NAME - 20 - indent, size), frame.x + indent, middle, {
      fill: INK.ink,
      size,
    })
    // From the first column on: a row without the last one has none there.
    const figures = said.map((text, column) => words(text, endOf(column), middle, { anchor: 'end', size }))
    return bars.join('') + label + figures.join('')
  })
  const headed = heads.map((name, column) => words(name, endOf(column), frame.y + 13, { anchor: 'end' }))
  return legend(partNames, frame) + headed.join('') + drawn.join('')
}

function legend(names: readonly string[], frame: Frame): string {
  if (names.length < 2) return ''
  return names
    .map((name, i) => {
      const x = frame.x + NAME + i * 220
      return box([x, frame.y, 26, 26], i === 0 ? INK.bar : INK.warn) + words(name, x + 38, frame.y + 13)
    })
    .join('')
}
