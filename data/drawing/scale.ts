// The scale of a drawing: colours by class and the words of its legend, from the metrics' names and breaks.
import { metricOf } from '../metrics/catalogue.ts'
import type { ClassName } from '../metrics/classes.ts'
import type { Metric, MetricId } from '../metrics/metric.ts'
import { formatClasses, type Lang } from '../text/figures.ts'
import { type Palette, singleColours } from './palettes.ts'

export interface ScaleSide {
  readonly name: string
  readonly unit: string
  /** By class in drawing order: rows low → high, columns best → worst, a single scale low → high. */
  readonly classes: readonly string[]
}

export interface DrawnScale {
  readonly title: string
  /** By class: row · columns + column, or the class of a single scale. */
  readonly colours: readonly string[]
  /** null for a single metric. */
  readonly rows: ScaleSide | null
  readonly columns: ScaleSide
}

const nameOf = (text: { zh: string; en: string }, lang: Lang): string => (lang === 'en' ? text.en : text.zh)

function sideOf(metric: Metric, breaks: readonly number[], lang: Lang, isReversed = false): ScaleSide {
  const classes = formatClasses(breaks, metric.kind === 'rate')
  return {
    name: nameOf(metric.name, lang),
    unit: nameOf(metric.unit, lang),
    classes: isReversed ? classes.reverse() : classes,
  }
}

/** @param breaks by metric, as the legend has them */
export function scaleOf(
  ids: readonly MetricId[],
  breaks: readonly (readonly number[])[],
  palette: Palette,
  lang: Lang,
): DrawnScale {
  const [first, second] = ids.map(metricOf)
  if (!second)
    return {
      title: nameOf(first.name, lang),
      colours: singleColours(palette, breaks[0], first.target, first.better),
      rows: null,
      columns: sideOf(first, breaks[0], lang),
    }
  return {
    title: `${nameOf(first.name, lang)} × ${nameOf(second.name, lang)}`,
    colours: palette.bivariate.flat(),
    rows: sideOf(first, breaks[0], lang),
    columns: sideOf(second, breaks[1], lang, second.better === 'high'),
  }
}

/** How many units of a drawing are in each class. */
export interface ClassTally {
  readonly byClass: readonly number[]
  readonly few: number
  readonly none: number
  readonly hidden: number
}

export function tally(classes: Iterable<ClassName>, classCount: number): ClassTally {
  const byClass = new Array<number>(classCount).fill(0)
  const others = { few: 0, none: 0, hidden: 0 }
  for (const name of classes)
    if (typeof name === 'number') byClass[name]++
    else others[name]++
  return { byClass, ...others }
}
