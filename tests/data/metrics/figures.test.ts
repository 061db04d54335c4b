// Figures, intervals and classes against published values (Newcombe 1998, Garwood 1936) and the definitions.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { baseValues } from '#data/metrics/bases.ts'
import { BIVARIATE, METRICS, measuresOf, metricOf } from '#data/metrics/catalogue.ts'
import { classCounts, classify } from '#data/metrics/classes.ts'
import { evidenceLevel } from '#data/metrics/evidence.ts'
import { type FigureSource, figureOf, metricColumn, NOT_SENSITIVE } from '#data/metrics/figures.ts'
import { poisson, wilson } from '#data/metrics/intervals.ts'
import { MEASURES, type Measure, STATES } from '#data/metrics/metric.ts'
import { unitId } from '#data/model/ids.ts'
import { createUnitTable, type Unit } from '#data/model/unit.ts'

describe('intervals', () => {
  it('give Wilson’s published values', () => {
    // Newcombe 1998, table I: 81/263, 15/148, 0/20, 1/29 by method 3.
    const cases: [number, number, number, number][] = [
      [81, 263, 0.2553, 0.3662],
      [15, 148, 0.0624, 0.1605],
      [0, 20, 0, 0.1611],
      [1, 29, 0.0061, 0.1718],
    ]
    for (const [k, n, low, high] of cases) {
      expect(wilson(k, n)!.low).toBeCloseTo(low, 4)
      expect(wilson(k, n)!.high).toBeCloseTo(high, 4)
    }
    expect(wilson(0, 0)).toBeNull()
    expect(wilson(20, 20)!.high).toBe(1)
  })

  it('give the exact Poisson limits of Garwood’s table', () => {
    const cases: [number, number, number][] = [
      [0, 0, 3.6889],
      [1, 0.0253, 5.5716],
      [5, 1.6235, 11.6683],
      [10, 4.7954, 18.3904],
      [50, 37.111, 65.9183],
      [100, 81.364, 121.627],
    ]
    for (const [k, low, high] of cases) {
      expect(poisson(k).low).toBeCloseTo(low, 3)
      expect(poisson(k).high).toBeCloseTo(high, 3)
    }
    // Far out the normal approximation must be met.
    expect(poisson(1_000_000).low).toBeCloseTo(1_000_000 - 1.96 * 1000, -2)
  })

  it('hold the observed value, and shrink with n', () => {
    fc.assert(
      fc.property(fc.nat(5000), fc.nat(5000), (a, b) => {
        const [k, n] = [Math.min(a, b), Math.max(a, b, 1)]
        const { low, high } = wilson(k, n)!
        expect(low).toBeLessThanOrEqual(k / n)
        expect(high).toBeGreaterThanOrEqual(k / n)
        const wider = wilson(k, n)!.high - wilson(k, n)!.low
        expect(wilson(k * 4, n * 4)!.high - wilson(k * 4, n * 4)!.low).toBeLessThan(wider + 1e-12)
        expect(poisson(k).low).toBeLessThanOrEqual(k)
        expect(poisson(k).high).toBeGreaterThan(k)
      }),
    )
  })
})

describe('the catalogue', () => {
  it('has unique ids, names in both languages, rising breaks and only known measures', () => {
    expect(new Set(METRICS.map(({ id }) => id)).size).toBe(METRICS.length)
    for (const metric of METRICS) {
      expect(metric.name.zh).not.toBe('')
      expect(metric.name.en).not.toBe('')
      expect(metric.breaks.length).toBeLessThanOrEqual(5)
      expect([...metric.breaks].sort((a, b) => a - b)).toEqual(metric.breaks)
      for (const measure of measuresOf([metric])) expect(MEASURES).toContain(measure)
    }
  })

  it('names in the bivariate scale metrics that there are, the target among the breaks', () => {
    expect(metricOf(BIVARIATE.density.metric).kind).toBe('density')
    expect(BIVARIATE.rate.breaks).toContain(metricOf(BIVARIATE.rate.metric).target)
    expect(() => metricOf('nothing')).toThrow(/no metric "nothing"/)
  })
})

/** One county, four villages, the last without area. */
const unit = (id: number, level: number, parentId: number | null, households: number | null): Unit => ({
  id: unitId(id),
  code: String(id),
  name: String(id),
  level,
  parentId: parentId === null ? null : unitId(parentId),
  households,
  population: null,
  staff: null,
})
const table = createUnitTable([
  unit(1, 0, null, null),
  unit(2, 1, 1, 1000),
  unit(3, 1, 1, 3000),
  unit(4, 1, 1, null),
  unit(5, 1, 1, 500),
])
const areas = Float64Array.of(6e6, 1e6, 2e6, 3e6, 0)

function source(columns: Partial<Record<Measure, number[]>>, privacy = NOT_SENSITIVE): FigureSource {
  return {
    measures: {
      columns: new Map(
        Object.entries(columns).map(([key, values]) => [key as Measure, Float64Array.from(values ?? [])]),
      ),
    },
    bases: baseValues(table, areas, 1, 30),
    level: table.level,
    privacy,
  }
}

