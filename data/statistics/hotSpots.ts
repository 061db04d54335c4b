// Hot and cold spots: Gi* (J. K. Ord and A. Getis, "Local spatial autocorrelation statistics", Geographical Analysis 27, 1995,
// 286–306) with weight 1 for a unit and its neighbours. It asks whether a unit together with its neighbours lies higher than
// chance would have it: Gi* = (Σ wx − x̄W) ÷ (s · √((n Σ w² − W²) ÷ (n − 1))), about standard normal. As many units are asked as there
// are, so those told are chosen by false discovery rate (Caldas de Castro and Singer 2006; falseDiscovery.ts).

/** z by unit; NaN where its value is not known (NaN), or where nothing varies. `neighboursOf` without the unit itself. */
export function hotSpotScores(
  values: ArrayLike<number>,
  neighboursOf: (index: number) => readonly number[],
): Float64Array {
  const known: number[] = []
  for (let i = 0; i < values.length; i++) if (!Number.isNaN(values[i])) known.push(i)
  const n = known.length
  const mean = known.reduce((sum, i) => sum + values[i], 0) / n
  const deviation = Math.sqrt(known.reduce((sum, i) => sum + values[i] ** 2, 0) / n - mean ** 2)
  const scores = new Float64Array(values.length).fill(Number.NaN)
  if (n < 3 || !(deviation > 1e-12 * Math.abs(mean))) return scores
  for (const i of known) {
    const near = [i, ...neighboursOf(i).filter((j) => j !== i && !Number.isNaN(values[j]))]
    const weight = near.length
    const spread = deviation * Math.sqrt((n * weight - weight ** 2) / (n - 1))
    if (spread > 0) scores[i] = (near.reduce((sum, j) => sum + values[j], 0) - mean * weight) / spread
  }
  return scores
}
