// A chart as a slide of its own: title, period, the chart, and beneath it what its figures mean (n, basis, as-of, filters,
// numbers that pin it) and where they come from. Pure: the same input gives the same text.
import type { Lang } from '../../text/figures.ts'
import { lines } from '../block.ts'
import type { Frame } from '../projection.ts'
import { FONTS } from '../sheet.ts'
import { element, escapeXml } from '../svg.ts'
import { wrapText } from '../textWidth.ts'
import { drawBars, rowsThatFit } from './bars.ts'
import { drawHeat } from './heat.ts'
import { fitted, INK, words } from './ink.ts'
import type { ChartPicture } from './picture.ts'
import { drawRanking } from './ranking.ts'
import { drawTrend } from './trend.ts'

export const CHART_SHEET = { width: 1920, height: 1080 } as const

export interface ChartSheetText {
  readonly lang: Lang
  readonly title: string
  /** The period. */
  readonly subtitle: string
  readonly notes: readonly { readonly name: string; readonly value: string }[]
  readonly source: string
}

const MARGIN = 64
const NOTE = 20
const NOTE_LINES = 4
const FOOT = 40

export function chartSheet(picture: ChartPicture, text: ChartSheetText): string {
  const { width, height } = CHART_SHEET
  const inner = width - 2 * MARGIN
  const title = words(fitted(text.title, inner, 44), MARGIN, MARGIN + 24, {
    ...{ size: 44, weight: 600, fill: INK.ink },
  })
  const subtitle = words(fitted(text.subtitle, inner, 26), MARGIN, MARGIN + 84, { size: 26 })
  const notes = cut(text.notes.map(({ name, value }) => `${name} ${value}`).join('　'), inner)
  const noteTop = height - MARGIN - FOOT - notes.length * NOTE * 1.4
  const frame: Frame = { x: MARGIN, y: MARGIN + 132, width: inner, height: noteTop - 28 - (MARGIN + 132) }
  const foot = words(text.source, MARGIN, height - MARGIN, { size: NOTE })
  const more = moreWords(picture, frame, text.lang)
  const marks = [
    element('rect', { width, height, fill: '#ffffff' }),
    draw(picture, frame),
    title,
    subtitle,
    ...notes.map(
      (each, i) =>
        lines(each, MARGIN, noteTop + i * NOTE * 1.4, 2 * inner, { size: NOTE, fill: INK.quiet }).svg,
    ),
    foot,
    more === '' ? '' : words(more, width - MARGIN, height - MARGIN, { size: NOTE, anchor: 'end' }),
  ]
  const described = [text.subtitle, ...text.notes.map(({ name, value }) => `${name} ${value}`)].join('\n')
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" ` +
    `font-family="${FONTS}" lang="${text.lang}" role="img"><title>${escapeXml(text.title)}</title>` +
    `<desc>${escapeXml(described)}</desc>${marks.join('')}</svg>`
  )
}

function draw(picture: ChartPicture, frame: Frame): string {
  if (picture.kind === 'trend') return drawTrend(picture, frame)
  if (picture.kind === 'bars') return drawBars(picture, frame)
  return picture.kind === 'heat' ? drawHeat(picture, frame) : drawRanking(picture, frame)
}

/** A few lines; what is longer is cut, and stands in full in the drawing's description. */
function cut(text: string, width: number): string[] {
  const wrapped = wrapText(text, NOTE, width)
  if (wrapped.length <= NOTE_LINES) return wrapped
  const kept = wrapped.slice(0, NOTE_LINES)
  kept[NOTE_LINES - 1] = fitted(`${kept[NOTE_LINES - 1]}${wrapped[NOTE_LINES]}`, width, NOTE)
  return kept
}

function moreWords(picture: ChartPicture, frame: Frame, lang: Lang): string {
  if (picture.kind !== 'bars' && picture.kind !== 'ranking') return ''
  const [all, fits] = [picture.rows.length, rowsThatFit({ ...frame, height: frame.height - 44 })]
  if (all <= fits) return ''
  return lang === 'en' ? `the first ${fits} of ${all}` : `列前 ${fits} 个，共 ${all} 个`
}
