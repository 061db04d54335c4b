// Smoothed columns: each level by itself, towards the parent, nothing lent by what must not be told.
import { expect, it } from 'vitest'
import { STATES } from '#data/metrics/metric.ts'
import { smoothColumn } from '#data/metrics/smoothing.ts'
import { smooth } from '#data/statistics/empiricalBayes.ts'

const [OK, FEW, HIDDEN, NONE] = (['ok', 'few', 'hidden', 'none'] as const).map((state) =>
  STATES.indexOf(state),
)
//        0
//    1       2          level 1
//  3 4 5   6 7 8 9      level 2
const level = [0, 1, 1, 2, 2, 2, 2, 2, 2, 2]
const parent = [-1, 0, 0, 1, 1, 1, 2, 2, 2, 2]
const numerators = [262, 90, 172, 40, 45, 5, 80, 90, 2, 0]
const denominators = [300, 100, 200, 40, 50, 10, 100, 95, 5, 0]
const states = Uint8Array.from([OK, OK, OK, OK, OK, FEW, OK, OK, HIDDEN, NONE])
const values = Float64Array.from(numerators, (value, i) =>
  states[i] === HIDDEN || states[i] === NONE ? Number.NaN : value / denominators[i],
)
const raw = { values, states, numerators, denominators }

it('draws a unit towards its siblings’ mean, at every level by itself', () => {
  const smoothed = smoothColumn(raw, level, parent, 'binomial')
  const siblings = smooth(
    [3, 4, 5].map((row) => ({ numerator: numerators[row], denominator: denominators[row] })),
    'binomial',
  )
  expect([...smoothed.values].slice(3, 6)).toEqual(siblings.map(({ value }) => value))
  expect([...smoothed.weights].slice(3, 6)).toEqual(siblings.map(({ weight }) => weight))
  expect(smoothed.values[5]).toBeGreaterThan(values[5])
  expect(smoothed.values[0]).toBeCloseTo(values[0], 12)
})

it('has a class for what had too few to say, and none for what is not told', () => {
  const smoothed = smoothColumn(raw, level, parent, 'binomial')
  expect([...smoothed.states]).toEqual([OK, OK, OK, OK, OK, OK, OK, OK, HIDDEN, NONE])
  expect(smoothed.values[8]).toBeNaN()
  expect(smoothed.values[9]).toBeNaN()
})

it('is not moved by a figure that must not be told', () => {
  const other = { ...raw, numerators: numerators.map((n, i) => (i === 8 ? 5 : n)) }
  expect([...smoothColumn(other, level, parent, 'binomial').values]).toEqual([
    ...smoothColumn(raw, level, parent, 'binomial').values,
  ])
})
