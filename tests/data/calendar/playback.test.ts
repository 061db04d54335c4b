import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { daysAfter, daysBetween } from '#data/calendar/days.ts'
import { firstFrame, MOST_FRAMES, monthsAfter, playbackWindows } from '#data/calendar/playback.ts'

const KNOWN = { first: '2024-11-23', last: '2026-11-22' }

describe('the windows of a playback', () => {
  it('are whole calendar months, the last one until the last known day', () => {
    const windows = playbackWindows('month', { from: '2026-10-24', to: '2026-11-22' }, KNOWN)
    expect(windows.at(0)).toEqual({ from: '2024-12-01', to: '2024-12-31' })
    expect(windows.at(2)).toEqual({ from: '2025-02-01', to: '2025-02-28' })
    expect(windows.at(-2)).toEqual({ from: '2026-10-01', to: '2026-10-31' })
    expect(windows.at(-1)).toEqual({ from: '2026-11-01', to: '2026-11-22' })
    expect(windows).toHaveLength(24)
  })

  it('move a longer window by calendar months', () => {
    const windows = playbackWindows('month', { from: '2026-07-01', to: '2026-09-30' }, KNOWN)
    expect(windows.at(-1)).toEqual({ from: '2026-08-01', to: '2026-10-31' })
    expect(windows.at(-2)).toEqual({ from: '2026-07-01', to: '2026-09-30' })
    expect(monthsAfter('2026-01-30', 1)).toBe('2026-02-28')
    expect(monthsAfter('2026-02-28', -1)).toBe('2026-01-31')
  })

  it('by week follow each other by seven days, within what is known, and hold the one shown', () => {
    const window = fc.tuple(fc.nat(700), fc.integer({ min: 1, max: 90 }))
    fc.assert(
      fc.property(window, ([back, length]) => {
        const to = daysAfter(KNOWN.last, -back)
        const from = daysAfter(to, 1 - length)
        const windows = playbackWindows('week', { from, to }, KNOWN)
        expect(windows.length).toBeLessThanOrEqual(MOST_FRAMES)
        for (const [index, each] of windows.entries()) {
          expect(each.to <= KNOWN.last && each.from >= KNOWN.first).toBe(true)
          expect(daysBetween(each.from, each.to)).toBe(length - 1)
          if (index > 0) expect(daysBetween(windows[index - 1].from, each.from)).toBe(7)
        }
        if (back + length < 365) expect(windows).toContainEqual({ from, to })
      }),
    )
  })

  it('play on from the one shown, and from the beginning at the end', () => {
    const windows = playbackWindows('month', { from: '2026-10-24', to: '2026-11-22' }, KNOWN)
    expect(firstFrame(windows, { from: '2026-10-24', to: '2026-11-22' })).toBe(0)
    expect(firstFrame(windows, { from: '2025-01-01', to: '2025-01-31' })).toBe(2)
  })
})
