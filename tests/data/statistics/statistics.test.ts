// Each statistic against published figures, or against a reference written apart and slowly.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { adjacencyOf } from '#data/coverage/adjacency.ts'
import { classify } from '#data/metrics/classes.ts'
import { poisson } from '#data/metrics/intervals.ts'
import { classChange } from '#data/statistics/classChange.ts'
import { binomialCdf, normalUpperTail, overdispersedCdf } from '#data/statistics/distributions.ts'
import { smooth, smoothByGroup } from '#data/statistics/empiricalBayes.ts'
import { adjustForDiscovery } from '#data/statistics/falseDiscovery.ts'
import { binomialLimit, funnelOf } from '#data/statistics/funnel.ts'
import { hotSpotScores } from '#data/statistics/hotSpots.ts'
import { byar, observedOverExpected } from '#data/statistics/standardise.ts'

/** Binomial chances by Pascal's rule, one trial after another. */
function binomialChances(n: number, p: number): number[] {
  let chances = [1]
  for (let trial = 0; trial < n; trial++)
    chances = Array.from(
      { length: chances.length + 1 },
      (_, k) => (chances[k] ?? 0) * (1 - p) + (chances[k - 1] ?? 0) * p,
    )
  return chances
}
const sumTo = (chances: readonly number[], k: number) =>
  chances.slice(0, k + 1).reduce((sum, each) => sum + each, 0)

describe('distributions', () => {
  it('give the normal tail of the tables', () => {
    const table: [number, number][] = [
      [0, 0.5],
      [1, 0.158655253931457],
      [1.959963984540054, 0.025],
      [3.090232306167813, 0.001],
      [5, 2.866515718791939e-7],
    ]
    for (const [z, tail] of table) expect(normalUpperTail(z) / tail).toBeCloseTo(1, 10)
    expect(normalUpperTail(-1.5) + normalUpperTail(1.5)).toBeCloseTo(1, 14)
  })

  it('give the binomial as trial after trial does', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 80 }),
        fc.double({ min: 0.01, max: 0.99, noNaN: true }),
        (n, p) => {
          const chances = binomialChances(n, p)
          for (let k = 0; k < n; k += 3) expect(binomialCdf(k, n, p)).toBeCloseTo(sumTo(chances, k), 10)
        },
      ),
      { numRuns: 40 },
    )
  })

  it('give the negative binomial as failures before the r-th success, and Poisson without overdispersion', () => {
    // r = 3, chance 0.4: mean 4.5, variance μ + μ²/3.
    let sum = 0
    for (let k = 0; k <= 12; k++) {
      sum += (((k + 2) * (k + 1)) / 2) * 0.4 ** 3 * 0.6 ** k
      expect(overdispersedCdf(k, 4.5, 1 / 3)).toBeCloseTo(sum, 12)
    }
    expect(overdispersedCdf(2, 3, 0)).toBeCloseTo(Math.exp(-3) * (1 + 3 + 4.5), 14)
  })
})

