// What the statistics say of the units of one level, from figures and counts alone. What must not be told (hidden figures) enters
// no statistic: it could be worked back from one.
import type { Figure, Metric } from '../metrics/metric.ts'
import { normalUpperTail } from './distributions.ts'
import { adjustForDiscovery } from './falseDiscovery.ts'
import { type Funnel, type FunnelPlace, funnelOf } from './funnel.ts'
import { hotSpotScores } from './hotSpots.ts'
import { observedOverExpected, type Ratio } from './standardise.ts'
import { type Place, reportingOf } from './underReporting.ts'

/** Of those told as standing out, at most this share does so by chance. */
export const DISCOVERY_RATE = 0.05
/** With fewer places there is nothing to compare with. */
export const LEAST_PLACES = 20

export interface Spot {
  readonly z: number
  readonly adjusted: number
  readonly kind: 'hot' | 'cold' | null
}

const isTold = ({ state, denominator }: Figure): boolean =>
  (state === 'ok' || state === 'few' || state === 'stale') && denominator !== null && denominator > 0

/** Where neighbours together lie higher or lower than chance would have it. */
export function spotsOf(
  figures: readonly Figure[],
  neighboursOf: (index: number) => readonly number[],
): (Spot | null)[] {
  const values = figures.map((figure) => (isTold(figure) ? figure.value! : Number.NaN))
  const scores = hotSpotScores(values, neighboursOf)
  const adjusted = adjustForDiscovery(scores.map((z) => 2 * normalUpperTail(Math.abs(z))))
  return Array.from(scores, (z, i) =>
    Number.isNaN(z)
      ? null
      : { z, adjusted: adjusted[i], kind: adjusted[i] > DISCOVERY_RATE ? null : z > 0 ? 'hot' : 'cold' },
  )
}

/** The funnel of a rate; null of anything else. */
export const funnelFor = (metric: Metric, figures: readonly Figure[]): Funnel | null =>
  metric.kind === 'rate'
    ? funnelOf(
        figures
          .filter(isTold)
          .map(({ numerator, denominator }) => ({ successes: numerator, n: denominator! })),
      )
    : null

export const placeInFunnel = (funnel: Funnel, figure: Figure): FunnelPlace | null =>
  isTold(figure) ? funnel.placeOf({ successes: figure.numerator, n: figure.denominator! }) : null

/** Counts of a rate by stratum (category), each by unit. */
export interface Strata {
  readonly numerators: readonly ArrayLike<number>[]
  readonly denominators: readonly ArrayLike<number>[]
}

/** Where high is good what is counted is what was not achieved: rare, as the interval supposes. */
export function mixOf(metric: Metric, figures: readonly Figure[], strata: Strata): (Ratio | null)[] {
  const events = strata.numerators.map((column, stratum) =>
    Array.from(column, (count, unit) =>
      metric.better === 'high' ? strata.denominators[stratum][unit] - count : count,
    ),
  )
  return observedOverExpected(events, strata.denominators).map((ratio, i) =>
    isTold(figures[i]) ? ratio : null,
  )
}

export interface ReportingOf {
  readonly received: number
  readonly expected: number
  readonly adjusted: number
  readonly isFew: boolean
}

export interface ReportingOfAll {
  readonly places: readonly (ReportingOf | null)[]
  readonly spread: number
  readonly detectable: number
}

/** null as a whole: too few places with known households. */
export function fewReports(places: readonly Place[]): ReportingOfAll | null {
  if (places.filter(({ households }) => households > 0).length < LEAST_PLACES) return null
  const { spread, detectable, places: judged } = reportingOf(places, DISCOVERY_RATE)
  return {
    ...{ spread, detectable },
    places: judged.map((place, i) => {
      if (!place) return null
      const { received } = places[i]
      const isFew = received < place.expected && place.adjusted <= DISCOVERY_RATE
      return { received, expected: place.expected, adjusted: place.adjusted, isFew }
    }),
  }
}
