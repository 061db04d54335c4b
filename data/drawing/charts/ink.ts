// Pens of charts on sheets: light whatever the screen is, type large enough for the back row of a meeting room.
import { element, textElement } from '../svg.ts'
import { textWidth } from '../textWidth.ts'

export const INK = {
  ink: '#15202e',
  quiet: '#475366',
  faint: '#5c6778',
  rule: '#dcdddd',
  bar: '#475366',
  warn: '#b3261e',
  good: '#2873a8',
  poor: '#a0741d',
} as const
/** Type of axes and rows on a sheet of 1920 × 1080. */
export const TYPE = 24

type Anchor = 'start' | 'middle' | 'end'

export interface WordsStyle {
  readonly anchor?: Anchor
  readonly fill?: string
  readonly size?: number
  readonly weight?: number
}

/** One line, its middle at y. */
export function words(text: string, x: number, y: number, style: WordsStyle = {}): string {
  const size = style.size ?? TYPE
  return textElement(text, {
    x,
    y: y + size * 0.36,
    'font-size': size,
    'font-weight': style.weight,
    'text-anchor': style.anchor,
    fill: style.fill ?? INK.quiet,
  })
}

/** As much as fits, with an ellipsis where it does not. */
export function fitted(text: string, width: number, size: number = TYPE): string {
  if (textWidth(text, size) <= width) return text
  let kept = ''
  for (const character of text) {
    if (textWidth(`${kept}${character}…`, size) > width) break
    kept += character
  }
  return `${kept}…`
}

export const line = (
  [x1, y1, x2, y2]: readonly [number, number, number, number],
  stroke: string,
  width: number,
  dash?: string,
): string => element('line', { x1, y1, x2, y2, stroke, 'stroke-width': width, 'stroke-dasharray': dash })

export const box = (
  [x, y, width, height]: readonly [number, number, number, number],
  fill: string,
  opacity?: number,
): string => element('rect', { x, y, width: Math.max(0, width), height: Math.max(0, height), fill, opacity })
