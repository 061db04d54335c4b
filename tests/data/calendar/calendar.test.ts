import { describe, expect, it } from 'vitest'
import { periodOf } from '#data/calendar/periods.ts'
import {
  festivalDifference,
  holidayDays,
  lastYearShift,
  springFestivalOf,
} from '#data/calendar/springFestival.ts'

describe('Spring Festival', () => {
  // GB/T 33661 years 2000 – 2040, as published by the Purple Mountain Observatory.
  const PUBLISHED =
    '02-05 01-24 02-12 02-01 01-22 02-09 01-29 02-18 02-07 01-26 02-14 02-03 01-23 02-10 01-31 02-19 02-08 01-28 ' +
    '02-16 02-05 01-25 02-12 02-01 01-22 02-10 01-29 02-17 02-06 01-26 02-13 02-03 01-23 02-11 01-31 02-19 02-08 ' +
    '01-28 02-15 02-04 01-24 02-12'

  it('is when it was published to be, 2000 to 2040', () => {
    const days = PUBLISHED.split(' ').map((day, index) => `${2000 + index}-${day}`)
    expect(days.map((_, index) => springFestivalOf(2000 + index))).toEqual(days)
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
