import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { breaksFor, metricOf } from '#data/metrics/catalogue.ts'
import { risingRound } from '#data/metrics/roundBreaks.ts'

describe('round breaks', () => {
  it('are the nearest by ratio', () => {
    expect(risingRound([0.3, 4.4, 24, 117, 467, 24_333])).toEqual([1, 5, 20, 100, 500, 20_000])
    expect(risingRound([1.5, 3.2, 7.2])).toEqual([2, 5, 10])
  })

  it('are whole, rise, and are 1, 2 or 5 and zeros, whatever they are made of', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { maxLength: 6 }), (values) => {
        const rounded = risingRound([...values].sort((a, b) => a - b))
        for (const [i, value] of rounded.entries()) {
          expect(String(value)).toMatch(/^[125]0*$/)
          if (i > 0) expect(value).toBeGreaterThan(rounded[i - 1])
        }
      }),
    )
  })
})

describe('breaks of a count', () => {
  const received = metricOf('received')
  const of = (days: number, units: number) => breaksFor(received, received.breaks, { days, units })

  it('are the catalogue’s on a level of 150 units and in 30 days', () => {
    expect(of(30, 150)).toEqual([1, 20, 100, 500, 2000])
    expect(of(30, 12)).toEqual([1, 20, 100, 500, 2000])
  })

  it('are less where more units share the same matters', () => {
    expect(of(30, 2628)).toEqual([1, 2, 5, 20, 100])
    expect(of(30, 12_000)).toEqual([1, 2, 5, 10, 20])
  })

  it('follow the window', () => {
    expect(of(7, 150)).toEqual([1, 5, 20, 100, 500])
    expect(of(365, 150)).toEqual([10, 200, 1000, 5000, 20_000])
  })

  it('stay for what is not counted in a window, such as what is open', () => {
    const open = metricOf('open')
    expect(breaksFor(open, open.breaks, { days: 365, units: 150 })).toEqual(open.breaks)
  })
})

it('breaks of a density do not depend on how many units there are, and grow with the window to three digits', () => {
  const density = metricOf('density')
  expect(breaksFor(density, [0.25, 0.75], { days: 365, units: 12_000 })).toEqual([3.04, 9.13])
  expect(breaksFor(density, density.breaks, { days: 30, units: 12_000 })).toEqual(density.breaks)
})
