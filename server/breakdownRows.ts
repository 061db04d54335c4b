// Rows of a breakdown as they are told: categories and organisations summed up their trees, each row's figures with
// interval and state. A row of a sensitive category is kept back as a slice of that category would be.
import { measuresOf } from '#data/metrics/catalogue.ts'
import { figureFrom, type Privacy } from '#data/metrics/figures.ts'
import type { Measure, Metric } from '#data/metrics/metric.ts'
import type { City } from '#data/model/city.ts'
import type { BreakdownResponse } from '#data/model/figuresApi.ts'
import type { Dimension } from '#data/model/slice.ts'
import type { Text } from '#data/model/text.ts'
import type { BreakdownRow } from './store/store.ts'

type Row = BreakdownResponse['dimensions'][number]['rows'][number]

interface Tree {
  parentOf(key: string): string | null
  nameOf(key: string): Text | null
}

export interface RowOptions {
  readonly city: City
  readonly metrics: readonly Metric[]
  /** Level of the unit looked within. */
  readonly level: number
  readonly privacy: Privacy
  /** Codes of categories that are sensitive today. */
  readonly sensitive: readonly string[]
  /** What a density of the unit looked within divides by; absent where no density is asked for. */
  readonly baseOf?: (metric: Metric) => number
}

export function rowsOfDimension(
  by: Dimension,
  stored: readonly BreakdownRow[],
  { city, metrics, level, privacy, sensitive, baseOf }: RowOptions,
): Row[] {
  const tree = treeOf(by, city)
  const sums = sumUp(stored, tree, measuresOf(metrics))
  const isSensitive = (key: string) => by === 'category' && sensitive.some((top) => key.startsWith(top))
  return [...sums]
    .filter(([key]) => by !== 'age' || key !== '')
    .map(([key, counts]): Row => {
      const kept = { ...privacy, isSensitive: privacy.isSensitive || isSensitive(key) }
      const figures = metrics.map((metric) => {
        const denominator =
          metric.kind === 'rate'
            ? (counts.get(metric.denominator as Measure) ?? 0)
            : metric.kind === 'density'
              ? (baseOf?.(metric) ?? null)
              : null
        return [metric.id, figureFrom(metric, counts.get(metric.numerator) ?? 0, denominator, level, kept)]
      })
      return { key, parent: tree.parentOf(key), name: tree.nameOf(key), figures: Object.fromEntries(figures) }
    })
    .sort((a, b) => (a.key < b.key ? -1 : 1))
}

function sumUp(stored: readonly BreakdownRow[], tree: Tree, measures: readonly Measure[]) {
  const sums = new Map<string, Map<Measure, number>>()
  for (const { key, counts } of stored)
    for (let at: string | null = key; at !== null; at = tree.parentOf(at)) {
      const sum = sums.get(at) ?? new Map<Measure, number>()
      sums.set(at, sum)
      for (const measure of measures) sum.set(measure, (sum.get(measure) ?? 0) + (counts.get(measure) ?? 0))
    }
  return sums
}

const FLAT: Tree = { parentOf: () => null, nameOf: () => null }

function treeOf(by: Dimension, city: City): Tree {
  if (by === 'category') {
    const codes = city.categories.map(({ code }) => code).sort((a, b) => b.length - a.length)
    return {
      parentOf: (key) => codes.find((code) => code !== key && key.startsWith(code)) ?? null,
      nameOf: (key) => city.categories.find(({ code }) => code === key)?.name ?? null,
    }
  }
  if (by !== 'organisation') return FLAT
  const known = new Map(city.organisations?.map((each) => [each.key, each]))
  // A parent that leads back to itself would never end.
  const parentOf = (key: string): string | null => {
    const parent = known.get(key)?.parent ?? null
    const seen = new Set([key])
    for (let at = parent; at !== null; at = known.get(at)?.parent ?? null) {
      if (seen.has(at)) return null
      seen.add(at)
    }
    return parent
  }
  return { parentOf, nameOf: (key) => known.get(key)?.name ?? null }
}
