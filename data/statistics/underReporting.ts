// Places that report fewer than similar ones. Similar means: the same fifth by households a km². Within a stratum a count is
// negative binomial with mean households · rate and variance μ + αμ², α by Pearson's moment equation (N. E. Breslow, "Extra-Poisson
// variation in log-linear models", Applied Statistics 33, 1984, 38–44): each stratum spreads as much as its own places do. p is
// the chance of as few or fewer. A low count may be a quiet place, a vacant post or a broken feed: it is a reason to ask,
// never a finding about anyone.
import { overdispersedCdf } from './distributions.ts'
import { adjustForDiscovery } from './falseDiscovery.ts'

export const STRATA = 5

export interface Place {
  readonly received: number
  /** NaN or 0: not judged. */
  readonly households: number
  readonly areaSquareKilometers: number
}

export interface Reporting {
  readonly expected: number
  /** 0 the sparsest fifth. */
  readonly stratum: number
  /** Chance of as few, adjusted for asking of so many places. */
  readonly adjusted: number
}

/** null: not judged. `dispersion` is the mean α. */
export function reportingOf(places: readonly Place[]): { places: (Reporting | null)[]; dispersion: number } {
  const judged = places
    .map((place, index) => ({ ...place, index, sparsity: place.households / place.areaSquareKilometers }))
    .filter(({ households, sparsity }) => households > 0 && Number.isFinite(sparsity))
    .sort((a, b) => a.sparsity - b.sparsity || a.index - b.index)
  const stratumOf = (rank: number) => Math.floor((rank * STRATA) / judged.length)
  const received = new Float64Array(STRATA)
  const households = new Float64Array(STRATA)
  judged.forEach((place, rank) => {
    received[stratumOf(rank)] += place.received
    households[stratumOf(rank)] += place.households
  })
  const expected = judged.map(
    (place, rank) => (place.households * received[stratumOf(rank)]) / households[stratumOf(rank)],
  )
  const dispersions = Array.from({ length: STRATA }, (_, stratum) =>
    dispersionOf(
      judged.flatMap((place, rank) =>
        stratumOf(rank) === stratum ? [{ count: place.received, mean: expected[rank] }] : [],
      ),
    ),
  )
  const adjusted = adjustForDiscovery(
    judged.map((place, i) => overdispersedCdf(place.received, expected[i], dispersions[stratumOf(i)])),
  )
  const result: (Reporting | null)[] = places.map(() => null)
  judged.forEach(({ index }, rank) => {
    result[index] = { expected: expected[rank], stratum: stratumOf(rank), adjusted: adjusted[rank] }
  })
  return { places: result, dispersion: dispersions.reduce((sum, each) => sum + each, 0) / STRATA }
}

/** α that makes Σ (y − μ)² ÷ (μ + αμ²) equal to its degrees of freedom; 0 where Poisson already spreads enough. */
function dispersionOf(stratum: readonly { readonly count: number; readonly mean: number }[]): number {
  const known = stratum.filter(({ mean }) => mean > 0)
  const excess = (alpha: number) =>
    known.reduce((sum, { count, mean }) => sum + (count - mean) ** 2 / (mean + alpha * mean ** 2), 0) -
    (known.length - 1)
  if (known.length < 2 || excess(0) <= 0) return 0
  let [low, high] = [0, 1]
  while (excess(high) > 0 && high < 1e6) high *= 2
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2
    if (excess(middle) > 0) low = middle
    else high = middle
  }
  return high
}
