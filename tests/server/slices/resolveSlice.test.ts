// Ticks, windows on the local calendar, and every refusal.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { yearEarlierDays } from '#data/calendar/comparison.ts'
import { type SliceQuery, sliceQuerySchema } from '#data/model/slice.ts'
import { localDay } from '#data/text/days.ts'
import {
  isRefusal,
  lastYearSlice,
  type Present,
  previousSlice,
  resolveSlice,
} from '../../../server/slices/resolveSlice.ts'
import { parseDuration, subtract } from '../../../server/slices/zonedTime.ts'

const HOUR_MS = 3_600_000
const present: Present = { nowMs: Date.parse('2026-03-31T02:03:04.567Z'), headSeq: 9, zone: 'Asia/Shanghai' }
const resolve = (params: Record<string, string>, now: Present = present) =>
  resolveSlice(sliceQuerySchema.parse(params) as SliceQuery, now)
const window = (params: Record<string, string>, now?: Present) => {
  const slice = resolve(params, now)
  if (isRefusal(slice)) throw new Error(slice.message)
  return [slice.fromMs, slice.toMs, slice.asOfMs].map((ms) => new Date(ms).toISOString())
}

describe('a window back from now', () => {
  it('is 30 days unless told, on a tick of one second', () => {
    expect(window({})).toEqual([
      '2026-03-01T02:03:04.000Z',
      '2026-03-31T02:03:04.000Z',
      '2026-03-31T02:03:04.000Z',
    ])
  })

  it('takes a tick of a minute above 90 days', () => {
    expect(window({ window: 'P90D' })[1]).toBe('2026-03-31T02:03:04.000Z')
    expect(window({ window: 'P91D' })[1]).toBe('2026-03-31T02:03:00.000Z')
  })

  it('counts months on the calendar of the city: a month before 31 March is 28 February', () => {
    expect(window({ window: 'P1M' })[0]).toBe('2026-02-28T02:03:04.000Z')
    expect(window({ window: 'P1Y' })[0]).toBe('2025-03-31T02:03:00.000Z')
    expect(window({ window: 'PT24H' })[0]).toBe('2026-03-30T02:03:04.000Z')
    expect(window({ window: 'P2W' })[0]).toBe('2026-03-17T02:03:04.000Z')
  })

  it('keeps the wall clock across a clock change, but hours are hours', () => {
    // Central European time sprang forward on 2026-03-29.
    const berlin = { ...present, zone: 'Europe/Berlin' }
    expect(window({ window: 'P3D' }, berlin)[0]).toBe('2026-03-28T03:03:04.000Z')
    expect(window({ window: 'PT72H' }, berlin)[0]).toBe('2026-03-28T02:03:04.000Z')
  })

  it('goes back from asOf when that is pinned', () => {
    expect(window({ window: 'P1D', asOf: '2026-01-02T00:00:00.5Z' })).toEqual([
      '2026-01-01T00:00:00.500Z',
      '2026-01-02T00:00:00.500Z',
      '2026-01-02T00:00:00.500Z',
    ])
  })
})

it('is the same slice for all who ask within one tick', () => {
  const later = { ...present, nowMs: present.nowMs + 400 }
  expect(resolve({}, later)).toEqual(resolve({}))
  expect(resolve({}, { ...present, nowMs: present.nowMs + 500 })).not.toEqual(resolve({}))
})

it('carries filters, basis and the newest commit', () => {
  expect(resolve({ category: '04,01', basis: 'closed', exclusions: 'with' })).toMatchObject({
    category: ['01', '04'],
    basis: 'closed',
    exclusions: 'with',
    seq: 9,
  })
  expect(resolve({ seq: '3' })).toMatchObject({ seq: 3 })
})

it.each([
  ['instant-out-of-range', { from: '0000-01-01T00:00:00Z', to: '0001-01-01T00:00:00Z' }],
  ['instant-out-of-range', { from: '1899-12-31T23:59:59Z', to: '1900-01-02T00:00:00Z' }],
  ['instant-out-of-range', { from: '2199-12-31T00:00:00Z', to: '2200-01-01T00:00:00.001Z' }],
  ['instant-out-of-range', { asOf: '9999-12-31T23:59:59Z' }],
  ['window-and-range', { window: 'P1D', from: '2026-01-01T00:00:00Z' }],
  ['half-range', { from: '2026-01-01T00:00:00Z' }],
  ['half-range', { to: '2026-01-01T00:00:00Z' }],
  ['empty-window', { from: '2026-01-01T00:00:00Z', to: '2026-01-01T00:00:00Z' }],
  ['empty-window', { from: '2026-01-02T00:00:00Z', to: '2026-01-01T00:00:00Z' }],
  ['empty-window', { window: 'P0D' }],
  ['span-too-long', { window: 'P21Y' }],
  ['span-too-long', { window: 'P99999999Y' }],
  ['span-too-long', { from: '1990-01-01T00:00:00Z', to: '2026-01-01T00:00:00Z' }],
  ['as-of-in-future', { asOf: '2026-03-31T02:03:05Z' }],
  ['seq-beyond-head', { seq: '10' }],
])('refuses with %s: %j', (code, params) => {
  expect(resolve(params as Record<string, string>)).toMatchObject({ code })
})

