// Blocks of a sheet's side: each draws itself at a place and says how tall it came out.
import type { Palette } from './palettes.ts'
import { textElement } from './svg.ts'
import { wrapText } from './textWidth.ts'

export interface Pen {
  readonly zoom: number
  /** Type of a size on A4, never below the sheet's smallest. */
  type(size: number): number
  readonly palette: Palette
  /** Quiet ink. */
  readonly quiet: string
}

export interface Drawn {
  readonly svg: string
  readonly height: number
}

export type Block = (x: number, y: number, width: number) => Drawn

export interface LineStyle {
  readonly size: number
  readonly weight?: number
  readonly fill: string
  readonly anchor?: 'start' | 'middle' | 'end'
  /** Of a line to its type. */
  readonly leading?: number
}

/** Wrapped lines from y down; beyond `most` the last one ends in an ellipsis. @returns height of all lines */
export function lines(
  text: string,
  x: number,
  y: number,
  width: number,
  style: LineStyle,
  most = Number.POSITIVE_INFINITY,
): Drawn {
  const leading = style.size * (style.leading ?? 1.4)
  const wrapped = cutLines(wrapText(text, style.size, width), most)
  const svg = wrapped
    .map((line, i) =>
      textElement(line, {
        x,
        y: y + style.size + i * leading,
        'font-size': style.size,
        'font-weight': style.weight,
        'text-anchor': style.anchor,
        fill: style.fill,
      }),
    )
    .join('')
  return { svg, height: wrapped.length * leading }
}

function cutLines(wrapped: readonly string[], most: number): readonly string[] {
  if (wrapped.length <= most) return wrapped
  return [...wrapped.slice(0, most - 1), `${[...wrapped[most - 1]].slice(0, -1).join('')}…`]
}
