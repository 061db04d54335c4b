// The table of categories: every category in one pass over the incidents.
import { measuresOf, metricOf } from '#data/metrics/catalogue.ts'
import { type FigureSource, figureFrom } from '#data/metrics/figures.ts'
import { type Base, type Figure, isCountedMeasure, type Metric, type MetricId } from '#data/metrics/metric.ts'
import type { Slice } from '#data/model/slice.ts'
import { type CategoryGroup, categoryTable } from '#data/tables/otherTables.ts'
import type { Table } from '#data/tables/table.ts'
import { rowsOfDimension } from '../breakdownRows.ts'
import { idsWithin } from '../routes/route.ts'
import type { SliceService } from '../slices/sliceService.ts'
import type { TableParts, TableQuestion } from './tables.ts'

/** Each category of the slice with everything below it: the top ones, or those that are filtered for. */
export function categoryGroups(slice: Slice, codes: readonly string[]): string[] {
  const chosen = slice.category.length > 0 ? slice.category : codes
  return chosen.filter((code) => !chosen.some((other) => other !== code && code.startsWith(other))).sort()
}

/** Only times to completion need a slice of their own each. */
export async function categories(
  name: string,
  question: TableQuestion,
  { store, slices }: TableParts,
): Promise<Table> {
  const { version, row, slice, metrics, lang } = question
  const { city, table } = version
  const codes = categoryGroups(
    slice,
    city.categories.map(({ code }) => code),
  )
  const known = metrics.map(metricOf)
  const counted = known.filter(({ kind }) => kind !== 'duration')
  const { source } = await slices.figures(slice, version, [])
  const measures = measuresOf(counted).filter(isCountedMeasure)
  const stored = await store.breakdown(slice, idsWithin(version, row), ['category'], measures)
  const told = rowsOfDimension('category', stored.get('category') ?? [], {
    ...{ city, metrics: counted, level: table.level[row], privacy: source.privacy },
    sensitive: version.sensitive,
    baseOf: (metric) => source.bases.get(metric.denominator as Base)?.[row] ?? Number.NaN,
  })
  const byCode = new Map(told.map(({ key, figures }) => [key, figures]))
  const groups: CategoryGroup[] = []
  for (const code of codes) {
    const lasting = await durationsOf(code, question, slices)
    groups.push({ code, figures: { ...noFigures(counted, source, row), ...byCode.get(code), ...lasting } })
  }
  return categoryTable(name, groups, metrics, city, lang)
}

/** Of a category without any matter. */
const noFigures = (metrics: readonly Metric[], source: FigureSource, row: number) =>
  Object.fromEntries(
    metrics.map((metric) => {
      const base = metric.kind === 'density' ? (source.bases.get(metric.denominator as Base)?.[row] ?? 0) : 0
      const denominator = metric.kind === 'count' ? null : base
      return [metric.id, figureFrom(metric, 0, denominator, source.level[row], source.privacy)]
    }),
  )

async function durationsOf(
  code: string,
  { version, row, slice, metrics }: TableQuestion,
  slices: SliceService,
): Promise<Readonly<Record<MetricId, Figure>>> {
  const ids = metrics.filter((id) => metricOf(id).kind === 'duration')
  if (ids.length === 0) return {}
  return (await slices.figures({ ...slice, category: [code] }, version, ids)).figures(row)
}
