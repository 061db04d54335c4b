// Sheets a map is taken away on: paper in millimetres, a slide and a picture in pixels, and where their parts stand.
//
//   landscape and slide            portrait
//   ┌ title ──────────────┐        ┌ title ─────┐      Sheet units are CSS pixels (96 an inch), so that a line
//   │ map          │ side │        │ map        │      of type has the same size on A4 and on the screen.
//   │              │      │        ├ side ──────┤
//   └ foot ───────────────┘        └ foot ──────┘
import type { Frame } from './projection.ts'

export const SHEETS = ['a4l', 'a4p', 'a3l', 'a3p', 'slide'] as const
/** Besides, the figure of a bulletin: as wide as the text of a page, and the page says the figures. */
export const SHEET_KEYS = [...SHEETS, 'bulletin'] as const
export type SheetKey = (typeof SHEET_KEYS)[number]

export interface Sheet {
  readonly key: SheetKey
  readonly width: number
  readonly height: number
  /** Attributes of the root element: millimetres on paper. */
  readonly printedWidth: string
  readonly printedHeight: string
  readonly isPaper: boolean
  /** Everything that has a size in type or line is multiplied by it. */
  readonly zoom: number
  /** Smallest type: a slide is read from the back row. */
  readonly smallest: number
  readonly title: Frame
  readonly map: Frame
  readonly side: Frame
  readonly foot: Frame
  /** Where the side stands below the map: its parts go beside each other. */
  readonly isPortrait: boolean
  /** Without figures and notes: they stand around it. */
  readonly isFigure: boolean
}

const PIXELS_A_MILLIMETER = 96 / 25.4

/** Metres on the ground for one metre on paper, from metres a sheet unit. */
export const representativeFraction = (metersPerSheetUnit: number): number =>
  metersPerSheetUnit * PIXELS_A_MILLIMETER * 1000

interface Format {
  readonly width: number
  readonly height: number
  readonly zoom: number
  readonly margin: number
  readonly side: number
  readonly smallest: number
  /** Lines of notes in the foot; on paper they stand at the side. */
  readonly footNotes: number
}

/** Of a line of type to its height. */
const LEADING = 1.4

const PAPER = { smallest: 0, footNotes: 0 } as const

/** Millimetres for paper, pixels for the slide. */
const FORMATS: Readonly<Record<SheetKey, Format>> = {
  a4l: { width: 297, height: 210, zoom: 1, margin: 12, side: 62, ...PAPER },
  a4p: { width: 210, height: 297, zoom: 1, margin: 12, side: 62, ...PAPER },
  a3l: { width: 420, height: 297, zoom: 1.35, margin: 15, side: 84, ...PAPER },
  a3p: { width: 297, height: 420, zoom: 1.35, margin: 15, side: 84, ...PAPER },
  bulletin: { width: 156, height: 122, zoom: 0.95, margin: 0, side: 49, ...PAPER },
  slide: { width: 1920, height: 1080, zoom: 1.5, margin: 44, side: 460, smallest: 18, footNotes: 2 },
}

export function sheetOf(key: SheetKey): Sheet {
  const format = FORMATS[key]
  const isPaper = key !== 'slide'
  const unit = isPaper ? PIXELS_A_MILLIMETER : 1
  const [width, height, margin, side] = [format.width, format.height, format.margin, format.side].map(
    (value) => Math.round(value * unit * 100) / 100,
  )
  const { zoom, smallest, footNotes } = format
  const foot = 18 * zoom + footNotes * smallest * LEADING
  const isPortrait = height > width
  const inner = { x: margin, width: width - 2 * margin }
  const top = margin + 62 * zoom
  const bottom = height - margin - 8 * zoom - foot
  const gap = 14 * zoom
  const mapBottom = isPortrait ? bottom - side - gap : bottom
  return {
    key,
    width,
    height,
    printedWidth: isPaper ? `${format.width}mm` : `${format.width}`,
    printedHeight: isPaper ? `${format.height}mm` : `${format.height}`,
    isPaper,
    zoom,
    smallest,
    isFigure: key === 'bulletin',
    isPortrait,
    title: { ...inner, y: margin, height: 56 * zoom },
    map: {
      x: margin,
      y: top,
      width: isPortrait ? inner.width : inner.width - side - gap,
      height: mapBottom - top,
    },
    side: isPortrait
      ? { ...inner, y: mapBottom + gap, height: side }
      : { x: width - margin - side, y: top, width: side, height: bottom - top },
    foot: { ...inner, y: bottom + 8 * zoom, height: foot },
  }
}
