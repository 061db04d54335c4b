import { expect, it } from 'vitest'
import { drawOutlines, type OutlinedUnit } from '#data/ingest/outlines.ts'

//  a---b---c    two squares of a tenth of a degree under one parent without a polygon
//  | 1 | 2 |
//  f---e---d
const square = (west: number): number[] =>
  [0, 0, 1, 0, 1, 1, 0, 1, 0, 0].map((at, i) => (i % 2 === 0 ? west + at : at) * 1_000_000)
const unit = (code: string, parentCode: string | null, level: number, rings: number[][]): OutlinedUnit => ({
  code,
  parentCode,
  name: `unit ${code}`,
  level,
  polygons: rings.length > 0 ? [rings] : [],
})

it('draws every ring once on one grid, so neighbours share their border', () => {
  const outlines = drawOutlines([
    unit('0', null, 0, []),
    unit('1', '0', 1, [square(0)]),
    unit('2', '0', 1, [square(1)]),
  ])
  expect(outlines?.rings).toHaveLength(2)
  const [first, second] = (outlines?.rings ?? []).map((ring) => [ring[2], ring[0]])
  expect(first[0]).toBe(second[1])
  expect(outlines?.labels).toEqual([
    { name: 'unit 1', at: [0.05, 0.05] },
    { name: 'unit 2', at: [0.15, 0.05] },
  ])
})

it('has nothing to draw without polygons', () => {
  expect(drawOutlines([unit('0', null, 0, [])])).toBeNull()
})

it('does not go round in circles where parents do', () => {
  expect(drawOutlines([unit('1', '2', 1, [square(0)]), unit('2', '1', 1, [square(1)])])?.rings).toHaveLength(
    2,
  )
})
