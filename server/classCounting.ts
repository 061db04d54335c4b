// Counts of units by class for the legend: the breaks of a scale and the classes' sizes.
import { BIVARIATE, breaksFor, metricOf } from '#data/metrics/catalogue.ts'
import {
  type ClassAxis,
  type ClassName,
  classCounts,
  classOfRow,
  runsFromBest,
} from '#data/metrics/classes.ts'
import { type FigureSource, metricColumn } from '#data/metrics/figures.ts'
import type { Metric, MetricId } from '#data/metrics/metric.ts'
import type { MeasureTable } from '#data/metrics/rollUp.ts'
import type { ClassesResponse } from '#data/model/figuresApi.ts'

/** Three classes on each side of a bivariate scale: the catalogue's pair, else the same two breaks of the metric's own. */
function bivariateBreaks(metric: Metric): readonly number[] {
  for (const side of [BIVARIATE.density, BIVARIATE.rate]) if (side.metric === metric.id) return side.breaks
  return metric.breaks.length <= 2 ? metric.breaks : metric.breaks.slice(1, 3)
}

/** What breaks are cut for: the window's days, and how many units the level has, whichever of them are looked at. */
export const extentOf = (source: FigureSource, level: number) => ({
  days: source.bases.get('days')?.[0] ?? Number.NaN,
  units: source.level.reduce((units, each) => units + (each === level ? 1 : 0), 0),
})

/** The axes of a scale in the order of the metrics: the one, or rows then columns. */
export function scaleAxes(source: FigureSource, ids: readonly MetricId[], level: number): ClassAxis[] {
  const metrics = ids.map(metricOf)
  const extent = extentOf(source, level)
  return metrics.map((metric, index) => ({
    ...metricColumn(metric, source),
    breaks: breaksFor(metric, metrics.length === 1 ? metric.breaks : bivariateBreaks(metric), extent),
    isReversed: index === 1 && runsFromBest(metric),
  }))
}

/** One metric: counts[0][class], ascending by value. Two: counts[row of the first][column of the second, best first]. */
export function countClasses(
  source: FigureSource,
  ids: readonly MetricId[],
  level: number,
  rows: readonly number[],
): Omit<ClassesResponse, 'level' | 'unlocated' | 'unitClasses'> {
  const axes = scaleAxes(source, ids, level)
  const counted = axes.length === 1 ? classCounts(rows, axes[0]) : classCounts(rows, axes[1], axes[0])
  return { ...counted, breaks: axes.map(({ breaks }) => [...breaks]) }
}

/** Where each row falls, as countClasses counts it. */
export function classNames(
  source: FigureSource,
  ids: readonly MetricId[],
  level: number,
): (row: number) => ClassName {
  const [first, second] = scaleAxes(source, ids, level)
  return second ? (row) => classOfRow(row, second, first) : (row) => classOfRow(row, first)
}

/** What counts as evidence by row: settled for rates where anything settles inside the unit, else received. */
export function evidenceMeasure(measures: MeasureTable, ids: readonly MetricId[], row: number): Float64Array {
  const settled = measures.columns.get('settled')!
  const hasRate = ids.some((id) => metricOf(id).kind === 'rate')
  return hasRate && settled[row] > 0 ? settled : measures.columns.get('received')!
}
