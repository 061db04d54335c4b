// Places that report fewer than similar ones. Similar means: the same fifth by households a km². Within a stratum a count is
// negative binomial with mean households · rate and variance μ + αμ² (J. F. Lawless, "Negative binomial and mixed Poisson
// regression", Canadian Journal of Statistics 15, 1987, 209–225); α is estimated by moments over all: α = Σ((y − μ)² − μ) ÷ Σ μ².
// p is the chance of as few or fewer. A low count may be a quiet place, a vacant post or a broken feed: it is a reason to
// ask, never a finding about anyone.
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

/** null: not judged. `dispersion` is α. */
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
  const excess = judged.reduce((sum, { received: y }, i) => sum + (y - expected[i]) ** 2 - expected[i], 0)
  const squares = expected.reduce((sum, mean) => sum + mean ** 2, 0)
  const dispersion = squares > 0 ? Math.max(0, excess / squares) : 0
  const adjusted = adjustForDiscovery(
    judged.map((place, i) => overdispersedCdf(place.received, expected[i], dispersion)),
  )
  const result: (Reporting | null)[] = places.map(() => null)
  judged.forEach(({ index }, rank) => {
    result[index] = { expected: expected[rank], stratum: stratumOf(rank), adjusted: adjusted[rank] }
  })
  return { places: result, dispersion }
}
