// Empirical Bayes smoothing of rates (R. J. Marshall, "Mapping disease and mortality rates using empirical Bayes estimators",
// Applied Statistics 40, 1991, 283–294). Rates xᵢ/nᵢ are drawn towards the mean m of their group by how little they stand on:
//
//   m = Σx ÷ Σn    s² = Σ nᵢ(rᵢ − m)² ÷ Σn    A = max(0, s² − v ÷ n̄)    θᵢ = m + A ÷ (A + v ÷ nᵢ) · (rᵢ − m)
//
// v is m for counts over a base (Poisson, Marshall's own) and m(1 − m) for shares (binomial). The global form has one group,
// ours a group per parent, so a village is drawn towards its township.

export interface Observation {
  readonly numerator: number
  /** Exposure or trials; 0 or less: nothing is known. */
  readonly denominator: number
}

export interface Smoothed {
  /** NaN where the whole group has nothing. */
  readonly value: number
  /** Share of its own rate in it, 0 … 1: its reliability. */
  readonly weight: number
}

export type Noise = 'poisson' | 'binomial'

/** All towards their common mean. */
export function smooth(observations: readonly Observation[], noise: Noise): Smoothed[] {
  const known = observations.filter(({ denominator }) => denominator > 0)
  const exposure = known.reduce((sum, { denominator }) => sum + denominator, 0)
  if (exposure === 0) return observations.map(() => ({ value: Number.NaN, weight: 0 }))
  const mean = known.reduce((sum, { numerator }) => sum + numerator, 0) / exposure
  const noiseOfOne = noise === 'poisson' ? mean : mean * (1 - mean)
  const spread =
    known.reduce(
      (sum, { numerator, denominator }) => sum + denominator * (numerator / denominator - mean) ** 2,
      0,
    ) / exposure
  const between = Math.max(0, spread - noiseOfOne / (exposure / known.length))
  return observations.map(({ numerator, denominator }) => {
    if (!(denominator > 0)) return { value: mean, weight: 0 }
    const within = noiseOfOne / denominator
    const weight = between + within > 0 ? between / (between + within) : 0
    return { value: mean + weight * (numerator / denominator - mean), weight }
  })
}

/** Each towards the mean of those with its own group; a group of one towards all. */
export function smoothByGroup(
  observations: readonly Observation[],
  groups: readonly number[],
  noise: Noise,
): Smoothed[] {
  const members = new Map<number, number[]>()
  groups.forEach((group, i) => {
    const known = members.get(group)
    if (known) known.push(i)
    else members.set(group, [i])
  })
  const result = smooth(observations, noise)
  for (const indices of members.values()) {
    if (indices.length < 2) continue
    const smoothed = smooth(
      indices.map((i) => observations[i]),
      noise,
    )
    indices.forEach((i, at) => {
      if (!Number.isNaN(smoothed[at].value)) result[i] = smoothed[at]
    })
  }
  return result
}
