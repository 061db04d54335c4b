// The catalogue as the interface needs it: metrics found by what they are, not by spelling.
import { METRICS } from '#data/metrics/catalogue.ts'
import type { Base, Measure, Metric, MetricId } from '#data/metrics/metric.ts'
import type { DensityBase } from '../stores/viewQuery.ts'

const BASE_OF: Readonly<Record<DensityBase, Base>> = {
  area: 'areaSquareKilometers',
  households: 'thousandHouseholds',
  grids: 'grids',
}

export const allMetrics: readonly Metric[] = METRICS

export const findMetric = (id: MetricId): Metric | undefined => METRICS.find((metric) => metric.id === id)

function metricWith(kind: Metric['kind'], numerator: Measure, denominator?: Measure | Base): Metric {
  const found = METRICS.find(
    (metric) =>
      metric.kind === kind &&
      metric.numerator === numerator &&
      (denominator === undefined || metric.denominator === denominator),
  )
  if (!found)
    throw new Error(`the catalogue has no ${kind} of ${numerator} over ${denominator ?? 'anything'}`)
  return found
}

export const densityMetric = (per: DensityBase): Metric => metricWith('density', 'received', BASE_OF[per])
export const HANDLED_RATE = metricWith('rate', 'handled', 'settled')
export const ON_TIME_RATE = metricWith('rate', 'onTime', 'settled')
export const SATISFIED_RATE = metricWith('rate', 'satisfied', 'rated')
export const RECEIVED = metricWith('count', 'received')
export const OPEN = metricWith('count', 'open')
export const OVERDUE = metricWith('count', 'overdue')

/** Metric ids asked of /api/classes and the tiles for a view's scale, in the server's order: density first. */
export function scaleMetrics(view: { readonly metric: string; readonly per: DensityBase }): string[] {
  const single = findMetric(view.metric)
  return single ? [single.id] : [densityMetric(view.per).id, HANDLED_RATE.id]
}