describe('empirical Bayes smoothing', () => {
  const observation = fc.record({ numerator: fc.nat(200), denominator: fc.integer({ min: 1, max: 5000 }) })

  it('is Marshall’s formula', () => {
    const observations = [
      { numerator: 2, denominator: 10 },
      { numerator: 30, denominator: 300 },
      { numerator: 8, denominator: 200 },
    ]
    // m = 40/510; s² = (10(.2 − m)² + 300(.1 − m)² + 200(.04 − m)²)/510; A = s² − m/170.
    const m = 40 / 510
    const s2 = (10 * (0.2 - m) ** 2 + 300 * (0.1 - m) ** 2 + 200 * (0.04 - m) ** 2) / 510
    const a = s2 - m / 170
    expect(a).toBeGreaterThan(0)
    const [first] = smooth(observations, 'poisson')
    expect(first.value).toBeCloseTo(m + (a / (a + m / 10)) * (0.2 - m), 12)
    expect(first.weight).toBeCloseTo(a / (a + m / 10), 12)
  })

  it('lies between the own rate and the mean, nearer its own with more evidence', () => {
    fc.assert(
      fc.property(fc.array(observation, { minLength: 2, maxLength: 30 }), (observations) => {
        const total = observations.reduce((sum, { denominator }) => sum + denominator, 0)
        const mean = observations.reduce((sum, { numerator }) => sum + numerator, 0) / total
        const result = smooth(observations, 'poisson')
        result.forEach(({ value }, i) => {
          const own = observations[i].numerator / observations[i].denominator
          expect(value).toBeGreaterThanOrEqual(Math.min(own, mean) - 1e-9)
          expect(value).toBeLessThanOrEqual(Math.max(own, mean) + 1e-9)
        })
        const order = [...observations.keys()].sort(
          (a, b) => observations[a].denominator - observations[b].denominator,
        )
        for (let i = 1; i < order.length; i++)
          expect(result[order[i]].weight).toBeGreaterThanOrEqual(result[order[i - 1]].weight - 1e-12)
      }),
    )
  })

  it('draws each towards its own parent', () => {
    const poor = { numerator: 1, denominator: 2 }
    const of = (share: number) => ({ numerator: share * 1000, denominator: 1000 })
    const observations = [poor, of(0.9), of(0.92), poor, of(0.1), of(0.12)]
    const result = smoothByGroup(observations, [1, 1, 1, 2, 2, 2], 'binomial')
    expect(result[0].value).toBeGreaterThan(0.85)
    expect(result[3].value).toBeLessThan(0.15)
    expect(smooth([{ numerator: 0, denominator: 0 }], 'binomial')[0].value).toBeNaN()
  })
})

describe('the funnel', () => {
  it('has the exact interpolated binomial limits', () => {
    for (const [n, share, p] of [
      [40, 0.9, 0.025],
      [75, 0.2, 0.999],
      [12, 0.5, 0.001],
    ]) {
      const chances = binomialChances(n, share)
      const r = chances.findIndex((_, k) => sumTo(chances, k) >= p)
      const alpha = (sumTo(chances, r) - p) / chances[r]
      expect(binomialLimit(p, n, share)).toBeCloseTo(Math.max(0, (r - alpha) / n), 9)
    }
  })

  it('is the normal one for many trials where shares are not skewed, and narrows with them', () => {
    const funnel = funnelOf(Array.from({ length: 30 }, () => ({ successes: 5000, n: 10_000 })))
    expect(funnel.centre).toBe(0.5)
    expect(funnel.isOverdispersed).toBe(false)
    const at = funnel.limitsAt(10_000)
    // Within one matter of ten thousand: counts are whole.
    expect(Math.abs(at.innerLow - (0.5 - 1.96 * 0.005))).toBeLessThan(1e-4)
    expect(Math.abs(at.outerHigh - (0.5 + 3.09 * 0.005))).toBeLessThan(1e-4)
    const less = funnel.limitsAt(100)
    expect(less.outerLow).toBeLessThan(less.innerLow)
    expect(less.innerLow).toBeLessThan(at.innerLow)
  })

  it('widens by √φ where units differ more than chance, after taking in the extremes', () => {
    const trials = Array.from({ length: 40 }, (_, i) => ({ successes: 800 + 10 * (i % 20), n: 1000 }))
    const funnel = funnelOf(trials)
    const z = trials
      .map(
        ({ successes, n }) =>
          (successes / n - funnel.centre) / Math.sqrt((funnel.centre * (1 - funnel.centre)) / n),
      )
      .sort((a, b) => a - b)
    const clipped = z.map((each) => Math.min(z[35], Math.max(z[4], each)))
    expect(funnel.dispersion).toBeCloseTo(clipped.reduce((sum, each) => sum + each ** 2, 0) / 40, 10)
    expect(funnel.isOverdispersed).toBe(true)
    const error = Math.sqrt((funnel.dispersion * funnel.centre * (1 - funnel.centre)) / 1000)
    expect(funnel.limitsAt(1000).innerLow).toBeCloseTo(funnel.centre - 1.96 * error, 5)
  })
})

