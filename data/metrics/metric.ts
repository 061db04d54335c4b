// What a metric is. The catalogue (catalogue.ts) lists them; server and web share it.
import type { Text } from '../model/text.ts'
import { DURATION_MEASURES, type DurationMeasure } from './durations.ts'

/**
 * Additive measures: counts the store groups by unit; at every level parent = Σ children + at itself.
 * Suffix says the window's moment: …Received by received, …Settled by settled, …Closed by closed.
 */
export const COUNTED_MEASURES = [
  'received', //        received in the window
  'accepted', //        of those, accepted by asOf
  'selfClosed', //      of received: closed (or handled) by their own reporter by asOf
  'settled', //         settled in the window (earlier of handled and deadline, and by asOf); only with a deadline,
  //                    refused and voided ones apart
  'handled', //         of settled: handled by asOf
  'onTime', //          of settled: handled by their deadline
  'respondable', //     of settled: have a response deadline
  'responded', //       of respondable: responded by the response deadline
  'handledInWindow', // handled in the window
  'reworked', //        of handledInWindow: returned for rework by asOf
  'extended', //        of handledInWindow: deadline extended by asOf
  'dueToClose', //      deadline in the window or closed in the window, refused and voided ones apart
  'closedDue', //       of dueToClose: closed by asOf
  'closed', //          closed in the window, refused and voided ones apart
  'closedWithin7', //   of observed7: closed within 7 days of being received
  'observed7', //       of received: received ≥ 7 days before asOf, so that all had their 7 days
  'rated', //           rated in the window
  'satisfied', //       of rated: satisfied
  'open', //            received before min(to, asOf), by then neither closed nor handled (or reopened since), nor refused or voided
  'overdue', //         of open: deadline before that moment
  'timed', //           received in the window, neither refused nor voided by asOf
  'ended', //           of timed: handled or closed by asOf
] as const
export type CountedMeasure = (typeof COUNTED_MEASURES)[number]

const counted = new Set<string>(COUNTED_MEASURES)
export const isCountedMeasure = (measure: string): measure is CountedMeasure => counted.has(measure)

/** Age in ms of the oldest open matter at min(to, asOf), 0 for none. The one measure that rolls up by its maximum. */
export const OLDEST_OPEN = 'oldestOpenAgeMs'

export type Measure = CountedMeasure | typeof OLDEST_OPEN | DurationMeasure
/** timed = Σ ended0 … + Σ waiting0 …, ended = Σ ended0 … */
export const MEASURES: readonly Measure[] = [...COUNTED_MEASURES, OLDEST_OPEN, ...DURATION_MEASURES]

/** What a density or load divides by. */
export type Base = 'areaSquareKilometers' | 'thousandHouseholds' | 'grids' | 'staff' | 'days'

export type MetricId = string

export interface Metric {
  readonly id: MetricId
  readonly name: Text
  /** Shown after the figure: %, 件, 件/km² … */
  readonly unit: Text
  /** duration: hours, either a quantile over the histogram of times or the age of the oldest open matter. */
  readonly kind: 'count' | 'rate' | 'density' | 'duration'
  readonly numerator: Measure
  /** A measure for a rate, a base for a density, null for a count. */
  readonly denominator: Measure | Base | null
  /** The formula in words, shown on hover and in tables. */
  readonly formula: Text
  /** Share, e.g. 0.97; null: none set. */
  readonly target: number | null
  /** Which side is good; null: neither. */
  readonly better: 'high' | 'low' | null
  readonly digits: number
  /** Fixed, versioned half-open breaks of the single-metric scale, ascending, ≤ 5. In the unit shown ÷ 100 for rates. Of a count: on a level of 150 units (breaksFor). */
  readonly breaks: readonly number[]
  /** The breaks hold for a window of 30 days and grow with its length (breaksFor). */
  readonly breaksGrow?: boolean
  /** Of a duration: the share that has ended by then, 0.5 for the median. */
  readonly quantile?: number
}

/** Why a figure is as it is. The numbers are what tiles carry. */
export const STATES = ['ok', 'none', 'few', 'hidden', 'forbidden', 'stale'] as const
export type FigureState = (typeof STATES)[number]

/** One metric of one unit, with its evidence. */
export interface Figure {
  /** null unless state is ok or few or stale. Rates are shares 0–1. */
  readonly value: number | null
  readonly state: FigureState
  readonly numerator: number
  /** n of a rate or of a quantile; km², thousand households … of a density; null for a count. */
  readonly denominator: number | null
  /** 95 %: Wilson of a rate, exact Poisson of a density, Brookmeyer–Crowley of a quantile; null for counts or n = 0. */
  readonly low: number | null
  readonly high: number | null
}
