import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { unequalComparisons, yearEarlierDay } from '#data/calendar/comparison.ts'
import { periodOf } from '#data/calendar/periods.ts'
import {
  festivalDifference,
  holidayDays,
  lastYearShift,
  springFestivalOf,
} from '#data/calendar/springFestival.ts'
import { chineseNewYear, newMoon } from './chineseNewYear.ts'

describe('Spring Festival', () => {
  it('is when sun and moon say it is, 2000 to 2050', () => {
    // Meeus, example 49.a.
    expect(newMoon(-283)).toBeCloseTo(2443192.65118, 4)
    for (let year = 2000; year <= 2050; year++) expect(springFestivalOf(year)).toBe(chineseNewYear(year))
  })

  it('is what Intl says but where a new moon is within minutes of midnight', () => {
    const format = new Intl.DateTimeFormat('zh-u-ca-chinese', {
      timeZone: 'UTC',
      month: 'long',
      day: 'numeric',
    })
    const others = []
    for (let year = 2000; year <= 2050; year++)
      if (format.format(Date.parse(`${springFestivalOf(year)}T12:00:00Z`)) !== '正月1日') others.push(year)
    expect(others).toEqual([2027, 2030])
  })

  it('makes January unequal to the January before, and November not', () => {
    const january = (year: number) => ({ from: `${year}-01-01`, to: `${year}-01-31` })
    expect(holidayDays(january(2025))).toBe(4)
    expect(festivalDifference(january(2026), january(2025))).toEqual({ first: 0, second: 4 })
    const november = (year: number) => ({ from: `${year}-11-01`, to: `${year}-11-30` })
    expect(festivalDifference(november(2026), november(2025))).toBeNull()
  })

  it('aligns last year by weekday, and by festival where it is near', () => {
    expect(lastYearShift({ from: '2026-10-24', to: '2026-11-22' })).toEqual({ days: 364, by: 'weekday' })
    expect(lastYearShift({ from: '2026-02-01', to: '2026-02-28' })).toEqual({ days: 384, by: 'festival' })
    expect(lastYearShift({ from: '2026-01-20', to: '2026-01-31' }).by).toBe('festival')
  })
})

const HOUR_MS = 3_600_000

describe('comparisons', () => {
  const zone = 'Asia/Shanghai'
  const at = (local: string) => Date.parse(`${local}+08:00`)

  it('are flagged each for itself', () => {
    // Spring Festival: 17 February 2026, 29 January 2025.
    const january = {
      fromMs: at('2026-01-01T00:00'),
      toMs: at('2026-02-01T00:00'),
      asOfMs: at('2026-06-01T00:00'),
    }
    expect(unequalComparisons(january, zone)).toEqual({
      previous: null,
      lastYear: { by: 'festival', first: 0, second: 4 },
    })
    const march = {
      fromMs: at('2026-03-01T00:00'),
      toMs: at('2026-04-01T00:00'),
      asOfMs: at('2026-06-01T00:00'),
    }
    expect(unequalComparisons(march, zone)).toEqual({
      previous: { by: 'festival', first: 0, second: 8 },
      lastYear: null,
    })
    const november = {
      fromMs: at('2026-10-23T10:42'),
      toMs: at('2026-11-22T10:42'),
      asOfMs: at('2026-11-22T10:42'),
    }
    expect(unequalComparisons(november, zone)).toEqual({ previous: null, lastYear: null })
  })

  it('count only what has been of a running window', () => {
    const year = {
      fromMs: at('2026-01-01T00:00'),
      toMs: at('2027-01-01T00:00'),
      asOfMs: at('2026-02-10T09:00'),
    }
    expect(unequalComparisons(year, zone).lastYear).toEqual({ by: 'festival', first: 0, second: 8 })
  })

  it('flag another number of rest days in less than a week', () => {
    // Sunday to Monday; the day before Saturday to Sunday, a year earlier Saturday to Sunday.
    const day = {
      fromMs: at('2026-11-22T19:38'),
      toMs: at('2026-11-23T19:38'),
      asOfMs: at('2026-11-23T19:38'),
    }
    expect(unequalComparisons(day, zone)).toEqual({
      previous: { by: 'rest', first: 1, second: 2 },
      lastYear: { by: 'rest', first: 1, second: 2 },
    })
    const working = { weekdays: [1, 2, 3, 4, 5], hours: [], holidays: ['2026-11-23'], workdays: [] }
    expect(unequalComparisons(day, zone, working)).toEqual({ previous: null, lastYear: null })
  })

  it('are flagged for rest days exactly where weekends differ, and never from a week on', () => {
    const weekendDays = (fromMs: number, toMs: number): number => {
      let count = 0
      const [first, last] = [fromMs, toMs - 1].map((ms) => Math.floor((ms + 8 * HOUR_MS) / (24 * HOUR_MS)))
      // The first of January 1970 was a Thursday.
      for (let number = first; number <= last; number++) if ((number + 3) % 7 >= 5) count++
      return count
    }
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1200 * 24 }),
        fc.integer({ min: 1, max: 12 * 24 }),
        (start, hours) => {
          const fromMs = at('2023-06-01T00:00') + start * HOUR_MS
          const toMs = fromMs + hours * HOUR_MS
          const { previous } = unequalComparisons({ fromMs, toMs, asOfMs: toMs }, zone)
          if (previous?.by === 'festival') return
          const [first, second] = [
            weekendDays(fromMs, toMs),
            weekendDays(fromMs - hours * HOUR_MS, toMs - hours * HOUR_MS),
          ]
          const isFlagged = hours < 7 * 24 && first !== second
          expect(previous).toEqual(isFlagged ? { by: 'rest', first, second } : null)
        },
      ),
    )
  })

  it('take 29 February for the 28th a year before', () => {
    expect(yearEarlierDay('2024-02-29')).toBe('2023-02-28')
    expect(yearEarlierDay('2026-11-22')).toBe('2025-11-22')
  })
})

describe('periods', () => {
  it.each([
    ['month', '2026-11-22', 0, '2026-11-01', '2026-11-30'],
    ['month', '2026-01-05', 1, '2025-12-01', '2025-12-31'],
    ['assessment', '2026-11-25', 0, '2026-10-26', '2026-11-25'],
    ['assessment', '2026-11-26', 0, '2026-11-26', '2026-12-25'],
    ['assessment', '2026-01-10', 1, '2025-11-26', '2025-12-25'],
    ['quarter', '2026-11-22', 0, '2026-10-01', '2026-12-31'],
    ['quarter', '2026-02-22', 1, '2025-10-01', '2025-12-31'],
    ['year', '2024-02-29', 0, '2024-01-01', '2024-12-31'],
  ] as const)('%s of %s, %s before', (period, day, before, from, to) => {
    expect(periodOf(period, day, 26, before)).toEqual({ from, to })
  })

  it('are whole and follow one another', () => {
    for (const period of ['month', 'assessment', 'quarter', 'year'] as const)
      for (let before = 0; before < 30; before++) {
        const [now, earlier] = [
          periodOf(period, '2026-11-22', 26, before),
          periodOf(period, '2026-11-22', 26, before + 1),
        ]
        expect(Date.parse(now.from) - Date.parse(earlier.to)).toBe(86_400_000)
      }
  })
})
