// A whole sheet: title, map, legend, headline figures, what the figures mean, scale, north, source, and whether it may be
// published. Pure: the same input gives the same text, so a server, a page and a test draw the same sheet.
import type { ClassName } from '../metrics/classes.ts'
import { grouped, type Lang } from '../text/figures.ts'
import { type Block, lines, type Pen } from './block.ts'
import { legendBlock } from './legend.ts'
import type { DrawnUnit, MapGeometry } from './mapGeometry.ts'
import { drawMapLayer, hatchPattern } from './mapLayer.ts'
import { PALETTES } from './palettes.ts'
import { type DrawnScale, tally } from './scale.ts'
import { northArrow, scaleBar } from './scaleBar.ts'
import { representativeFraction, type Sheet } from './sheets.ts'
import { element, escapeXml, short, textElement } from './svg.ts'
import { sheetWords } from './words.ts'

export interface SheetFact {
  readonly name: string
  readonly value: string
  readonly unit: string
  readonly note: string
}

export interface SheetText {
  readonly lang: Lang
  readonly title: string
  readonly subtitle: string
  readonly facts: readonly SheetFact[]
  /** Window, basis, as-of, filters, numbers of sequence and versions. */
  readonly notes: readonly { readonly name: string; readonly value: string }[]
  readonly source: string
  /** null: the sheet says that it must not be published. */
  readonly reviewNumber: string | null
  readonly isSynthetic: boolean
  readonly unitsNote: string
}

export interface SheetMap {
  /** null: the unit has no polygon. */
  readonly geometry: MapGeometry | null
  readonly named: readonly DrawnUnit[]
  readonly topLevel: number
  readonly scale: DrawnScale
  readonly unlocated: number
  /** Classes of all units of the level, those without a polygon too: the legend counts them. */
  readonly classes: readonly ClassName[]
  classOf(row: number): ClassName
  nameOf(row: number): string
}

export const FONTS = "Inter, 'Inter Variable', 'Noto Sans SC', 'PingFang SC', 'Microsoft YaHei', sans-serif"
const QUIET = '#475366'
const FRACTION_DIGITS = 2
/** A long list of filters is cut; it stands in full in the drawing's description. */
const NOTE_LINES = 4
/** Legend, figures, notes beside each other. */
const PORTRAIT_SHARES = [0.51, 0.21, 0.28]

/** Light whatever the screen is: paper is white. */
export function drawSheet(sheet: Sheet, map: SheetMap, text: SheetText): string {
  const palette = PALETTES.light
  const pen: Pen = { zoom: sheet.zoom, palette, quiet: QUIET }
  const parts = [
    element('defs', {}, hatchPattern(palette, sheet.zoom)),
    element('rect', { width: sheet.width, height: sheet.height, fill: '#ffffff' }),
    drawTitle(sheet, text, pen),
    drawMap(sheet, map, text, pen),
    drawSide(sheet, map, text, pen),
    drawFoot(sheet, text, pen),
  ]
  const described = text.notes.map(({ name, value }) => `${name} ${value}`).join('\n')
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${sheet.printedWidth}" height="${sheet.printedHeight}" ` +
    `viewBox="0 0 ${short(sheet.width)} ${short(sheet.height)}" font-family="${FONTS}" lang="${text.lang}" role="img">` +
    `<title>${escapeXml(`${text.title}，${text.subtitle}`)}</title><desc>${escapeXml(described)}</desc>${parts.join('')}</svg>`
  )
}

function drawTitle({ title: at, zoom }: Sheet, text: SheetText, { palette, quiet }: Pen): string {
  const title = lines(text.title, at.x, at.y, at.width, { size: 24 * zoom, weight: 600, fill: palette.ink })
  const below = at.y + Math.min(title.height, 34 * zoom) + 2 * zoom
  return title.svg + lines(text.subtitle, at.x, below, at.width, { size: 12 * zoom, fill: quiet }).svg
}

function drawMap(sheet: Sheet, map: SheetMap, text: SheetText, pen: Pen): string {
  const { map: frame, zoom } = sheet
  const { palette, quiet } = pen
  const border = element('rect', { ...frame, fill: 'none', stroke: palette.neighbour, 'stroke-width': zoom })
  if (!map.geometry)
    return (
      border +
      textElement(sheetWords(text.lang).noPolygon, {
        x: frame.x + frame.width / 2,
        y: frame.y + frame.height / 2,
        'text-anchor': 'middle',
        'font-size': 14 * zoom,
        fill: quiet,
      })
    )
  const corner = { width: 190 * zoom, height: 46 * zoom }
  const foot = frame.y + frame.height
  const layer = drawMapLayer({
    geometry: map.geometry,
    frame,
    zoom,
    palette,
    colours: map.scale.colours,
    classOf: map.classOf,
    nameOf: map.nameOf,
    named: map.named,
    topLevel: map.topLevel,
    idOf: null,
    hasNumbers: true,
    taken: [
      { left: frame.x, top: foot - corner.height, right: frame.x + corner.width, bottom: foot },
      {
        left: frame.x + frame.width - 44 * zoom,
        top: frame.y,
        right: frame.x + frame.width,
        bottom: frame.y + 60 * zoom,
      },
    ],
  })
  const bar = scaleBar(map.geometry.metersPerSheetUnit, {
    x: frame.x + 16 * zoom,
    y: foot - 12 * zoom,
    width: 110 * zoom,
    zoom,
    ink: palette.ink,
  })
  const arrow = northArrow(frame.x + frame.width - 24 * zoom, frame.y + 50 * zoom, 40 * zoom, palette.ink)
  return border + layer + bar + fraction(sheet, map.geometry, text, pen) + arrow
}

