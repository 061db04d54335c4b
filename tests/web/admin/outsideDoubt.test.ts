import { expect, it } from 'vitest'
import { outsideDoubt } from '../../../web/admin/outsideDoubt.ts'

/** 113 … 114 E, 36 … 37 N. */
const outlines = { west: 113, south: 36, stepDegrees: 0.1, rings: [[0, 0, 10, 0, 10, 10, 0, 10]], labels: [] }
const many = (lng: number, lat: number, isInside: 0 | 1, n = 10) =>
  Array.from({ length: n }, (_, i) => [lng + i / 1000, lat, isInside] as const)

it('is none while enough lie inside, or too few are known', () => {
  expect(outsideDoubt({ points: [...many(113.5, 36.5, 1, 2), ...many(-122, 37, 0, 8)], outlines })).toBeNull()
  expect(outsideDoubt({ points: many(-122, 37, 0, 2), outlines })).toBeNull()
  expect(outsideDoubt({ points: [], outlines })).toBeNull()
})

it('tells another city, swapped columns and another datum apart', () => {
  expect(outsideDoubt({ points: many(-122, 37, 0), outlines })).toEqual({ why: 'elsewhere' })
  expect(outsideDoubt({ points: many(-122, 37, 0), outlines: null })).toEqual({ why: 'elsewhere' })
  expect(outsideDoubt({ points: many(36.5, 113.5, 0), outlines })).toEqual({ why: 'swapped' })
  const datums = [
    { datum: 'WGS84', outside: 10, compared: 10 },
    { datum: 'GCJ02', outside: 3, compared: 10 },
    { datum: 'BD09', outside: 1, compared: 10 },
  ]
  expect(outsideDoubt({ points: many(114.01, 36.5, 0), outlines, datums })).toEqual({
    why: 'datum',
    datum: 'BD09',
  })
})
