import { expect, it } from 'vitest'
import { caseClock, workClock } from '../../../web/explore/incidents/caseClock.ts'

const HOUR_MS = 3_600_000
const T0 = Date.parse('2026-11-20T00:00:00Z')
const at = (hours: number) => new Date(T0 + hours * HOUR_MS).toISOString()
const base = { receivedAt: at(0), endedAt: null, deadlineAt: at(24), moments: { received: at(0) } }
const inHours = (clock: ReturnType<typeof caseClock>) => [
  clock.elapsedMs / HOUR_MS,
  clock.suspendedMs / HOUR_MS,
  clock.leftMs === null ? null : clock.leftMs / HOUR_MS,
]

it('runs to now while the case is open, and past its deadline', () => {
  expect(inHours(caseClock(base, T0 + 10 * HOUR_MS))).toEqual([10, 0, 14])
  expect(inHours(caseClock(base, T0 + 30 * HOUR_MS))).toEqual([30, 0, -6])
})

it('stops at the end of the case', () =>
  expect(inHours(caseClock({ ...base, endedAt: at(20) }, T0 + 90 * HOUR_MS))).toEqual([20, 0, 4]))

it('tells the time it stood suspended, up to the end where it was not resumed before', () => {
  const suspended = { ...base, moments: { ...base.moments, suspended: at(2), resumed: at(8) } }
  expect(inHours(caseClock(suspended, T0 + 10 * HOUR_MS))).toEqual([10, 6, 14])
  expect(inHours(caseClock({ ...suspended, endedAt: at(6) }, T0 + 10 * HOUR_MS))).toEqual([6, 4, 18])
  const standing = caseClock({ ...base, moments: { received: at(0), suspended: at(2) } }, T0 + 5 * HOUR_MS)
  expect(standing.isSuspended).toBe(true)
  expect(inHours(standing)).toEqual([5, 3, 19])
})

it('counts hours of work, without nights, weekends and what stood suspended', () => {
  const working = {
    weekdays: [1, 2, 3, 4, 5],
    hours: [
      { from: '09:00', to: '12:00' },
      { from: '14:00', to: '18:00' },
    ],
    holidays: [],
    workdays: [],
  }
  const local = (text: string) => new Date(`${text}:00+08:00`).toISOString()
  // From a Friday morning to the Monday after.
  const incident = {
    receivedAt: local('2026-11-20T10:00'),
    endedAt: local('2026-11-23T11:00'),
    deadlineAt: local('2026-11-23T10:00'),
    moments: { received: '', suspended: local('2026-11-20T15:00'), resumed: local('2026-11-20T16:00') },
  }
  const { elapsedMs, allowedMs } = workClock(incident, 0, working, 'Asia/Shanghai')
  expect([elapsedMs / HOUR_MS, (allowedMs ?? 0) / HOUR_MS]).toEqual([7, 7])
})

it('has no deadline where the source has none', () =>
  expect(caseClock({ ...base, deadlineAt: null }, T0).leftMs).toBeNull())