/** The representative fraction holds on paper only: a slide is as large as its screen. */
function fraction(
  { map: frame, zoom, isPaper }: Sheet,
  geometry: MapGeometry,
  { lang }: SheetText,
  { quiet }: Pen,
): string {
  if (!isPaper) return ''
  const exact = representativeFraction(geometry.metersPerSheetUnit)
  const rounded = Number(exact.toPrecision(FRACTION_DIGITS))
  return textElement(sheetWords(lang).fraction(grouped(rounded, 0)), {
    x: frame.x + 16 * zoom,
    y: frame.y + frame.height - 34 * zoom,
    'font-size': 10 * zoom,
    fill: quiet,
  })
}

function drawSide(sheet: Sheet, map: SheetMap, text: SheetText, pen: Pen): string {
  const { side, zoom, isPortrait } = sheet
  const legend = legendBlock(
    {
      scale: map.scale,
      tally: tally(map.classes, map.scale.colours.length),
      unlocated: map.unlocated,
      unitsNote: text.unitsNote,
      words: sheetWords(text.lang),
    },
    pen,
  )
  const blocks = [legend, factsBlock(text, pen), notesBlock(text, pen)]
  if (isPortrait) {
    const gap = 20 * zoom
    const room = side.width - gap * (blocks.length - 1)
    let x = side.x
    return blocks
      .map((block, i) => {
        const left = x
        x += room * PORTRAIT_SHARES[i] + gap
        return block(left, side.y, room * PORTRAIT_SHARES[i]).svg
      })
      .join('')
  }
  let y = side.y
  return blocks
    .map((block) => {
      const drawn = block(side.x, y, side.width)
      y += drawn.height + 14 * zoom
      return drawn.svg
    })
    .join('')
}

const factsBlock =
  ({ facts }: SheetText, { zoom, palette, quiet }: Pen): Block =>
  (x, y, width) => {
    let at = y
    const parts = facts.map(({ name, value, unit, note }) => {
      const head = lines(name, x, at, width, { size: 10.5 * zoom, fill: quiet })
      const size = 21 * zoom
      const figure = element(
        'text',
        { x, y: at + head.height + size, 'font-size': size, 'font-weight': 600, fill: palette.ink },
        escapeXml(value) +
          element(
            'tspan',
            { 'font-size': 11 * zoom, 'font-weight': 400, fill: quiet, dx: 4 * zoom },
            escapeXml(unit),
          ),
      )
      const tail = lines(note, x, at + head.height + size * 1.2, width, { size: 9.5 * zoom, fill: quiet })
      at += head.height + size * 1.2 + tail.height + 7 * zoom
      return head.svg + figure + tail.svg
    })
    return { svg: parts.join(''), height: at - y }
  }

const notesBlock =
  ({ notes }: SheetText, { zoom, palette, quiet }: Pen): Block =>
  (x, y, width) => {
    let at = y
    const size = 9.5 * zoom
    const parts = notes.map(({ name, value }) => {
      const label = lines(name, x, at, width, { size, fill: quiet })
      const body = lines(value, x + 52 * zoom, at, width - 52 * zoom, { size, fill: palette.ink }, NOTE_LINES)
      at += Math.max(label.height, body.height) + 2 * zoom
      return label.svg + body.svg
    })
    return { svg: parts.join(''), height: at - y }
  }

function drawFoot({ foot, zoom }: Sheet, text: SheetText, { palette, quiet }: Pen): string {
  const words = sheetWords(text.lang)
  const size = 10 * zoom
  const source = text.isSynthetic ? `${text.source} · ${words.synthetic}` : text.source
  const mark = text.reviewNumber === null ? words.internal : words.review(text.reviewNumber)
  return (
    textElement(source, { x: foot.x, y: foot.y + size, 'font-size': size, fill: quiet }) +
    textElement(mark, {
      x: foot.x + foot.width,
      y: foot.y + size,
      'font-size': 11 * zoom,
      'font-weight': 600,
      'text-anchor': 'end',
      fill: text.reviewNumber === null ? '#b3261e' : palette.ink,
    })
  )
}
