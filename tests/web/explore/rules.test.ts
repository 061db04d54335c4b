import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Figure } from '#data/metrics/metric.ts'
import { MOMENTS } from '#data/model/incident.ts'
import { isWorse, rateChange } from '../../../web/explore/kpi/change.ts'
import { squareBeside, toggleClass } from '../../../web/explore/legend/classSelection.ts'
import { axisOf, drawnOf, sideOfTarget } from '../../../web/explore/side/ranking.ts'
import { timelineOf } from '../../../web/explore/side/timeline.ts'
import { moveBrush } from '../../../web/explore/slider/brush.ts'
import { bivariateClass } from '../../../web/shared/mapContract.ts'
import { PALETTES, singleColours } from '../../../web/theme/palettes.ts'

const rate = (value: number, low: number, high: number): Figure => ({
  ...{ value, low, high, state: 'ok', numerator: 0, denominator: 100 },
})

describe('rules of the explore page', () => {
  it('raise a change only when it is certain and bad', () => {
    const now = rate(0.93, 0.91, 0.946)
    expect(isWorse(rateChange(now, rate(0.971, 0.962, 0.978)), 'high')).toBe(true)
    expect(isWorse(rateChange(now, rate(0.935, 0.91, 0.95)), 'high')).toBe(false)
    expect(isWorse(rateChange(rate(0.98, 0.97, 0.99), now), 'high')).toBe(false)
    expect(rateChange(undefined, now)).toBeNull()
  })

  it('claim a side of the target only for a whole interval', () => {
    expect(sideOfTarget(rate(0.94, 0.93, 0.95), 0.97, 'high')).toBe('poor')
    expect(sideOfTarget(rate(0.99, 0.97, 0.995), 0.97, 'high')).toBe('good')
    expect(sideOfTarget(rate(0.97, 0.96, 0.98), 0.97, 'high')).toBe('open')
  })

  it('hold every figure that can be said on the axis of the ranking, and draw no other beyond it', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true })
    const figure = fc
      .tuple(share, share, share, fc.constantFrom('ok' as const, 'few' as const))
      .map(([a, b, c, state]) => {
        const [low, value, high] = [a, b, c].sort((x, y) => x - y)
        return { ...rate(value, low, high), state }
      })
    fc.assert(
      fc.property(fc.array(figure), fc.constantFrom('rate' as const, 'density' as const), (figures, kind) => {
        const rows = figures.map((each, id) => ({ id, code: `${id}`, name: '', figure: each, received: 0 }))
        const axis = axisOf(rows, { kind, target: 0.97 })
        for (const each of figures) {
          const { value, low, high } = drawnOf(each, axis)
          expect([low, high].includes(null)).toBe(each.state === 'few')
          for (const at of [value, low, high].filter((at) => at !== null))
            expect(at >= axis.from && at <= axis.to).toBe(true)
        }
      }),
    )
    const axis = { from: 0.95, to: 1 }
    expect(drawnOf({ ...rate(0.75, 0.4, 0.9), state: 'few' }, axis).value).toBeNull()
    expect(drawnOf({ ...rate(0.98, 0.8, 1), state: 'few' }, axis).value).toBe(0.98)
  })

  it('isolate one class by a click, add by shift, lift by the same click', () => {
    expect(toggleClass([], '2-2', false)).toEqual(['2-2'])
    expect(toggleClass(['2-2'], 'few', true)).toEqual(['2-2', 'few'])
    expect(toggleClass(['2-2'], '2-2', false)).toEqual([])
    expect(squareBeside(2, 2, 'ArrowRight', 3, 3)).toEqual([2, 2])
    expect(squareBeside(2, 2, 'ArrowDown', 3, 3)).toEqual([1, 2])
  })

  it('put a value on a break into the class above it, best rate in column 0', () => {
    const scale = { x: { metric: 'r', breaks: [0.95, 0.97] }, y: { metric: 'd', breaks: [0.25, 0.75] } }
    expect(bivariateClass(0.75, 0.97, scale)).toBe('2-0')
    expect(bivariateClass(0.25, 0.95, scale)).toBe('1-1')
    expect(bivariateClass(0, 0.5, scale)).toBe('0-2')
  })

  it('keep the handles of the slider in order and inside', () =>
    fc.assert(
      fc.property(
        fc.nat(80),
        fc.nat(80),
        fc.constantFrom('from', 'to', 'both'),
        fc.integer({ min: -200, max: 200 }),
        (a, b, grip, by) => {
          const start = { from: Math.min(a, b), to: Math.max(a, b) }
          const moved = moveBrush(start, grip, by, 90)
          expect(moved.from).toBeGreaterThanOrEqual(0)
          expect(moved.to).toBeLessThan(90)
          expect(moved.from).toBeLessThanOrEqual(moved.to)
          if (grip === 'both') expect(moved.to - moved.from).toBe(start.to - start.from)
        },
      ),
    ))

  it('place the deadline among the moments and mark what came after it', () => {
    const moments = { received: '2026-11-01T00:00:00Z', handled: '2026-11-09T00:00:00Z' }
    const steps = timelineOf(
      { moments, deadlineAt: '2026-11-05T00:00:00Z', state: 'handled', assignments: [] },
      ['received', 'handled'],
    )
    expect(steps.map((step) => `${step.key} ${step.kind}`)).toEqual([
      'received done',
      'deadline deadline',
      'handled late',
    ])
  })

  it('tell to whom a case went instead of the bare dispatch, and who let it go', () => {
    const at = (day: number) => `2026-11-0${day}T00:00:00Z`
    const given = { role: 'lead' as const, deadlineAt: null }
    const steps = timelineOf(
      {
        moments: { received: at(1), accepted: at(1), dispatched: at(2) },
        deadlineAt: null,
        state: 'open',
        assignments: [
          { ...given, organisation: 'township', from: at(2), to: at(3), outcome: 'returned' },
          { ...given, organisation: 'bureau', from: at(4), to: null, outcome: null },
          { ...given, role: 'support', organisation: 'fire', from: at(4), to: null, outcome: null },
        ],
      },
      MOMENTS,
    )
    expect(steps.map(({ key, organisation = '' }) => `${key} ${organisation}`.trim())).toEqual([
      ...['received', 'accepted', 'assigned township', 'returned township'],
      ...['assigned bureau', 'supported fire', 'handled'],
    ])
  })

  it('colour a metric with a target blue on its good side and ochre on its bad side', () => {
    const [poor, near, good] = singleColours(PALETTES.light, [0.95, 0.97], 0.97, 'high')
    expect([poor, near, good]).toEqual(['#7a5213', '#e6c993', '#6f9fc6'])
    expect(singleColours(PALETTES.dark, [1, 2, 3, 4, 5], null, null)).toEqual([...PALETTES.dark.sequential])
  })
})
