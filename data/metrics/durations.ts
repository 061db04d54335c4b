// Times to completion as an additive histogram: at every unit the number ended and the number still waiting by bin of their
// age. Kaplan–Meier estimates of units cannot be added up, these counts can: parent = Σ children + at itself.
//
//   bin 0: [0, 15 min)   bin i: [15 min · 2^((i − 1)/2), 15 min · 2^(i/2))   last bin: ≥ 341 days
//
// A quantile read from the bins is off by at most one bin, a factor of √2, and by less where the curve bends little in it.

const FIRST_EDGE_MS = 15 * 60_000
export const DURATION_BINS = 32

/** Lower edge of bin i + 1, ascending, whole milliseconds; one less than the bins. */
export const DURATION_EDGES_MS: readonly number[] = Array.from({ length: DURATION_BINS - 1 }, (_, i) =>
  Math.round(FIRST_EDGE_MS * 2 ** (i / 2)),
)

/** ended7: ended by asOf after a time in bin 7. waiting7: still waiting at asOf, for a time in bin 7. */
export type DurationMeasure = `ended${number}` | `waiting${number}`

const bins = Array.from({ length: DURATION_BINS }, (_, bin) => bin)
export const ENDED_MEASURES: readonly DurationMeasure[] = bins.map((bin) => `ended${bin}` as const)
export const WAITING_MEASURES: readonly DurationMeasure[] = bins.map((bin) => `waiting${bin}` as const)
export const DURATION_MEASURES: readonly DurationMeasure[] = [...ENDED_MEASURES, ...WAITING_MEASURES]

const known = new Set<string>(DURATION_MEASURES)
export const isDurationMeasure = (measure: string): measure is DurationMeasure => known.has(measure)
