import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { afterWorkingMs, type WorkingTime, workingMsBetween } from '../../../data/calendar/workingTime.ts'

const HOUR_MS = 3_600_000
/** Seven hours a day; 1 October 2026 (a Thursday) is a holiday, Sunday the 11th is worked for it. */
const working: WorkingTime = {
  weekdays: [1, 2, 3, 4, 5],
  hours: [
    { from: '08:30', to: '12:00' },
    { from: '14:30', to: '18:00' },
  ],
  holidays: ['2026-10-01', '2026-10-02'],
  workdays: ['2026-10-11'],
}
/** Wall time as if it were UTC. */
const at = (text: string): number => Date.parse(`${text}:00Z`)
const hours = (from: string, to: string): number => workingMsBetween(at(from), at(to), working) / HOUR_MS

describe('working time', () => {
  test('counts the hours of working days only', () => {
    expect(hours('2026-09-30T08:00', '2026-09-30T20:00')).toBe(7)
    expect(hours('2026-09-30T11:00', '2026-09-30T15:00')).toBe(1.5)
    expect(hours('2026-09-30T12:00', '2026-09-30T14:30')).toBe(0)
    // A Saturday and a Sunday.
    expect(hours('2026-09-26T00:00', '2026-09-28T00:00')).toBe(0)
  })

  test('leaves holidays out and takes the days worked instead', () => {
    expect(hours('2026-10-01T00:00', '2026-10-05T00:00')).toBe(0)
    expect(hours('2026-10-11T00:00', '2026-10-12T00:00')).toBe(7)
  })

  test('puts a deadline of seven hours, set on the eve of a holiday, on the afternoon after it', () => {
    const due = afterWorkingMs(at('2026-09-30T16:00'), 7 * HOUR_MS, working)
    expect(new Date(due).toISOString()).toBe('2026-10-05T16:00:00.000Z')
  })

  test('has worked exactly what was asked by the deadline, and no less a moment before', () => {
    const start = fc.integer({ min: at('2026-09-01T00:00'), max: at('2026-11-01T00:00') })
    fc.assert(
      fc.property(start, fc.integer({ min: 1, max: 200 * HOUR_MS }), (from, work) => {
        const due = afterWorkingMs(from, work, working)
        expect(workingMsBetween(from, due, working)).toBe(work)
        expect(workingMsBetween(from, due - 1, working)).toBe(work - 1)
      }),
      { numRuns: 200 },
    )
  })
})