describe('hot and cold spots', () => {
  it('are Gi* by its full matrix of weights', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 9, maxLength: 9 }), (values) => {
        // A 3 × 3 board, neighbours by side.
        const neighbours = (i: number) =>
          [i - 3, i + 3, i % 3 > 0 ? i - 1 : -1, i % 3 < 2 ? i + 1 : -1].filter((j) => j >= 0 && j < 9)
        const scores = hotSpotScores(values, neighbours)
        const mean = values.reduce((a, b) => a + b, 0) / 9
        const variance = values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / 9
        for (let i = 0; i < 9; i++) {
          const w = Array.from({ length: 9 }, (_, j): number =>
            i === j || neighbours(i).includes(j) ? 1 : 0,
          )
          const top = w.reduce((sum, each, j) => sum + each * (values[j] - mean), 0)
          const sumW = w.reduce((sum, each) => sum + each, 0)
          const sumW2 = w.reduce((sum, each) => sum + each ** 2, 0)
          const bottom = Math.sqrt((variance * (9 * sumW2 - sumW ** 2)) / 8)
          if (variance === 0) expect(scores[i]).toBeNaN()
          else expect(scores[i]).toBeCloseTo(top / bottom, 8)
        }
      }),
    )
  })

  it('leave out what is not known', () => {
    const scores = hotSpotScores([5, Number.NaN, 1, 2, 9], (i) =>
      [i - 1, i + 1].filter((j) => j >= 0 && j < 5),
    )
    expect(scores[1]).toBeNaN()
    expect(scores[0]).not.toBeNaN()
  })

  it('are told by the false discovery rate, as in Benjamini and Hochberg’s own example', () => {
    const p = [
      0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719, 0.6528,
      0.759, 1,
    ]
    const told = (rate: number) => [...adjustForDiscovery(p)].filter((each) => each <= rate).length
    expect(told(0.05)).toBe(4)
    // Bonferroni tells three of them.
    expect(p.filter((each) => each * 15 <= 0.05).length).toBe(3)
    expect([...adjustForDiscovery([0.02, Number.NaN, 0.01])]).toEqual([0.02, Number.NaN, 0.02])
  })
})

describe('observed ÷ expected', () => {
  it('has Byar’s limits, close to the exact ones', () => {
    for (const count of [1, 5, 10, 50, 400]) {
      expect(byar(count).low / poisson(count).low).toBeCloseTo(1, count < 5 ? 0 : 1)
      expect(byar(count).high / poisson(count).high).toBeCloseTo(1, 2)
    }
    expect(byar(0).low).toBe(0)
    expect(byar(10).low).toBeCloseTo(4.79, 2)
    expect(byar(10).high).toBeCloseTo(18.39, 2)
  })

  it('takes the unit’s own mix at everyone’s rates', () => {
    // Stratum rates: 12/120 = 0.1 and 6/12 = 0.5.
    const result = observedOverExpected(
      [
        [10, 2],
        [1, 5],
      ],
      [
        [100, 20],
        [2, 10],
      ],
    )
    expect(result[0]).toMatchObject({ observed: 11, expected: 11, ratio: 1 })
    expect(result[1].expected).toBeCloseTo(2 + 5, 12)
    expect(result[1].ratio).toBeCloseTo(1, 12)
    expect(observedOverExpected([[0]], [[0]])[0].ratio).toBeNull()
  })
})

describe('what would change a class', () => {
  it('is the least change that does', () => {
    const breaks = [0.95, 0.97]
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 400 }), fc.nat(400), (n, k) => {
        const numerator = Math.min(k, n)
        const { up, down } = classChange(numerator, n, breaks, n)
        const classOf = (count: number) => classify(count / n, breaks)
        const own = classOf(numerator)
        const first = (step: number) => {
          for (let change = step; numerator + change >= 0 && numerator + change <= n; change += step)
            if (classOf(numerator + change) !== own) return change
          return null
        }
        expect(up.matters).toBe(first(1))
        expect(down.matters).toBe(first(-1))
      }),
    )
  })
})

describe('adjacency', () => {
  it('is shared arcs, outside is nobody', () => {
    const adjacency = adjacencyOf({ left: Int32Array.of(0, 1, -1, 0), right: Int32Array.of(1, 2, 2, 1) })
    expect([...adjacency]).toEqual([
      [0, [1]],
      [1, [0, 2]],
      [2, [1]],
    ])
  })
})
