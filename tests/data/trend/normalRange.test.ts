import { describe, expect, it } from 'vitest'
import { createRandom } from '#data/demo/random.ts'
import { expectedAt, normalRange, normalWeek } from '#data/trend/normalRange.ts'

describe('the normal range', () => {
  it('expects the mean of the same weekday in the past eight weeks', () => {
    const counts = Array.from({ length: 8 * 7 + 1 }, (_, day) => (day % 7 === 0 ? 10 + day / 7 : 0))
    expect(expectedAt(counts, 56)).toBeCloseTo((10 + 11 + 12 + 13 + 14 + 15 + 16 + 17) / 8)
  })

  it('is 1.645 √(μ · 9/8) wide on either side where counts vary no more than Poisson', () => {
    const [day] = normalRange(new Array(120).fill(100), 119)
    expect(day!.expected).toBe(100)
    expect(day!.high - 100).toBeCloseTo(1.6449 * Math.sqrt(112.5), 6)
    expect(normalWeek(new Array(7).fill(day))!.expected).toBe(700)
  })

  it('says nothing before four weeks are known', () => {
    expect(normalRange(new Array(30).fill(5), 20)[0]).toBeNull()
    expect(normalRange(new Array(30).fill(5), 29)[0]).not.toBeNull()
  })

  it('follows the season of last year', () => {
    // Twice as busy from day 364 − 3 on last year, and no change yet this year.
    const counts = Array.from({ length: 364 + 60 + 30 }, (_, day) => (day >= 60 && day < 90 ? 200 : 100))
    expect(expectedAt(counts, 364 + 63)!).toBeGreaterThan(180)
    expect(expectedAt(counts, 364 + 50)!).toBe(100)
  })

  it('holds about nine of ten ordinary days', () => {
    const random = createRandom(7)
    const poisson = (mean: number) => {
      let n = 0
      let product = random()
      while (product > Math.exp(-mean)) {
        product *= random()
        n++
      }
      return n
    }
    const counts = Array.from({ length: 900 }, (_, day) => poisson([80, 80, 80, 80, 80, 48, 48][day % 7]))
    const range = normalRange(counts, 500)
    const inside = range.filter(
      (day, i) => counts[500 + i] >= day!.low && counts[500 + i] <= day!.high,
    ).length
    expect(inside / range.length).toBeGreaterThan(0.85)
    expect(inside / range.length).toBeLessThan(0.95)
  })
})
