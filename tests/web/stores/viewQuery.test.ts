import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ClassKey } from '../../../web/shared/mapContract.ts'
import {
  DEFAULT_VIEW,
  DENSITY_BASES,
  FIGURE_CHOICES,
  GROUPINGS,
  LIST_SORTS,
  LIST_STATES,
  momentOf,
  parseView,
  TABS,
  VIEW_BASES,
  viewQuery,
  WINDOW_LENGTHS,
} from '../../../web/stores/viewQuery.ts'

const code = fc.stringMatching(/^[0-9]{6,15}$/)
const maybe = <T>(inner: fc.Arbitrary<T>) => fc.option(inner, { nil: null })
const day = fc
  .integer({ min: 0, max: 900 })
  .map((n) => new Date(1.7e12 + n * 864e5).toISOString().slice(0, 10))
const range = maybe(fc.tuple(day, day).map(([a, b]) => (a < b ? [a, b] : [b, a])))
const pin = maybe(
  fc.record({
    asOf: day.map((d) => `${d}T00:00:00.000Z`),
    seq: fc.nat(),
    version: fc.nat(),
    catalogue: fc.nat(),
  }),
)
const classKey = fc.constantFrom<ClassKey>('0-0', '2-2', '4', 'few', 'none')
const view = fc
  .record({
    base: fc.record({
      within: maybe(code),
      level: maybe(fc.constantFrom('township', 'grid')),
      length: fc.constantFrom(...WINDOW_LENGTHS),
      basis: fc.constantFrom(...VIEW_BASES),
      category: fc.uniqueArray(fc.constantFrom('01', '0103', '12')),
      source: fc.uniqueArray(fc.constantFrom('grid', 'hotline')),
      urgency: fc.uniqueArray(fc.constantFrom('normal', 'urgent')),
      organisation: fc.uniqueArray(fc.constantFrom('water', 'fire')),
      handlingLevel: fc.uniqueArray(fc.constantFrom('county', 'grid')),
      hour: fc.uniqueArray(fc.integer({ min: 0, max: 23 })),
      weekday: fc.uniqueArray(fc.integer({ min: 1, max: 7 })),
      age: fc.uniqueArray(fc.constantFrom('d0', 'd30', 'd90')),
      by: fc.constantFrom(...GROUPINGS),
      metric: fc.constantFrom('bivariate', 'handledRate'),
      per: fc.constantFrom(...DENSITY_BASES),
      classes: fc.uniqueArray(classKey),
      figures: fc.constantFrom(...FIGURE_CHOICES),
      tab: fc.constantFrom(...TABS),
      unit: maybe(code),
      incident: maybe(fc.nat()),
      list: maybe(fc.constantFrom(...LIST_STATES)),
      sort: fc.constantFrom(...LIST_SORTS),
      camera: maybe(fc.constantFrom({ lng: 113.1164, lat: 36.1951, zoom: 8.25 })),
    }),
    range,
    pin,
  })
  .map(({ base, range, pin }) => ({
    ...base,
    from: range?.[0] ?? null,
    to: range?.[1] ?? null,
    asOf: pin?.asOf ?? null,
    seq: pin?.seq ?? null,
    version: pin?.version ?? null,
    catalogue: pin?.catalogue ?? null,
  }))

describe('the view in the address', () => {
  it('comes back as it went in', () =>
    fc.assert(
      fc.property(view, (value) => {
        expect(parseView(viewQuery(value))).toEqual(value)
      }),
    ))

  it('has an empty query by default', () => {
    expect(viewQuery(DEFAULT_VIEW)).toEqual({})
    expect(parseView({})).toEqual(DEFAULT_VIEW)
  })

  it('opens also when mistyped', () => {
    const mistyped = parseView({
      window: 'P4Q',
      from: '2026-11-22',
      to: '2026-11-01',
      classes: '9-99,few,<b>',
      at: 'x',
    })
    expect(mistyped).toEqual({ ...DEFAULT_VIEW, classes: ['few'] })
  })

  it('takes a moment without a sequence as what had happened by then, a sequence alone as nothing', () => {
    expect(parseView({ asOf: '2026-11-22T00:00:00Z', version: '3' })).toMatchObject({
      ...{ asOf: '2026-11-22T00:00:00Z', seq: null, version: null },
    })
    expect(parseView({ seq: '4' }).seq).toBeNull()
  })

  it('keeps a moment that is none, for a page that showed now in its place would not say so', () => {
    const view = parseView({ asOf: 'yesterday' })
    expect(view.asOf).toBe('yesterday')
    expect(momentOf(view, 7)).toBe(7)
    expect(momentOf({ asOf: '1970-01-01T00:00:05Z' }, 7)).toBe(5000)
  })
})
