// The histogram's quantiles against exact Kaplan–Meier on the same matters, written apart, and against a published life table.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DURATION_BINS, DURATION_EDGES_MS } from '#data/metrics/durations.ts'
import { censoredQuantile, censoredValue, survivalCurves } from '#data/statistics/censoredQuantile.ts'

interface Matter {
  readonly ms: number
  readonly ended: boolean
}

function histogramOf(matters: readonly Matter[]) {
  const ended = new Array<number>(DURATION_BINS).fill(0)
  const waiting = new Array<number>(DURATION_BINS).fill(0)
  for (const { ms, ended: isEnded } of matters) {
    const bin = DURATION_EDGES_MS.filter((edge) => ms >= edge).length
    ;(isEnded ? ended : waiting)[bin]++
  }
  return { ended, waiting, edges: DURATION_EDGES_MS }
}

/** Product limit over the matters one by one; ends before withdrawals at the same time. */
function exactQuantile(matters: readonly Matter[], share: number): number | null {
  const sorted = [...matters].sort((a, b) => a.ms - b.ms || Number(b.ended) - Number(a.ended))
  let survival = 1
  for (const [index, { ms, ended }] of sorted.entries()) {
    if (ended) survival *= 1 - 1 / (sorted.length - index)
    if (survival <= 1 - share + 1e-12) return ms
  }
  return null
}

describe('a quantile of times, open ones censored', () => {
  it('is within a bin of the exact one when nothing is open', () => {
    const times = fc.array(fc.integer({ min: 1, max: 300 * 24 * 3600 }), { minLength: 5, maxLength: 300 })
    fc.assert(
      fc.property(times, fc.constantFrom(0.5, 0.9), (seconds, share) => {
        const matters = seconds.map((each) => ({ ms: each * 1000, ended: true }))
        const exact = exactQuantile(matters, share)!
        const told = censoredValue(histogramOf(matters), share)!
        const bin = DURATION_EDGES_MS.filter((edge) => exact >= edge).length
        expect(told).toBeGreaterThanOrEqual((bin === 0 ? 0 : DURATION_EDGES_MS[bin - 1]) - 1e-6)
        expect(told).toBeLessThanOrEqual(DURATION_EDGES_MS[bin] + 1e-6)
      }),
    )
  })

  it('is near the exact one when a part is open: log-normal times, uniform ages', () => {
    let state = 7
    const random = () => {
      state = (state * 48271) % 2147483647
      return state / 2147483647
    }
    const normal = () => Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random())
    const matters = Array.from({ length: 4000 }, () => {
      const hours = 48 * Math.exp(normal())
      const age = 30 * 24 * random()
      return { ms: Math.min(hours, age) * 3_600_000, ended: hours <= age }
    })
    for (const share of [0.5, 0.9]) {
      const exact = exactQuantile(matters, share)!
      const { value, low, high } = censoredQuantile(histogramOf(matters), share)
      expect(Math.abs(value! / exact - 1)).toBeLessThan(0.04)
      expect(low).toBeLessThan(value!)
      expect(high).toBeGreaterThan(value!)
    }
    // Leaving the open ones out would flatter.
    const naive = exactQuantile(
      matters.filter(({ ended }) => ended),
      0.5,
    )!
    expect(naive).toBeLessThan(exactQuantile(matters, 0.5)!)
  })

  it('says that it is not reached', () => {
    const waiting = [
      { ms: 3_600_000, ended: true },
      ...Array.from({ length: 3 }, () => ({ ms: 9e7, ended: false })),
    ]
    expect(censoredQuantile(histogramOf(waiting), 0.5).value).toBeNull()
    expect(censoredQuantile(histogramOf([]), 0.5)).toEqual({ value: null, low: null, high: null })
  })

  it('takes half of the withdrawn as at risk, as the actuarial life table does', () => {
    const curves = survivalCurves({
      ended: [90, 76, 51, 25, 20, 7],
      waiting: [0, 0, 0, 12, 5, 88],
      edges: [1, 2, 3, 4, 5],
    })
    const expected = [1, 284 / 374, 208 / 374, 157 / 374]
    expected.forEach((value, year) => {
      expect(curves.middle[year]).toBeCloseTo(value, 10)
    })
    expect(curves.middle[4]).toBeCloseTo((157 / 374) * (1 - 25 / 151), 10)
    expect(curves.middle[5]).toBeCloseTo((157 / 374) * (1 - 25 / 151) * (1 - 20 / (120 - 2.5)), 10)
  })
})
