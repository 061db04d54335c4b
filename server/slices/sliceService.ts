// Figures of slices for routes and tiles: resolves queries to ticks, counts through the cache, and turns
// counts into figures on a version.
import { type BaseValues, baseValues } from '#data/metrics/bases.ts'
import { measuresOf, metricOf } from '#data/metrics/catalogue.ts'
import { worseState } from '#data/metrics/classes.ts'
import { type FigureSource, figureOf, metricColumn, type Privacy } from '#data/metrics/figures.ts'
import type { Figure, Measure, Metric, MetricId } from '#data/metrics/metric.ts'
import { isConserved, type MeasureTable } from '#data/metrics/rollUp.ts'
import type { FigureChoice } from '#data/metrics/smoothing.ts'
import type { City } from '#data/model/city.ts'
import type { Slice, SliceQuery } from '#data/model/slice.ts'
import type { Store } from '../store/store.ts'
import { createMeasureCache, type VersionTable } from './measureCache.ts'
import { lastYearSlice, previousSlice, resolveSlice, type SliceRefusal } from './resolveSlice.ts'
import { withheldRows, withhold } from './withhold.ts'

/** What of a loaded version figures need; areas by row, everything below included. */
export interface SliceVersion extends VersionTable {
  readonly city: City
  /** Codes of categories that are sensitive today. */
  readonly sensitive: readonly string[]
  readonly areaSquareMeters: Float64Array
}

export interface TailColumns {
  /** By metric in the order asked, by row; NaN where nothing is told. */
  readonly columns: readonly Float64Array[]
  /** The worst state of the metrics (of those asked for) by row: index into STATES. */
  readonly states: Uint8Array
}

export interface SliceFigures {
  readonly source: FigureSource
  readonly measures: MeasureTable
  /** Whether every incident of the slice is at a unit of this version or unlocated. */
  readonly isComplete: boolean
  figure(metric: Metric, row: number): Figure
  /** All metrics of a row by id. */
  figures(row: number): Record<MetricId, Figure>
}

export interface SliceService {
  resolve(query: SliceQuery): Promise<Slice | SliceRefusal>
  previous(slice: Slice): Slice
  lastYear(slice: Slice, zone: string): Slice
  measuresByRow(slice: Slice, version: VersionTable, measures: readonly Measure[]): Promise<MeasureTable>
  /**
   * `stateOf`: the metrics whose states make the one state of a unit, all when absent: a colouring by density alone is not
   * to be hatched because a rate beside it has too few.
   * @throws on a metric that is not in the catalogue.
   */
  tailColumns(
    slice: Slice,
    version: SliceVersion,
    metrics: readonly MetricId[],
    stateOf?: readonly MetricId[],
    choice?: FigureChoice,
  ): Promise<TailColumns>
  /**
   * Columns made of the source are smoothed where `choice` says so; single figures stay as counted.
   * @throws on a metric that is not in the catalogue.
   */
  figures(
    slice: Slice,
    version: SliceVersion,
    metrics: readonly MetricId[],
    choice?: FigureChoice,
  ): Promise<SliceFigures>
}

const DAY_MS = 86_400_000
const CACHE_BYTES = 128 * 1024 * 1024

export function createSliceService(parts: {
  readonly store: Pick<Store, 'slice' | 'head' | 'readCity' | 'citySeq'>
  readonly clock: () => number
  readonly cacheBytes?: number
}): SliceService {
  const { store, clock } = parts
  const countAll = createMeasureCache(store, parts.cacheBytes ?? CACHE_BYTES)
  const measuresByRow: SliceService['measuresByRow'] = async (slice, version, measures) =>
    withhold(await countAll(slice, version, measures), version.standings ?? null)

  async function figures(
    slice: Slice,
    version: SliceVersion,
    ids: readonly MetricId[],
    choice: FigureChoice = 'raw',
  ): Promise<SliceFigures> {
    const metrics = ids.map(metricOf)
    // `received` tells whether the slice is complete, whatever else is asked.
    const all = await countAll(slice, version, [...new Set([...measuresOf(metrics), 'received' as const])])
    const standings = version.standings ?? null
    const measures = withhold(all, standings)
    const source: FigureSource = {
      measures,
      bases: basesOf(slice, version),
      level: version.table.level,
      privacy: privacyOf(slice, version),
      ...(choice === 'smoothed' && { smoothedTowards: version.table.parent }),
      ...(standings && { withheld: withheldRows(standings) }),
    }
    return {
      source,
      measures,
      isComplete: all.elsewhere.get('received') === 0 && isConserved(version.table, all),
      figure: (metric, row) => figureOf(metric, row, source),
      figures: (row) =>
        Object.fromEntries(metrics.map((metric) => [metric.id, figureOf(metric, row, source)])),
    }
  }

  return {
    resolve: async (query) => {
      const [head, city] = await Promise.all([store.head(), store.readCity()])
      return resolveSlice(query, { nowMs: clock(), headSeq: head.seq, zone: city?.zone ?? 'UTC' })
    },
    previous: previousSlice,
    lastYear: lastYearSlice,
    measuresByRow,
    figures,
    tailColumns: async (slice, version, ids, stateOf = ids, choice = 'raw') => {
      const { source } = await figures(slice, version, ids, choice)
      return tailOf(ids.map(metricOf), new Set(stateOf), source, version.table.length)
    },
  }
}

function tailOf(
  metrics: readonly Metric[],
  stateOf: ReadonlySet<MetricId>,
  source: FigureSource,
  length: number,
): TailColumns {
  const states = new Uint8Array(length)
  const columns = metrics.map((metric) => {
    const column = metricColumn(metric, source)
    if (stateOf.has(metric.id))
      for (let row = 0; row < length; row++) states[row] = worseState(states[row], column.states[row])
    return column.values
  })
  return { columns, states }
}

const basesKnown = new WeakMap<object, BaseValues>()

/** Bases of a version; only the days are the slice's own. */
function basesOf(slice: Slice, { table, areaSquareMeters, city }: SliceVersion): BaseValues {
  let bases = basesKnown.get(table)
  if (!bases) {
    bases = baseValues(table, areaSquareMeters, city.levels.length - 1, 1)
    basesKnown.set(table, bases)
  }
  const days = Math.max(0, Math.min(slice.toMs, slice.asOfMs) - slice.fromMs) / DAY_MS
  return new Map([...bases, ['days', new Float64Array(table.length).fill(days)]])
}

/** Sensitive categories are told at village level and up (the finest level, where none is called village). */
export function privacyOf(
  slice: Slice,
  { city, sensitive }: Pick<SliceVersion, 'city' | 'sensitive'>,
): Privacy {
  const village = city.levels.findIndex((level) => level.key === 'village')
  return {
    isSensitive: slice.category.some((code) => sensitive.some((top) => code.startsWith(top))),
    deepestLevel: village >= 0 ? village : city.levels.length - 1,
  }
}
