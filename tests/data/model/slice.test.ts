import { describe, expect, it } from 'vitest'
import { type Slice, sliceParams, sliceQuerySchema } from '#data/model/slice.ts'

describe('sliceQuerySchema', () => {
  it('reads lists without order or repeats', () => {
    expect(sliceQuerySchema.parse({ category: '04,01,04' }).category).toEqual(['01', '04'])
  })

  it.each(['P30D', 'P12M', 'PT24H', 'P1Y', 'P1W'])('accepts the window %s', (window) => {
    expect(sliceQuerySchema.parse({ window }).window).toBe(window)
  })

  it.each([
    ['window', '30'],
    ['window', 'P'],
    ['window', 'PT'],
    ['from', 'yesterday'],
    ['asOf', '2026-13-01T00:00:00Z'],
    ['seq', '-1'],
    ['seq', 'x'],
    ['basis', 'guess'],
    ['hour', '24'],
    ['hour', '7.5'],
    ['weekday', '0'],
    ['age', 'd2'],
    ['exclusions', 'some'],
  ])('refuses %s=%s', (key, value) => {
    expect(sliceQuerySchema.safeParse({ [key]: value }).success).toBe(false)
  })
})

const NO_TIMES = { hour: [], weekday: [], age: [] }

describe('sliceParams', () => {
  const slice: Slice = {
    fromMs: Date.UTC(2026, 9, 23),
    toMs: Date.UTC(2026, 10, 22),
    asOfMs: Date.UTC(2026, 10, 22),
    seq: 12,
    basis: 'settled',
    category: ['01', '其他'],
    source: [],
    urgency: [],
    organisation: [],
    handlingLevel: ['county'],
    hour: [7, 8, 17],
    weekday: [1, 7],
    age: ['d7'],
    exclusions: 'with',
  }

  it('is read back as the slice it was made from', () => {
    const query = sliceQuerySchema.parse(Object.fromEntries(new URLSearchParams(sliceParams(slice))))
    expect({ ...query, window: undefined }).toEqual({
      window: undefined,
      from: slice.fromMs,
      to: slice.toMs,
      asOf: slice.asOfMs,
      seq: 12,
      basis: 'settled',
      category: ['01', '其他'],
      source: [],
      urgency: [],
      organisation: [],
      handlingLevel: ['county'],
      hour: [7, 8, 17],
      weekday: [1, 7],
      age: ['d7'],
      exclusions: 'with',
    })
  })

  it('says nothing that is the default', () => {
    expect(
      sliceParams({
        ...slice,
        basis: 'default',
        exclusions: 'without',
        category: [],
        handlingLevel: [],
        ...NO_TIMES,
      }),
    ).toBe(
      'from=2026-10-23T00%3A00%3A00.000Z&to=2026-11-22T00%3A00%3A00.000Z&asOf=2026-11-22T00%3A00%3A00.000Z&seq=12',
    )
  })
})
