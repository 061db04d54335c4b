import fc from 'fast-check'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { daysAfter } from '#data/calendar/days.ts'
import { areaOf, cellAfter } from '../../../web/charts/area.ts'
import { barMargins, barOption } from '../../../web/charts/barOption.ts'
import { heatBreaks } from '../../../web/charts/heatOption.ts'
import { endOffsets, TREND_HEIGHT, trendOption } from '../../../web/charts/trendOption.ts'
import type { Tokens } from '../../../web/charts/useTokens.ts'
import { afterChoice, shownRows } from '../../../web/explore/side/dimensionRows.ts'
import { trendRows } from '../../../web/explore/side/trendRows.ts'
import type { BreakdownRow } from '../../../web/stores/breakdown.ts'
import { handlers } from '../fixtures/handlers.ts'
import { mountPage, type Page } from '../fixtures/mountPage.ts'

const row = (key: string, received: number, parent: string | null = null): BreakdownRow => ({
  ...{ key, parent, name: null },
  figures: {
    received: { value: received, state: 'ok', numerator: received, denominator: null, low: null, high: null },
  },
})
const ROWS = [row('01', 5), row('0101', 2, '01'), row('0102', 3, '01'), row('04', 9), row('', 1)]

describe('bars of a dimension', () => {
  it('keep off the figures beside them, however long, and leave long names a limit', () => {
    const wide = barMargins([
      { name: '中共某某市委政法委员会社会治安综合治理中心', words: '14,135   97.6%', depth: 0 },
    ])
    expect(wide.right).toBeGreaterThan(14 * 6.6)
    expect(wide.name).toBe(152)
    expect(barMargins([{ name: '一般', words: '9', depth: 0 }])).toMatchObject({ name: 100, left: 114 })
    const row = { key: '1', name: '一般', parts: [3], words: '12,345 / 10,000', isDimmed: false, depth: 0 }
    const { right } = barMargins([row])
    expect(barOption([row], {} as Tokens)).toMatchObject({ grid: { right } })
  })

  it('stand most first, what is not stated last', () => {
    expect(shownRows(ROWS, [], 'most', 9).shown.map((each) => each.row.key)).toEqual(['04', '01', ''])
  })

  it('unfold what is chosen and dim the rest', () => {
    const { shown } = shownRows(ROWS, ['0102'], 'most', 9)
    expect(shown.map((each) => `${each.row.key}${each.isDimmed ? ' dim' : ''}`)).toEqual([
      '04 dim',
      '01',
      '0102',
      '0101 dim',
      ' dim',
    ])
  })

  it('keep what is chosen beyond the limit', () => {
    expect(shownRows(ROWS, ['01'], 'most', 1)).toMatchObject({ more: 0 })
    expect(shownRows(ROWS, [], 'most', 1)).toMatchObject({ more: 1 })
  })

  it('choose one, then none; a part takes the place of its whole', () => {
    expect(afterChoice([], { key: '04', parent: null }, false)).toEqual(['04'])
    expect(afterChoice(['04'], { key: '04', parent: null }, false)).toEqual([])
    expect(afterChoice(['01'], { key: '0102', parent: '01' }, true)).toEqual(['0102'])
    expect(afterChoice(['01', '04'], { key: '01', parent: null }, true)).toEqual(['04'])
    expect(afterChoice(['01'], { key: '', parent: null }, false)).toEqual(['01'])
  })
})

describe('areas of a chart', () => {
  it('hold both ends whichever way they were drawn', () => {
    const [a, b] = [
      { column: 5, row: 0 },
      { column: 2, row: 3 },
    ]
    expect(areaOf(a, b)).toEqual(areaOf(b, a))
    expect(areaOf(a, b)).toEqual({ fromColumn: 2, toColumn: 5, fromRow: 0, toRow: 3 })
  })

  it('are walked by arrow keys, which stop at the sides', () => {
    expect(cellAfter('ArrowLeft', { column: 0, row: 2 }, 24, 7)).toEqual({ column: 0, row: 2 })
    expect(cellAfter('End', { column: 3, row: 2 }, 24, 7)).toEqual({ column: 23, row: 6 })
    expect(cellAfter('a', { column: 3, row: 2 }, 24, 7)).toBeNull()
  })

  it('are coloured in six classes of whole numbers', () => {
    expect(heatBreaks(60)).toEqual([10, 20, 30, 40, 50])
  })
})

