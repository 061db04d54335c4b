// A whole sheet: title, map, legend, headline figures, what the figures mean, scale, north, source, and whether it may be
// published. Pure: the same input gives the same text, so a server, a page and a test draw the same sheet.
import type { ClassName } from '../metrics/classes.ts'
import { grouped, type Lang } from '../text/figures.ts'
import { lines, type Pen } from './block.ts'
import { legendBlock } from './legend.ts'
import type { DrawnUnit, MapGeometry } from './mapGeometry.ts'
import { isNumbered } from './mapLabels.ts'
import { drawMapLayer, hatchPattern } from './mapLayer.ts'
import { PALETTES } from './palettes.ts'
import { type DrawnScale, tally } from './scale.ts'
import { halo, northArrow, scaleBar } from './scaleBar.ts'
import { drawFoot, factsBlock, notesBlock } from './sheetBlocks.ts'
import { representativeFraction, type Sheet } from './sheets.ts'
import { element, escapeXml, short, textElement } from './svg.ts'
import { textWidth } from './textWidth.ts'
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
  /** Why no unit has a class; null: some have. */
  readonly why: string | null
}

export interface SheetMap {
  /** null: the unit has no polygon. */
  readonly geometry: MapGeometry | null
  readonly named: readonly DrawnUnit[]
  readonly topLevel: number
  readonly scale: DrawnScale
  readonly unlocated: number
  /** The drawn unit is the whole slice. */
  readonly isWhole: boolean
  /** Classes of all units of the level, those without a polygon too: the legend counts them. */
  readonly classes: readonly ClassName[]
  classOf(row: number): ClassName
  nameOf(row: number): string
}

export const FONTS = "Inter, 'Inter Variable', 'Noto Sans SC', 'PingFang SC', 'Microsoft YaHei', sans-serif"
const QUIET = '#475366'
const FRACTION_DIGITS = 2
const TITLE = 24
const LONG_TITLE = 17
/** Legend, figures, notes beside each other. */
const PORTRAIT_SHARES = [0.51, 0.21, 0.28]

/** Light whatever the screen is: paper is white. */
export function drawSheet(sheet: Sheet, map: SheetMap, text: SheetText): string {
  const palette = PALETTES.light
  const type = (size: number): number => Math.max(size * sheet.zoom, sheet.smallest)
  const pen: Pen = { zoom: sheet.zoom, type, palette, quiet: QUIET }
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

/** On one line while it can be read from afar, else on two. */
function drawTitle({ title: at, zoom }: Sheet, text: SheetText, { type, palette, quiet }: Pen): string {
  const fit = at.width / Math.max(1, textWidth(text.title, 1))
  const isLong = fit < LONG_TITLE * zoom
  const size = isLong ? Math.min(LONG_TITLE * zoom, fit * 1.9) : Math.min(TITLE * zoom, fit)
  const title = lines(
    text.title,
    at.x,
    at.y,
    at.width,
    { size, weight: 600, fill: palette.ink, leading: 1.22 },
    2,
  )
  const below = at.y + Math.max(title.height, 34 * zoom) + 2 * zoom
  return title.svg + lines(text.subtitle, at.x, below, at.width, { size: type(12), fill: quiet }, 1).svg
}

function drawMap(sheet: Sheet, map: SheetMap, text: SheetText, pen: Pen): string {
  const { map: frame, zoom } = sheet
  const { palette, quiet, type } = pen
  const border = element('rect', { ...frame, fill: 'none', stroke: palette.neighbour, 'stroke-width': zoom })
  if (!map.geometry)
    return (
      border +
      textElement(sheetWords(text.lang).noPolygon, {
        x: frame.x + frame.width / 2,
        y: frame.y + frame.height / 2,
        'text-anchor': 'middle',
        'font-size': type(14),
        fill: quiet,
      })
    )
  const corner = { width: 190 * zoom, height: 46 * zoom }
  const foot = frame.y + frame.height
  const layer = drawMapLayer({
    geometry: map.geometry,
    frame,
    zoom,
    smallest: sheet.smallest,
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
    size: type(10),
    ink: palette.ink,
    ground: palette.ground,
  })
  const arrow = northArrow(frame.x + frame.width - 24 * zoom, frame.y + 50 * zoom, 40 * zoom, palette.ink)
  return border + layer + bar + fraction(sheet, map.geometry, text, pen) + arrow
}

/** The representative fraction holds on paper only: a slide is as large as its screen. */
function fraction(
  { map: frame, zoom, isPaper }: Sheet,
  geometry: MapGeometry,
  { lang }: SheetText,
  { quiet, palette }: Pen,
): string {
  if (!isPaper) return ''
  const exact = representativeFraction(geometry.metersPerSheetUnit)
  const rounded = Number(exact.toPrecision(FRACTION_DIGITS))
  return textElement(sheetWords(lang).fraction(grouped(rounded, 0)), {
    x: frame.x + 16 * zoom,
    y: frame.y + frame.height - 34 * zoom,
    'font-size': 10 * zoom,
    fill: quiet,
    ...halo(palette.ground, 10 * zoom),
  })
}

function drawSide(sheet: Sheet, map: SheetMap, text: SheetText, pen: Pen): string {
  const { side, zoom, isPortrait } = sheet
  const legend = legendBlock(
    {
      scale: map.scale,
      tally: tally(map.classes, map.scale.colours.length),
      unlocated: map.unlocated,
      isWhole: map.isWhole,
      isBeside: isPortrait,
      isNumbered: isNumbered(map.geometry?.units ?? []),
      unitsNote: text.unitsNote,
      why: text.why,
      words: sheetWords(text.lang),
    },
    pen,
  )
  const blocks = [legend]
  if (!sheet.isFigure) blocks.push(factsBlock(text, pen))
  if (sheet.isPaper && !sheet.isFigure) blocks.push(notesBlock(text, pen))
  if (isPortrait) {
    const gap = 16 * zoom
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
