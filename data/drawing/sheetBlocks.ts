// Headline figures, what they mean, and the foot of a sheet. On paper the notes stand at the side, each on its own line; on
// a slide, where type is large, they run along the foot.
import { type Block, lines, type Pen } from './block.ts'
import type { SheetText } from './sheet.ts'
import type { Sheet } from './sheets.ts'
import { element, escapeXml, textElement } from './svg.ts'
import { textWidth } from './textWidth.ts'
import { sheetWords } from './words.ts'

/** A long list of filters is cut; it stands in full in the drawing's description. */
const NOTE_LINES = 4
const FOOT_NOTE_LINES = 2
const WARN = '#b3261e'

/** n stays with its number. */
const joined = (note: string): string => note.replace(/\bn (?=\d)/g, 'n\u{a0}')

export const factsBlock =
  ({ facts }: SheetText, { zoom, type, palette, quiet }: Pen): Block =>
  (x, y, width) => {
    let at = y
    const parts = facts.map(({ name, value, unit, note }) => {
      const head = lines(name, x, at, width, { size: type(10.5), fill: quiet })
      const size = 21 * zoom
      const figure = element(
        'text',
        { x, y: at + head.height + size, 'font-size': size, 'font-weight': 600, fill: palette.ink },
        escapeXml(value) +
          element(
            'tspan',
            { 'font-size': type(11), 'font-weight': 400, fill: quiet, dx: 4 * zoom },
            escapeXml(unit),
          ),
      )
      const below = at + head.height + size * 1.2
      const tail = lines(joined(note), x, below, width, { size: type(9.5), fill: quiet })
      at += head.height + size * 1.2 + tail.height + 7 * zoom
      return head.svg + figure + tail.svg
    })
    return { svg: parts.join(''), height: at - y }
  }

export const notesBlock =
  ({ notes }: SheetText, { zoom, type, palette, quiet }: Pen): Block =>
  (x, y, width) => {
    let at = y
    const size = type(9.5)
    const left = Math.max(52 * zoom, ...notes.map(({ name }) => textWidth(name, size) + 6 * zoom))
    const parts = notes.map(({ name, value }) => {
      const label = lines(name, x, at, left, { size, fill: quiet })
      const body = lines(value, x + left, at, width - left, { size, fill: palette.ink }, NOTE_LINES)
      at += Math.max(label.height, body.height) + 2 * zoom
      return label.svg + body.svg
    })
    return { svg: parts.join(''), height: at - y }
  }

export function drawFoot({ foot, isPaper }: Sheet, text: SheetText, { type, palette, quiet }: Pen): string {
  const words = sheetWords(text.lang)
  const size = type(10)
  const told = text.notes.map(({ name, value }) => `${name} ${value}`.replaceAll(' ', '\u{a0}')).join('　')
  const base = isPaper ? foot.y + size : foot.y + foot.height - size * 0.3
  const write = (y: number) => lines(told, foot.x, y, foot.width, { size, fill: quiet }, FOOT_NOTE_LINES)
  const notes = isPaper ? '' : write(base - size * 1.7 - write(0).height).svg
  const source = text.isSynthetic ? `${text.source} · ${words.synthetic}` : text.source
  const mark = text.reviewNumber === null ? words.internal : words.review(text.reviewNumber)
  return (
    notes +
    textElement(source, { x: foot.x, y: base, 'font-size': size, fill: quiet }) +
    textElement(mark, {
      x: foot.x + foot.width,
      y: base,
      'font-size': type(11),
      'font-weight': 600,
      'text-anchor': 'end',
      fill: text.reviewNumber === null ? WARN : palette.ink,
    })
  )
}
