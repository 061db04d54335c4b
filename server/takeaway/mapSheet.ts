// A sheet of a slice: words and figures of the unit around the drawing.

import { PALETTES, type ThemeName } from '#data/drawing/palettes.ts'
import { drawPicture } from '#data/drawing/picture.ts'
import { scaleOf } from '#data/drawing/scale.ts'
import { drawSheet, type SheetFact, type SheetMap, type SheetText } from '#data/drawing/sheet.ts'
import { type SheetKey, sheetOf } from '#data/drawing/sheets.ts'
import { sheetWords } from '#data/drawing/words.ts'
import { metricOf } from '#data/metrics/catalogue.ts'
import type { Figure, MetricId } from '#data/metrics/metric.ts'
import type { City } from '#data/model/city.ts'
import type { Slice } from '#data/model/slice.ts'
import { coverLines, filterWords, say, sourceWords, windowWords } from '#data/tables/sliceWords.ts'
import { formatCount, formatFigure, formatInterval, type Lang } from '#data/text/figures.ts'
import type { GeometryOf, MapFigures, MapQuestion } from './mapQuestion.ts'

export interface SheetOptions {
  readonly lang: Lang
  /** null: made from unit, level and metrics. */
  readonly title: string | null
  readonly reviewNumber: string | null
}

const RECEIVED: MetricId = 'received'

/** Headline figures of a sheet: the scale's own, the last first, and how many were received. */
export const factMetrics = (metrics: readonly MetricId[]): MetricId[] => [
  ...new Set([...[...metrics].reverse(), RECEIVED]),
]

export function sheetSvg(
  question: MapQuestion,
  found: MapFigures,
  geometries: GeometryOf,
  key: SheetKey,
  options: SheetOptions,
): string {
  const sheet = sheetOf(key)
  const { version, row, level } = question
  const inset = 14 * sheet.zoom
  const frame = {
    x: sheet.map.x + inset,
    y: sheet.map.y + inset,
    width: sheet.map.width - 2 * inset,
    height: sheet.map.height - 2 * inset,
  }
  const map: SheetMap = {
    ...geometries(version, row, level, frame),
    topLevel: version.table.level[row],
    scale: scaleOf(question.metrics, found.breaks, PALETTES.light, options.lang),
    unlocated: found.unlocated,
    isWhole: row === version.homeRow,
    classes: found.classes,
    classOf: found.classOf,
    nameOf: (each) => version.table.units[each].name,
  }
  return drawSheet(sheet, map, textOf(question, found, map.scale.title, options))
}

function textOf(
  question: MapQuestion,
  found: MapFigures,
  scaleTitle: string,
  options: SheetOptions,
): SheetText {
  const { version, row, level, slice, metrics, choice } = question
  const { lang } = options
  const { city } = version
  const levelName = say(city.levels[level].name, lang)
  const own = version.table.units[row].name
  const received = found.figures.figure(metricOf(RECEIVED), row).value
  const unitName = own === city.name.zh ? say(city.name, lang) : own
  return {
    lang,
    title: options.title ?? [unitName, levelName, scaleTitle].join(' · '),
    subtitle: windowWords(slice, city.zone, lang),
    facts: factMetrics(metrics).map((id) => factOf(id, found.figures.figure(metricOf(id), row), lang)),
    notes: coverLines({ slice, city, version: version.summary, choice, lang }),
    source: sourceWords(city, lang),
    reviewNumber: options.reviewNumber,
    isSynthetic: city.syntheticBoundaries,
    unitsNote: sheetWords(lang).countsNote(formatCount(found.classes.length), levelName),
    why: whyNone(question, found, received, lang),
  }
}

/** A sheet without any colour says why. */
function whyNone(
  { slice, version, level }: MapQuestion,
  { classes }: MapFigures,
  received: number | null,
  lang: Lang,
): string | null {
  if (classes.some((name) => typeof name === 'number')) return null
  const words = sheetWords(lang)
  const levelName = say(version.city.levels[level].name, lang)
  if (received === 0) return zeroWords(slice, version.city, levelName, lang)
  return classes.includes('few') ? words.fewAll(levelName) : words.notDueAll(levelName)
}

/** Nothing was received: too early, for the filters, or truly nothing. */
export function zeroWords(slice: Slice, city: City, levelName: string, lang: Lang): string {
  const words = sheetWords(lang)
  if (slice.fromMs >= slice.asOfMs) return words.notYet
  return filterWords(slice, city, lang) === null ? words.noneAll(levelName) : words.noneMatch
}

/** A figure as it may leave the screen: with its interval, its n or its parts. */
export function factOf(id: MetricId, figure: Figure, lang: Lang): SheetFact {
  const metric = metricOf(id)
  const words = sheetWords(lang)
  const unit = say(metric.unit, lang)
  const name = say(metric.name, lang)
  if (figure.value === null) {
    const why = figure.state === 'hidden' ? words.hidden : words.none
    return { name, value: '—', unit: '', note: why }
  }
  const value = formatFigure(figure.value, metric, metric.breaks)
  if (metric.kind === 'count') return { name, value, unit, note: '' }
  const interval =
    figure.low !== null && figure.high !== null
      ? words.interval(
          formatInterval(
            figure.low,
            figure.high,
            metric.kind === 'rate',
            metric.kind === 'rate' ? 1 : metric.digits,
          ),
        )
      : ''
  const n =
    metric.kind === 'rate'
      ? `n ${formatCount(figure.denominator ?? 0)}`
      : `n ${formatCount(figure.numerator)}`
  const few = figure.state === 'few' ? ` · ${words.few}` : ''
  return { name, value, unit, note: `${interval} · ${n}${few}` }
}

/** Room that the page's own cards take. */
export interface Padding {
  readonly top: number
  readonly right: number
  readonly bottom: number
  readonly left: number
}

/** The map alone, for pages. */
export function pictureSvg(
  question: MapQuestion,
  found: MapFigures,
  geometries: GeometryOf,
  size: {
    readonly width: number
    readonly height: number
    readonly theme: ThemeName
    readonly padding: Padding
  },
  lang: Lang,
): string {
  const { version, row, level } = question
  const { width, height, theme, padding } = size
  const frame = {
    x: padding.left,
    y: padding.top,
    width: Math.max(1, width - padding.left - padding.right),
    height: Math.max(1, height - padding.top - padding.bottom),
  }
  return drawPicture({
    width,
    height,
    frame,
    theme,
    ...geometries(version, row, level, frame),
    topLevel: version.table.level[row],
    scale: scaleOf(question.metrics, found.breaks, PALETTES[theme], lang),
    classOf: found.classOf,
    nameOf: (each) => version.table.units[each].name,
    idOf: (each) => version.table.units[each].id,
  })
}
