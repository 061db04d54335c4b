// Slices on the wire: from URL parameters to a slice of one tick, metrics by name, and back again.
import { findMetric, METRICS } from '#data/metrics/catalogue.ts'
import type { MetricId } from '#data/metrics/metric.ts'
import type { SliceResponse } from '#data/model/figuresApi.ts'
import type { Slice, SliceQuery } from '#data/model/slice.ts'
import { violation } from './problem.ts'
import { isRefusal } from './slices/resolveSlice.ts'
import type { SliceService } from './slices/sliceService.ts'

/** Most metrics of one question. */
const MOST_METRICS = METRICS.length

export async function sliceOf(slices: Pick<SliceService, 'resolve'>, query: SliceQuery): Promise<Slice> {
  const slice = await slices.resolve(query)
  if (isRefusal(slice)) throw violation(slice.parameter, slice.message, 422)
  return slice
}

/** @throws 422 naming what the catalogue does not have. */
export function checkMetrics(ids: readonly string[]): readonly MetricId[] {
  const unknown = ids.filter((id) => !findMetric(id))
  if (unknown.length > 0)
    throw violation('metrics', `no metric ${unknown.slice(0, 5).join(', ')}; /api/metrics lists them`, 422)
  if (ids.length > MOST_METRICS) throw violation('metrics', `at most ${MOST_METRICS}`, 422)
  return ids
}

const COMPARISONS = ['previous', 'lastYear']

/** @throws 400 naming what is no earlier window. */
export function checkComparisons(compare: readonly string[]): { previous: boolean; lastYear: boolean } {
  const unknown = compare.find((item) => !COMPARISONS.includes(item))
  if (unknown !== undefined) throw violation('compare', `${unknown} is none of ${COMPARISONS.join(', ')}`)
  return { previous: compare.includes('previous'), lastYear: compare.includes('lastYear') }
}

export const resolvedSlice = (slice: Slice): SliceResponse['slice'] => ({
  from: new Date(slice.fromMs).toISOString(),
  to: new Date(slice.toMs).toISOString(),
  asOf: new Date(slice.asOfMs).toISOString(),
  seq: slice.seq,
  basis: slice.basis,
  category: [...slice.category],
  source: [...slice.source],
  urgency: [...slice.urgency],
  organisation: [...slice.organisation],
  handlingLevel: [...slice.handlingLevel],
  hour: [...slice.hour],
  weekday: [...slice.weekday],
  age: [...slice.age],
  exclusions: slice.exclusions,
})