describe('the trend', () => {
  it('keeps end labels apart and above the axis', () => {
    const height = TREND_HEIGHT - 30
    const y = (value: number) => height * (1 - value / 1000)
    for (const [now, before] of [
      [0, 600],
      [0, 0],
      [500, 510],
      [1000, 0],
      [5, 20],
    ]) {
      const [a, b] = endOffsets(now, before, 1000)
      expect(Math.abs(y(now) + a - y(before) - b)).toBeGreaterThanOrEqual(12.999)
      expect(Math.max(y(now) + a, y(before) + b)).toBeLessThanOrEqual(height - 4 + 1e-9)
    }
  })

  it('names last year only where it is known: the label of a line without a point has no place', () => {
    const point = { label: '01-20', now: 3, isPartial: false, low: null, high: null }
    const words = { now: 'now', lastYear: 'last year', count: String, event: null }
    const tokens = {} as Tokens
    const labelled = (lastYear: number | null) =>
      (
        trendOption(
          [
            { ...point, lastYear },
            { ...point, lastYear: null },
          ],
          words,
          tokens,
        ).series as object[]
      ).filter((line) => 'endLabel' in line).length
    expect([labelled(null), labelled(4)]).toEqual([1, 2])
  })

  it('marks the day that is not over and lays last year under the same weekdays', () => {
    const days = Array.from({ length: 400 }, (_, index) => ({
      day: new Date(Date.UTC(2025, 9, 20) + index * 864e5).toISOString().slice(0, 10),
      received: index + 1,
    }))
    const window = {
      ...{ from: '2026-11-16', to: '2026-11-22', isWeekly: false },
      ...{ isFirstPartial: false, firstDayCount: null, isLastPartial: true },
    }
    const rows = trendRows(days, window)
    expect(rows).toHaveLength(7)
    expect(rows.map((each) => each.isPartial)).toEqual([false, false, false, false, false, false, true])
    for (const each of rows) expect(each.now - each.lastYear!).toBe(364)
    expect(trendRows(days, { ...window, from: '2026-11-01', isWeekly: true })).toHaveLength(4)
  })

  it('sums to what the window received, by days and by weeks, however it is cut', () => {
    const span = fc.record({
      counts: fc.array(fc.nat(50), { minLength: 420, maxLength: 520 }),
      length: fc.integer({ min: 1, max: 60 }),
      kept: fc.option(fc.nat(30), { nil: null }),
      isLastPartial: fc.boolean(),
      isWeekly: fc.boolean(),
    })
    fc.assert(
      fc.property(span, ({ counts, length, kept, isLastPartial, isWeekly }) => {
        const days = counts.map((received, index) => ({
          day: daysAfter('2025-06-01', index),
          // Something before the window, else nothing is known of it.
          received: index === 0 ? 1 : received,
        }))
        const inside = days.slice(-length)
        const window = {
          ...{ from: inside[0].day, to: inside[length - 1].day, isLastPartial, isWeekly },
          ...{ isFirstPartial: kept !== null, firstDayCount: kept },
        }
        const whole = inside.reduce((sum, { received }) => sum + received, 0)
        const wanted = kept === null ? whole : whole - inside[0].received + kept
        const rows = trendRows(days, window)
        expect(rows.reduce((sum, { now }) => sum + now, 0)).toBe(wanted)
        expect(rows[0].day).toBe(window.from)
        expect(rows[rows.length - 1].lastDay).toBe(window.to)
        for (let at = 1; at < rows.length; at++) expect(rows[at].day).toBe(daysAfter(rows[at - 1].lastDay, 1))
      }),
    )
  })
})

describe('the side panel', () => {
  const server = setupServer(...handlers)
  beforeAll(async () => {
    server.listen({ onUnhandledRequest: 'error' })
    // A cold start takes longer than a test waits.
    await import('../../../web/explore/side/SidePanel.vue')
    await import('../../../web/explore/side/MakeUp.vue')
  }, 30_000)
  afterAll(() => server.close())
  let page: Page
  afterEach(() => page.wrapper.unmount())
  const query = () => page.router.currentRoute.value.query

  it('shows what is filtered, lets each go and clears all by one key', async () => {
    page = await mountPage('/?category=04&hour=8,9,10,17&weekday=1&age=d30')
    await page.until(() => expect(page.wrapper.findAll('.chip').length).toBe(4))
    expect(page.wrapper.find('[data-chips]').text()).toContain('8–11 时、17–18 时')
    await page.wrapper.findAll('.chip')[0].trigger('click')
    await page.until(() => expect(query().category).toBeUndefined())
    window.dispatchEvent(new KeyboardEvent('keydown', { key: 'x' }))
    await page.until(() => expect(query()).toEqual({}))
    expect(page.wrapper.find('[data-chips]').exists()).toBe(false)
  })

  it('filters from the table of a chart', async () => {
    page = await mountPage('/')
    await page.until(() => expect(page.wrapper.find('#side-makeUp').exists()).toBe(true))
    await page.wrapper.find('#side-makeUp').trigger('click')
    await page.until(() => expect(page.wrapper.find('[data-chart=category] .head .link').exists()).toBe(true))
    await page.wrapper.find('[data-chart=category] .head .link').trigger('click')
    const buttons = page.wrapper.findAll('[data-chart=category] tbody button')
    expect(buttons).toHaveLength(3)
    await buttons[2].trigger('click')
    await page.until(() => expect(query().category).toBe('04'))
    expect(page.wrapper.findAll('[data-chart=category] tbody button')[2].attributes('aria-pressed')).toBe(
      'true',
    )
  })
})
