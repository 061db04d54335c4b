import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  formatAge,
  formatClasses,
  formatCount,
  formatDuration,
  formatFigure,
  formatInterval,
  formatMean,
  formatPoints,
  formatRelative,
  formatShare,
  formatSigned,
  formatWhile,
} from '../../../web/shared/format.ts'
import {
  addDays,
  formatDay,
  formatDayShort,
  localDay,
  localTime,
  startOfDayMs,
} from '../../../web/shared/zone.ts'

describe('figures in words', () => {
  it('groups thousands', () => expect(formatCount(19802)).toBe('19,802'))

  it('gives rates one decimal, and one more where rounding would cross a break', () => {
    expect(formatShare(0.976)).toBe('97.6')
    expect(formatShare(0.9497, 1, [0.95, 0.97])).toBe('94.97')
    expect(formatShare(0.96996, 1, [0.95, 0.97])).toBe('96.996')
    expect(formatShare(0.97, 1, [0.95, 0.97])).toBe('97.0')
  })

  it('never writes a rate on the other side of a break', () =>
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100_000 }), (n) => {
        const share = n / 100_000
        const written = Number(formatShare(share, 1, [0.95, 0.97])) / 100
        for (const at of [0.95, 0.97]) expect(written < at - 1e-12).toBe(share < at)
      }),
    ))

  it('writes differences with a true minus', () => {
    expect(formatSigned(-4.1)).toBe('−4.1')
    expect(formatSigned(0.3)).toBe('+0.3')
    expect(formatSigned(-0.04)).toBe('0.0')
    expect(formatPoints(-0.032, 'zh-CN')).toBe('−3.2 个百分点')
    expect(formatPoints(-0.032, 'en')).toBe('−3.2 pp')
    expect(formatRelative(106.1, 100)).toBe('+6.1%')
    expect(formatRelative(1, 0)).toBeNull()
  })

  it('writes intervals and half-open classes', () => {
    expect(formatInterval(0.974, 0.978, true)).toBe('97.4–97.8')
    expect(formatClasses([0.25, 0.75], false)).toEqual(['< 0.25', '0.25–0.75', '≥ 0.75'])
    expect(formatClasses([0.95, 0.97], true)).toEqual(['< 95', '95–97', '≥ 97'])
  })

  it('keeps two digits of what is small, and nothing but 0 is 0', () => {
    const density = { kind: 'density' as const, digits: 2 }
    const written = [1.126, 0.126, 0.0526, 0.004913, 0].map((value) => formatFigure(value, density))
    expect(written).toEqual(['1.13', '0.13', '0.053', '0.0049', '0.00'])
    expect(formatInterval(0.0021, 0.31, false, 2)).toBe('0.0021–0.31')
    expect([524.97, 10, 9.96, 5.31, 0.3667, 0.0049, 0].map(formatMean)).toEqual([
      ...['525', '10', '10', '5.3', '0.37', '0.0049', '0'],
    ])
    fc.assert(
      fc.property(fc.double({ min: 1e-6, max: 1e4, noNaN: true }), (value) => {
        for (const text of [formatFigure(value, density), formatMean(value)])
          expect(Math.abs(Number(text.replaceAll(',', '')) / value - 1)).toBeLessThan(0.051)
      }),
    )
  })

  it('writes durations and ages in both languages', () => {
    const ms = (8 * 24 + 4) * 3_600_000
    expect(formatDuration(ms, 'zh-CN')).toBe('8 天 4 时')
    expect(formatDuration(ms, 'en')).toBe('8 d 4 h')
    expect(formatDuration(12 * 60_000, 'zh-CN')).toBe('12 分钟')
    expect(formatAge(8_400, 'zh-CN')).toBe('8 秒前')
    expect(formatAge(47 * 60_000, 'en')).toBe('47 min ago')
    expect([formatWhile(20_900, 'zh-CN'), formatWhile(20_900, 'en')]).toEqual(['20 秒', '20 s'])
  })
})

describe('days of a zone', () => {
  it('writes dates in both languages', () => {
    expect(formatDay('2026-11-22', 'zh-CN')).toBe('2026年11月22日')
    expect(formatDay('2026-11-22', 'en')).toBe('22 Nov 2026')
    expect(formatDayShort('2026-08-25', 'zh-CN')).toBe('8月25日')
  })

  it('knows the local day and clock', () => {
    const ms = Date.parse('2026-11-21T16:30:00Z')
    expect(localDay(ms, 'Asia/Shanghai')).toBe('2026-11-22')
    expect(localTime(ms, 'Asia/Shanghai')).toBe('00:30')
  })

  it('starts every day at its own midnight, also across daylight saving', () =>
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1500 }),
        fc.constantFrom('Asia/Shanghai', 'America/Los_Angeles', 'Europe/Berlin'),
        (days, zone) => {
          const day = addDays('2024-01-01', days)
          const start = startOfDayMs(day, zone)
          expect(localDay(start, zone)).toBe(day)
          expect(localTime(start, zone)).toBe('00:00')
          expect(localDay(start - 1, zone)).toBe(addDays(day, -1))
        },
      ),
    ))
})
