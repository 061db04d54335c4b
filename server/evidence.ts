// Puts the statistics of a level together: figures from the slice service, neighbours from the coverage, strata by category.
import { adjacencyOf } from '#data/coverage/adjacency.ts'
import { type FigureSource, smoothedColumn } from '#data/metrics/figures.ts'
import type { Figure, Measure, Metric } from '#data/metrics/metric.ts'
import type { City } from '#data/model/city.ts'
import type { EvidenceResponse, UnitEvidence } from '#data/model/evidence.ts'
import type { Slice } from '#data/model/slice.ts'
import {
  fewReports,
  funnelFor,
  mixOf,
  placeInFunnel,
  type Strata,
  spotsOf,
} from '#data/statistics/evidence.ts'
import type { Funnel } from '#data/statistics/funnel.ts'
import { pointsOf, standOutsOf } from '#data/statistics/standOuts.ts'
import { levelShapes } from './boundaries/levelShapes.ts'
import type { SliceFigures, SliceService } from './slices/sliceService.ts'
import type { LoadedVersion } from './versions.ts'

export interface EvidenceParts {
  readonly version: LoadedVersion
  readonly slices: SliceService
  readonly slice: Slice
  readonly metric: Metric
  readonly level: number
  readonly rows: readonly number[]
}

export interface Evidence {
  readonly answer: Pick<
    EvidenceResponse,
    'compared' | 'units' | 'standOuts' | 'points' | 'funnel' | 'reporting'
  >
  readonly source: FigureSource
  figure(row: number): Figure
  /** Place of a row among the units. */
  indexOf(row: number): number
  /** Rows that share a border with a row at the level, inside `within` or not. */
  neighboursOf(row: number): readonly number[]
}

export async function createEvidence(parts: EvidenceParts): Promise<Evidence> {
  const { version, slices, slice, metric, level, rows } = parts
  const told = await slices.figures(slice, version, [metric.id, 'received'])
  const adjacency = adjacencyOf(levelShapes(version, level).arcs)
  const figures = rows.map((row) => told.figure(metric, row))
  const indexOf = new Map(rows.map((row, index) => [row, index]))
  const near = (index: number): number[] =>
    (adjacency.get(rows[index]) ?? []).flatMap((row) => indexOf.get(row) ?? [])
  const smoothed = smoothedColumn(metric, told.source, version.table.parent)
  const spots = spotsOf(figures, near)
  const funnel = funnelFor(metric, figures)
  const strata = metric.kind === 'rate' ? await strataOf(parts) : null
  const mix = strata && mixOf(metric, figures, strata)
  const reporting = fewReports(placesOf(told, version, rows))
  const units = rows.map((row, i): UnitEvidence => {
    const { id, code, name } = version.table.units[row]
    const isKnown = !Number.isNaN(smoothed.values[row])
    return {
      ...{ id, code, name, figure: figures[i] },
      smoothed: isKnown ? smoothed.values[row] : null,
      reliability: isKnown ? smoothed.weights[row] : null,
      funnel: funnel && placeInFunnel(funnel, figures[i]),
      ...{ spot: spots[i], mix: mix?.[i] ?? null, reporting: reporting?.places[i] ?? null },
    }
  })
  return {
    answer: {
      compared: units.length,
      units,
      standOuts: standOutsOf(units),
      points: metric.kind === 'rate' ? pointsOf(units) : null,
      funnel: curvesOf(funnel, figures),
      reporting: reporting && { spread: reporting.spread, detectable: reporting.detectable },
    },
    source: told.source,
    figure: (row) => told.figure(metric, row),
    indexOf: (row) => rows.indexOf(row),
    neighboursOf: (row) => adjacency.get(row) ?? [],
  }
}

/** Hidden counts are not judged, as if no one lived there. */
function placesOf(
  { source, figures }: SliceFigures,
  { areaSquareMeters }: LoadedVersion,
  rows: readonly number[],
) {
  const households = source.bases.get('thousandHouseholds')!
  return rows.map((row) => {
    const { received } = figures(row)
    return {
      received: received.value ?? 0,
      households: received.value === null ? Number.NaN : households[row] * 1000,
      areaSquareKilometers: areaSquareMeters[row] / 1e6,
    }
  })
}

/** Categories that no other one stands above: a matter is in one of them at most. */
function topCategories({ categories }: City, asked: readonly string[]): string[] {
  const codes = asked.length > 0 ? asked : categories.map(({ code }) => code)
  return codes.filter((code) => !codes.some((other) => other !== code && code.startsWith(other)))
}

/** null: one category alone is no mix. */
async function strataOf({ version, slices, slice, metric, rows }: EvidenceParts): Promise<Strata | null> {
  const codes = topCategories(version.city, slice.category)
  if (codes.length < 2) return null
  const measures = [metric.numerator, metric.denominator as Measure]
  const tables = await Promise.all(
    codes.map((code) => slices.measuresByRow({ ...slice, category: [code] }, version, measures)),
  )
  const columns = (measure: Measure) =>
    tables.map((table) => {
      const column = table.columns.get(measure)!
      return rows.map((row) => column[row])
    })
  return { numerators: columns(measures[0]), denominators: columns(measures[1]) }
}

const CURVE_POINTS = 48

/** Limits from the smallest n to the largest, evenly on a logarithmic axis. */
function curvesOf(funnel: Funnel | null, figures: readonly Figure[]): EvidenceResponse['funnel'] {
  const sizes = figures.flatMap(({ denominator, value }) =>
    denominator && value !== null ? [denominator] : [],
  )
  if (!funnel || sizes.length === 0) return null
  const [least, most] = [Math.min(...sizes), Math.max(...sizes)]
  const at = (i: number) => Math.max(1, Math.round(least * (most / least) ** (i / (CURVE_POINTS - 1))))
  const ns = [...new Set(Array.from({ length: CURVE_POINTS }, (_, i) => at(i)))]
  const { centre, dispersion, isOverdispersed } = funnel
  return { centre, dispersion, isOverdispersed, limits: ns.map(funnel.limitsAt) }
}
