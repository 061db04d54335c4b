import { describe, expect, it } from 'vitest'
import { daysOfView, openSlice } from '../../../web/stores/sliceQuery.ts'
import { DEFAULT_VIEW } from '../../../web/stores/viewQuery.ts'

const calendar = {
  ...{ zone: 'Asia/Shanghai', assessmentStartDay: 26 },
  // 22 November, 0:30 in Shanghai.
  nowMs: Date.UTC(2026, 10, 21, 16, 30),
}

describe('the window of a view', () => {
  it.each([
    ['month', '2026-11-01'],
    ['assessment', '2026-10-26'],
    ['quarter', '2026-10-01'],
    ['year', '2026-01-01'],
  ] as const)('of this %s runs from its first day until today', (length, from) => {
    expect(daysOfView({ ...DEFAULT_VIEW, length }, calendar)).toEqual({ from, to: '2026-11-22' })
  })

  it('of a period ends with what it is as of', () => {
    const view = { ...DEFAULT_VIEW, length: 'month' as const, asOf: '2026-10-31T16:00:00Z' }
    expect(daysOfView(view, calendar)).toEqual({ from: '2026-10-01', to: '2026-10-31' })
  })

  it('asks for local midnights, or for a length back from now', () => {
    const range = openSlice({ ...DEFAULT_VIEW, from: '2026-11-01', to: '2026-11-02' }, calendar)
    expect(range).toMatchObject({
      ...{ window: null, from: '2026-10-31T16:00:00.000Z', to: '2026-11-02T16:00:00.000Z' },
    })
    expect(openSlice(DEFAULT_VIEW, calendar)).toMatchObject({ window: 'P30D', from: null, to: null })
  })
})
