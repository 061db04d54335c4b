// Places that report fewer than similar ones. Similar means: the same fifth by households a km². Within a stratum the square root of
// reports a household, Y = √(O ÷ H), has a standard error of about 1 ÷ (2√H) whatever the rate; its centre is the median weighted by
// households, so that neither the silent nor the loud move it. How much ordinary places differ is the additive variance τ² of D. J.
// Spiegelhalter et al. ("Statistical methods for healthcare regulation: rating, screening and surveillance", Journal of the Royal
// Statistical Society A 175, 2012, 1–47, after DerSimonian and Laird 1986): z winsorised at its 10 % ends (Spiegelhalter 2005), φ their
// mean square over that of a normal so winsorised, τ² = (Iφ − (I − 1)) ÷ (Σw − Σw² ÷ Σw). p is the normal tail of (Y − centre) ÷
// √(s² + τ²), never less than the Poisson chance of as few, since √O leans to the low side where few are expected. A low count may be a quiet place, a vacant post or a broken feed: it is a reason to ask, never a finding about anyone.
import { normalQuantile, normalUpperTail, overdispersedCdf } from './distributions.ts'
import { adjustForDiscovery } from './falseDiscovery.ts'

export const STRATA = 5
const WINSORISED = 0.1
/** Mean square of a standard normal winsorised at its 10 % ends: 2 · 0.1 · 1.2816² + ∫ z² φ between. */
const WINSORISED_SQUARE = 0.6787
const POWER = 0.8

export interface Place {
  readonly received: number
  /** NaN or 0: not judged. */
  readonly households: number
  readonly areaSquareKilometers: number
}

export interface Reporting {
  /** At the centre of its stratum. */
  readonly expected: number
  /** 0 the sparsest fifth. */
  readonly stratum: number
  /** Chance of as few, adjusted for asking of so many places. */
  readonly adjusted: number
}

export interface ReportingCheck {
  /** null: not judged. */
  readonly places: (Reporting | null)[]
  /** τ over the centre, their mean over the strata: about half the coefficient of variation of ordinary places. */
  readonly spread: number
  /**
   * Power: a typical place must report less than this share of what is expected to be told with 80 % chance at the given rate
   * if it is the only one; 0: not even silence would tell it from its like.
   */
  readonly detectable: number
}

interface Judged extends Place {
  readonly index: number
  readonly stratum: number
}

export function reportingOf(places: readonly Place[], discoveryRate: number): ReportingCheck {
  const judged = inStrata(places)
  const strata = Array.from({ length: STRATA }, (_, stratum) =>
    stratumOf(judged.filter((place) => place.stratum === stratum)),
  )
  const errorOf = ({ households, stratum }: Judged) =>
    Math.sqrt(1 / (4 * households) + strata[stratum].variance)
  const adjusted = adjustForDiscovery(
    judged.map((place) => {
      const { centre } = strata[place.stratum]
      const tail = normalUpperTail((centre - rootRate(place)) / errorOf(place))
      return Math.max(tail, overdispersedCdf(place.received, place.households * centre ** 2, 0))
    }),
  )
  const result: (Reporting | null)[] = places.map(() => null)
  judged.forEach(({ index, stratum, households }, i) => {
    result[index] = { expected: households * strata[stratum].centre ** 2, stratum, adjusted: adjusted[i] }
  })
  const reach = normalQuantile(1 - discoveryRate / Math.max(1, judged.length)) + normalQuantile(POWER)
  const known = strata.filter(({ centre }) => centre > 0)
  return {
    places: result,
    spread:
      known.reduce((sum, { centre, variance }) => sum + Math.sqrt(variance) / centre, 0) /
      Math.max(1, known.length),
    detectable: median(
      judged.map((place) => {
        const { centre } = strata[place.stratum]
        return centre > 0 ? Math.max(0, 1 - (reach * errorOf(place)) / centre) ** 2 : 0
      }),
    ),
  }
}

const rootRate = ({ received, households }: Place): number => Math.sqrt(received / households)

/** Those with households, in fifths of equal number by density. */
function inStrata(places: readonly Place[]): Judged[] {
  const known = places
    .map((place, index) => ({ ...place, index, density: place.households / place.areaSquareKilometers }))
    .filter(({ households, density }) => households > 0 && Number.isFinite(density))
    .sort((a, b) => a.density - b.density || a.index - b.index)
  return known.map((place, rank) => ({ ...place, stratum: Math.floor((rank * STRATA) / known.length) }))
}

/** Centre of √rate, and the variance of ordinary places around it beside that of counting. */
function stratumOf(places: readonly Judged[]): { centre: number; variance: number } {
  const centre = weightedMedian(places)
  if (places.length < 2) return { centre, variance: 0 }
  const scores = places
    .map((place) => (rootRate(place) - centre) * 2 * Math.sqrt(place.households))
    .sort((a, b) => a - b)
  const cut = Math.floor(WINSORISED * scores.length)
  const [low, high] = [scores[cut], scores[scores.length - 1 - cut]]
  const square = scores.reduce((sum, z) => sum + Math.min(high, Math.max(low, z)) ** 2, 0)
  const excess = square / WINSORISED_SQUARE - (places.length - 1)
  const weights = places.map(({ households }) => 4 * households)
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const squares = weights.reduce((sum, weight) => sum + weight ** 2, 0)
  return { centre, variance: Math.max(0, excess / (total - squares / total)) }
}

/** Of √rate; half of the households live where it is lower. */
function weightedMedian(places: readonly Judged[]): number {
  const sorted = [...places].sort((a, b) => rootRate(a) - rootRate(b))
  const half = places.reduce((sum, { households }) => sum + households, 0) / 2
  let below = 0
  for (const place of sorted) {
    below += place.households
    if (below >= half) return rootRate(place)
  }
  return 0
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted.length === 0 ? 0 : sorted[sorted.length >> 1]
}