describe('bases', () => {
  it('stay unknown upward when any child is unknown, and count grids', () => {
    const bases = baseValues(table, areas, 1, 30)
    expect(bases.get('thousandHouseholds')).toEqual(Float64Array.of(NaN, 1, 3, NaN, 0.5))
    expect(bases.get('grids')).toEqual(Float64Array.of(4, 1, 1, 1, 1))
    expect(bases.get('areaSquareKilometers')).toEqual(Float64Array.of(6, 1, 2, 3, NaN))
    expect(bases.get('days')![0]).toBe(30)
  })
})

describe('figures', () => {
  const counts = source({
    settled: [143, 100, 40, 3, 0],
    handled: [138, 97, 39, 2, 0],
    received: [150, 110, 37, 3, 0],
  })

  it('carry numerator, denominator and interval', () => {
    expect(figureOf(metricOf('handledRate'), 1, counts)).toEqual({
      value: 0.97,
      state: 'ok',
      numerator: 97,
      denominator: 100,
      ...wilson(97, 100),
    })
    const density = figureOf(metricOf('density'), 2, counts)
    expect(density).toMatchObject({ value: 18.5, state: 'ok', numerator: 37, denominator: 2 })
    expect(density.low).toBeCloseTo(poisson(37).low / 2)
    expect(figureOf(metricOf('received'), 4, counts)).toMatchObject({
      value: 0,
      state: 'ok',
      denominator: null,
    })
  })

  it('say too few below 20, none without a denominator', () => {
    expect(figureOf(metricOf('handledRate'), 3, counts)).toMatchObject({ state: 'few', denominator: 3 })
    expect(figureOf(metricOf('handledRate'), 4, counts)).toMatchObject({
      value: null,
      state: 'none',
      denominator: 0,
    })
    expect(figureOf(metricOf('density'), 4, counts)).toMatchObject({
      value: null,
      state: 'none',
      denominator: null,
    })
    expect(figureOf(metricOf('perThousandHouseholds'), 0, counts).state).toBe('none')
  })

  it('keep small counts of sensitive categories back, and everything below the deepest level', () => {
    const sensitive = source({ received: [150, 4, 37, 0, 5] }, { isSensitive: true, deepestLevel: 1 })
    const states = table.units.map((_, row) => figureOf(metricOf('received'), row, sensitive).state)
    expect(states).toEqual(['ok', 'hidden', 'ok', 'ok', 'ok'])
    expect(figureOf(metricOf('received'), 1, sensitive)).toMatchObject({ value: null, numerator: 0 })
    const coarse = source({ received: [150, 40, 37, 0, 5] }, { isSensitive: true, deepestLevel: 0 })
    expect(figureOf(metricOf('received'), 1, coarse).state).toBe('hidden')
  })

  it('are the same by column as one by one', () => {
    for (const id of ['handledRate', 'density', 'received', 'perThousandHouseholds']) {
      const { values, states } = metricColumn(metricOf(id), counts)
      table.units.forEach((_, row) => {
        const figure = figureOf(metricOf(id), row, counts)
        expect(STATES[states[row]]).toBe(figure.state)
        expect(values[row]).toBe(figure.value ?? NaN)
      })
    }
  })
})

describe('classes', () => {
  it('are half-open: a value on a break is in the class above', () => {
    expect([0.2499, 0.25, 0.7499, 0.75, 9].map((value) => classify(value, [0.25, 0.75]))).toEqual([
      0, 1, 1, 2, 2,
    ])
  })

  it('always sum with few, none and hidden to the units', () => {
    const cell = fc.tuple(fc.double({ min: 0, max: 2, noNaN: true }), fc.integer({ min: 0, max: 5 }))
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell), { maxLength: 60 }), fc.boolean(), (cells, isSingle) => {
        const axis = (side: 0 | 1, isReversed: boolean) => ({
          values: Float64Array.from(cells, (pair) => pair[side][0]),
          states: Uint8Array.from(cells, (pair) => pair[side][1]),
          breaks: [0.25, 0.75],
          isReversed,
        })
        const rows = cells.map((_, row) => row)
        const result = classCounts(rows, axis(0, true), isSingle ? undefined : axis(1, false))
        const classed = result.counts.flat().reduce((sum, n) => sum + n, 0)
        expect(classed + result.few + result.none + result.hidden).toBe(cells.length)
        expect(result.counts).toHaveLength(isSingle ? 1 : 3)
      }),
    )
  })

  it('put the best rate in column 0 and the lowest density in row 0', () => {
    const rate = {
      values: Float64Array.of(0.99, 0.9),
      states: new Uint8Array(2),
      breaks: [0.95, 0.97],
      isReversed: true,
    }
    const density = {
      values: Float64Array.of(0.1, 5),
      states: new Uint8Array(2),
      breaks: [0.25, 0.75],
      isReversed: false,
    }
    expect(classCounts([0, 1], rate, density).counts).toEqual([
      [1, 0, 0],
      [0, 0, 0],
      [0, 0, 1],
    ])
  })
})

describe('the level the evidence carries', () => {
  it('is the finest where four in five units have n of 20 or more', () => {
    expect(evidenceLevel(table, 0, Float64Array.of(100, 20, 20, 20, 20))).toBe(1)
    // Three of four is not enough; there is no level between, so the next below is taken.
    expect(evidenceLevel(table, 0, Float64Array.of(100, 20, 20, 20, 19))).toBe(1)
    expect(evidenceLevel(table, 1, Float64Array.of(100, 20, 20, 20, 19))).toBe(1)
  })
})
