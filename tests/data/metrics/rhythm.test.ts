// A source's rhythm and lateness: hand-made deliveries.
import { expect, it } from 'vitest'
import { isLate, LATE_FLOOR_MS, rhythmOf } from '#data/metrics/rhythm.ts'

const HOUR_MS = 3_600_000

it('is the median gap, and none with few deliveries', () => {
  const minutes = (...at: number[]) => rhythmOf(at.map((minute) => minute * 60_000))
  expect(minutes(0, 1, 2, 3)).toBeNull()
  expect(minutes(50, 10, 20, 30, 40, 3000)).toEqual({ medianMs: 600_000, longMs: 600_000 })
  // Two nights have to be seen.
  expect(minutes(50, 10, 20, 30, 40, 2880)).toBeNull()
  // An import in many commits is one delivery.
  expect(rhythmOf(Array.from({ length: 100 }, (_, i) => i * 500))).toBeNull()
})

it('calls late what is silent for twice the rhythm, but neither within the floor nor in a usual night', () => {
  const daily = rhythmOf([0, 24, 48, 72, 96, 120].map((hours) => hours * HOUR_MS))
  expect(isLate(47 * HOUR_MS, daily)).toBe(false)
  expect(isLate(49 * HOUR_MS, daily)).toBe(true)
  const quick = rhythmOf([-3000, 0, 1, 2, 3, 4, 5].map((minutes) => minutes * 60_000))
  expect(isLate(LATE_FLOOR_MS, quick)).toBe(false)
  expect(isLate(LATE_FLOOR_MS + 1, quick)).toBe(true)
  // Every ten minutes by day, eleven hours of night.
  const office = rhythmOf(
    [0, 1, 2].flatMap((day) => Array.from({ length: 79 }, (_, i) => (day * 24 + i / 6) * HOUR_MS)),
  )
  expect(isLate(10 * HOUR_MS, office)).toBe(false)
  expect(isLate(12 * HOUR_MS, office)).toBe(true)
  expect(isLate(1e12, null)).toBe(false)
})
