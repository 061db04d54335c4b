// The step-up procedure of Y. Benjamini and Y. Hochberg ("Controlling the false discovery rate", Journal of the Royal Statistical
// Society B 57, 1995, 289–300): of those told, at most the rate is false on average. Adjusted p = min over larger ones of p · m ÷ rank.

/** Adjusted p values in the order given: told where ≤ the rate. NaN stays NaN and is not counted as asked. */
export function adjustForDiscovery(pValues: ArrayLike<number>): Float64Array {
  const order = Array.from({ length: pValues.length }, (_, i) => i)
    .filter((i) => !Number.isNaN(pValues[i]))
    .sort((a, b) => pValues[b] - pValues[a])
  const adjusted = new Float64Array(pValues.length).fill(Number.NaN)
  let smallest = 1
  order.forEach((i, place) => {
    smallest = Math.min(smallest, (pValues[i] * order.length) / (order.length - place))
    adjusted[i] = smallest
  })
  return adjusted
}
