// Distribution functions the other statistics stand on. Tails are computed as tails, so that small ones keep their digits.

/** Stirling's series after shifting the argument above 10: 1e-15 relative. */
export function logGamma(value: number): number {
  let shift = 0
  let x = value
  while (x < 10) {
    shift += Math.log(x)
    x += 1
  }
  const inverse = 1 / (x * x)
  const series = 1 / 12 - inverse * (1 / 360 - inverse * (1 / 1260 - inverse * (1 / 1680 - inverse / 1188)))
  return (x - 0.5) * Math.log(x) - x + 0.5 * Math.log(2 * Math.PI) + series / x - shift
}

/** P(Z > z) of the standard normal: the continued fraction (Abramowitz and Stegun 26.2.14) above 3, the series 26.2.10 below. */
export function normalUpperTail(z: number): number {
  if (z < 0) return 1 - normalUpperTail(-z)
  const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)
  if (z > 3) {
    let fraction = z
    for (let k = 60; k >= 1; k--) fraction = z + k / fraction
    return density / fraction
  }
  let term = z
  let sum = z
  for (let k = 1; term > 1e-17 * sum; k++) {
    term *= (z * z) / (2 * k + 1)
    sum += term
  }
  return 0.5 - density * sum
}

/** The z below which a share of a standard normal lies, by bisection of its tail. */
export function normalQuantile(share: number): number {
  if (share < 0.5) return -normalQuantile(1 - share)
  let [low, high] = [0, 40]
  for (let step = 0; step < 80; step++) {
    const middle = (low + high) / 2
    if (normalUpperTail(middle) > 1 - share) low = middle
    else high = middle
  }
  return high
}

/** P(X ≤ k) of n trials with chance p, by the regularised incomplete beta function (DLMF 8.17.5). */
export function binomialCdf(k: number, n: number, p: number): number {
  if (k < 0) return 0
  if (k >= n || p <= 0) return 1
  if (p >= 1) return 0
  return incompleteBeta(1 - p, n - k, k + 1)
}

/** I_x(a, b) by the continued fraction DLMF 8.17.22, on the side where it converges fast. */
function incompleteBeta(x: number, a: number, b: number): number {
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(1 - x, b, a)
  const front = Math.exp(
    logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x) - Math.log(a),
  )
  let c = 1
  let d = 1 / (1 - ((a + b) * x) / (a + 1) || 1e-300)
  let fraction = d
  for (let m = 1; m < 10_000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
    d = 1 / (1 + even * d)
    c = 1 + even / c
    fraction *= c * d
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1))
    d = 1 / (1 + odd * d)
    c = 1 + odd / c
    fraction *= c * d
    if (Math.abs(c * d - 1) < 1e-15) break
  }
  return front * fraction
}

/** P(X ≤ k) of counts with mean μ and variance μ + αμ² (negative binomial; α = 0: Poisson), summed term by term. */
export function overdispersedCdf(k: number, mean: number, alpha: number): number {
  if (mean <= 0) return 1
  const size = 1 / alpha
  let term = alpha > 0 ? Math.exp(-size * Math.log1p(alpha * mean)) : Math.exp(-mean)
  let sum = term
  for (let i = 1; i <= k; i++) {
    term *= alpha > 0 ? ((size + i - 1) / i) * (mean / (size + mean)) : mean / i
    sum += term
  }
  return Math.min(1, sum)
}
