import { expect, test } from 'vitest'
import type { Slice } from '#data/model/slice.ts'
import { filterWords } from '#data/tables/sliceWords.ts'
import { GRID_CITY } from '../../fixtures/gridCity.ts'

test('hours of a filter include the last one whole, in both languages', () => {
  const slice: Slice = {
    ...{ fromMs: 0, toMs: 1, asOfMs: 1, seq: 1, basis: 'default', exclusions: 'without' },
    ...{ category: [], source: [], urgency: [], organisation: [], handlingLevel: [], weekday: [], age: [] },
    hour: [8, 9, 14],
  }
  expect(filterWords(slice, GRID_CITY, 'zh-CN')).toBe('8–10 时、14–15 时')
  expect(filterWords(slice, GRID_CITY, 'en')).toBe('8:00–10:00, 14:00–15:00')
})