describe('slices to compare with', () => {
  const slice = resolve({})
  if (isRefusal(slice)) throw new Error(slice.code)

  it('end where the slice begins, with asOf moved along', () => {
    const previous = previousSlice(slice)
    expect(previous.toMs).toBe(slice.fromMs)
    expect(slice.asOfMs - previous.asOfMs).toBe(slice.toMs - slice.fromMs)
    expect(previous.seq).toBe(slice.seq)
  })

  it('lie a calendar year earlier', () => {
    expect(new Date(lastYearSlice(slice, 'Asia/Shanghai').toMs).toISOString()).toBe(
      '2025-03-31T02:03:04.000Z',
    )
  })
})

describe('a year earlier', () => {
  const slice = resolve({})
  if (isRefusal(slice)) throw new Error(slice.code)
  const zone = 'Asia/Shanghai'
  const earlier = (from: string, to: string) => {
    const [fromMs, toMs] = [`${from}+08:00`, `${to}+08:00`].map(Date.parse)
    const before = lastYearSlice({ ...slice, fromMs, toMs, asOfMs: toMs }, zone)
    return [before.fromMs, before.toMs, before.asOfMs].map((ms) =>
      new Date(ms + 8 * HOUR_MS).toISOString().slice(0, 16),
    )
  }

  it('a window that touches 29 February is as long as it is now', () => {
    expect(earlier('2028-02-28T00:00', '2028-02-29T00:00').slice(0, 2)).toEqual([
      '2027-02-28T00:00',
      '2027-03-01T00:00',
    ])
    expect(earlier('2028-02-28T18:00', '2028-02-29T06:00').slice(1)).toEqual([
      '2027-03-01T06:00',
      '2027-03-01T06:00',
    ])
    expect(earlier('2028-02-29T00:00', '2028-03-01T00:00').slice(0, 2)).toEqual([
      '2027-02-28T00:00',
      '2027-03-01T00:00',
    ])
  })

  it('a month is the month of that year', () => {
    expect(earlier('2028-02-01T00:00', '2028-03-01T00:00').slice(0, 2)).toEqual([
      '2027-02-01T00:00',
      '2027-03-01T00:00',
    ])
  })

  it('no window is empty, a short one keeps its length, and the days are those that festivals are compared over', () => {
    const hours = (most: number) => fc.integer({ min: 1, max: most })
    // From a few weeks before a 29 February, in hours.
    const window = fc.tuple(
      fc.constantFrom(...[2020, 2024, 2027, 2028, 2096]),
      fc.integer({ min: 0, max: 60 * 24 }),
      fc.oneof(hours(72), hours(40 * 24), hours(400 * 24)),
    )
    fc.assert(
      fc.property(window, ([year, start, span]) => {
        const fromMs = Date.UTC(year, 0, 20) + start * HOUR_MS
        const toMs = fromMs + span * HOUR_MS
        const before = lastYearSlice({ ...slice, fromMs, toMs, asOfMs: toMs }, zone)
        expect(before.toMs).toBeGreaterThan(before.fromMs)
        expect(before.asOfMs).toBe(before.toMs)
        if (span < 28 * 24) expect(before.toMs - before.fromMs).toBe(toMs - fromMs)
        expect(yearEarlierDays({ fromMs, toMs }, toMs, zone)).toEqual({
          from: localDay(before.fromMs, zone),
          to: localDay(before.toMs - 1, zone),
        })
      }),
      { numRuns: 2000 },
    )
  })
})

describe('calendar arithmetic', () => {
  it('moves a wall time that a clock change skips forward', () => {
    const noon = Date.parse('2026-04-29T00:30:00Z') // 02:30 in Berlin
    expect(new Date(subtract(noon, parseDuration('P1M')!, 'Europe/Berlin')).toISOString()).toBe(
      '2026-03-29T01:30:00.000Z', // 02:30 was skipped: 03:30 summer time
    )
  })

  it('takes 29 February to the 28th of other years', () => {
    const leap = Date.parse('2024-02-29T12:00:00Z')
    expect(new Date(subtract(leap, parseDuration('P1Y')!, 'UTC')).toISOString()).toBe(
      '2023-02-28T12:00:00.000Z',
    )
  })

  it('knows what is no duration', () => {
    for (const text of ['', 'P', 'PT', 'P1', '30D', 'P1.5D', 'PT5M']) expect(parseDuration(text)).toBeNull()
  })
})
