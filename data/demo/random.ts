// Seeded randomness: the same key gives the same numbers on every machine. Not for secrets.

export type Random = () => number

/** Mixes integers into 32 bits (murmur3's finaliser over each); order matters. */
export function hash32(...keys: readonly number[]): number {
  let h = 0x9747b28c
  for (const key of keys) {
    h = Math.imul(h ^ (key | 0) ^ Math.floor(key / 2 ** 32), 0x85ebca6b)
    h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
    h ^= h >>> 16
  }
  return h >>> 0
}

/** Uniform numbers in [0, 1) of a key (mulberry32). */
export function createRandom(...keys: readonly number[]): Random {
  let state = hash32(...keys)
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

/** A standard normal number (Box–Muller). */
export function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
}

/** A Gamma(shape, 1) number (Marsaglia and Tsang 2000; shape < 1 by boosting). */
export function gamma(random: Random, shape: number): number {
  if (shape < 1) return gamma(random, shape + 1) * (1 - random()) ** (1 / shape)
  const d = shape - 1 / 3
  for (;;) {
    const x = normal(random)
    const v = (1 + x / Math.sqrt(9 * d)) ** 3
    if (v > 0 && Math.log(1 - random()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v
  }
}

/** A Poisson count: by inversion for small means, by rounding a normal above 40. */
export function poisson(random: Random, mean: number): number {
  if (mean > 40) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal(random)))
  let count = 0
  for (let p = random(), limit = Math.exp(-mean); p > limit; p *= random()) count++
  return count
}

/** Index drawn by cumulative weights (ascending, last is the sum). */
export function pick(random: Random, cumulative: readonly number[]): number {
  const at = random() * cumulative[cumulative.length - 1]
  let low = 0
  let high = cumulative.length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if (cumulative[middle] > at) high = middle
    else low = middle + 1
  }
  return low
}

export function cumulate(weights: Iterable<number>): number[] {
  const sums: number[] = []
  let sum = 0
  for (const weight of weights) {
    sum += weight
    sums.push(sum)
  }
  return sums
}
