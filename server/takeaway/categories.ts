// The table of categories: every category in one pass over the incidents.
import { measuresOf, metricOf } from '#data/metrics/catalogue.ts'
import { type FigureSource, figureFrom } from '#data/metrics/figures.ts'
import { type Base, type Figure, isCountedMeasure, type Metric, type MetricId } from '#data/metrics/metric.ts'
import type { City } from '#data/model/city.ts'
import type { UnitId } from '#data/model/ids.ts'
import type { Slice } from '#data/model/slice.ts'
import { type CategoryGroup, categoryTable } from '#data/tables/otherTables.ts'
import type { Table } from '#data/tables/table.ts'
import { rowsOfDimension } from '../breakdownRows.ts'
import { idsWithin } from '../routes/route.ts'
import type { SliceService } from '../slices/sliceService.ts'
import type { TableParts, TableQuestion } from './tables.ts'

/** Each category of the slice with everything below it: the top ones, or those that are filtered for. */
export function categoryGroups(slice: Slice, codes: readonly string[]): string[] {
  const chosen = slice.category.length > 0 ? slice.category : [...new Set(codes)]
  return chosen.filter((code) => !chosen.some((other) => other !== code && code.startsWith(other))).sort()
}

/** Only times to completion need a slice of their own each. */
export async function categories(name: string, question: TableQuestion, parts: TableParts): Promise<Table> {
  const { version, row, within, slice, metrics, lang } = question
  const { city } = version
  const counted = metrics.map(metricOf).filter(({ kind }) => kind !== 'duration')
  const isDensity = ({ kind }: Metric): boolean => kind === 'density'
  const { source } = await parts.slices.figures(slice, version, [])
  const counting = { question, source, parts }
  // Counts are of all that was asked for, what has no unit too, as in the other tables; a density is of its ground.
  const whole = await figuresByCode(
    counted.filter((metric) => !isDensity(metric)),
    within === null ? null : idsWithin(version, within),
    counting,
  )
  const dense = await figuresByCode(counted.filter(isDensity), idsWithin(version, row), counting)
  // The taxonomy may lack what the store has.
  const codes = [...city.categories.map(({ code }) => code), ...whole.keys(), ...dense.keys()]
  const groups: CategoryGroup[] = []
  for (const code of categoryGroups(slice, codes)) {
    const lasting = await durationsOf(code, question, parts.slices)
    const figures = { ...noFigures(counted, source, row), ...whole.get(code), ...dense.get(code), ...lasting }
    groups.push({ code, figures })
  }
  return categoryTable(name, groups, metrics, city, lang)
}

interface Counting {
  readonly question: TableQuestion
  readonly source: FigureSource
  readonly parts: TableParts
}

type Told = Readonly<Record<MetricId, Figure>>

/** Figures of every category there is any matter of, those above it and those filtered for. */
async function figuresByCode(
  metrics: readonly Metric[],
  unitIds: ReadonlySet<UnitId> | null,
  { question: { version, row, slice }, source, parts }: Counting,
): Promise<ReadonlyMap<string, Told>> {
  if (metrics.length === 0) return new Map()
  const { city, table } = version
  const measures = measuresOf(metrics).filter(isCountedMeasure)
  const stored = await parts.store.breakdown(slice, unitIds, ['category'], measures)
  const rows = stored.get('category') ?? []
  const known = withCodes(city, [...slice.category, ...rows.map(({ key }) => key)])
  const told = rowsOfDimension('category', rows, {
    ...{ city: known, metrics, level: table.level[row], privacy: source.privacy },
    sensitive: version.sensitive,
    baseOf: (metric) => source.bases.get(metric.denominator as Base)?.[row] ?? Number.NaN,
  })
  return new Map(told.map(({ key, figures }) => [key, figures]))
}

/** A code that is filtered for or stored has a row that sums up what is below it, known or not. */
function withCodes(city: City, codes: readonly string[]): City {
  const missing = [...new Set(codes)].filter((code) => !city.categories.some((known) => known.code === code))
  const added = missing.map((code) => ({ code, name: { zh: code, en: code }, sensitive: false }))
  return { ...city, categories: [...city.categories, ...added] }
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
): Promise<Told> {
  const ids = metrics.filter((id) => metricOf(id).kind === 'duration')
  if (ids.length === 0) return {}
  return (await slices.figures({ ...slice, category: [code] }, version, ids)).figures(row)
}
