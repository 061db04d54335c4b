import { describe, expect, it } from 'vitest'
import { buildCoverage } from '#data/coverage/build.ts'
import type { UnitOutline } from '#data/coverage/linework.ts'

const square = (x: number, y: number, size: number): number[] => [
  x, y, x + size, y, x + size, y + size, x, y + size, x, y,
] // biome-ignore format: one corner after another
const unit = (
  id: number,
  rings: readonly (readonly number[])[],
  level = 0,
  parentId: number | null = null,
): UnitOutline => ({ id, level, parentId, polygons: rings.length === 0 ? [] : [rings] })

const arcsOf = (units: readonly UnitOutline[]): string[] => {
  const { coverage } = buildCoverage(units)
  return Array.from(coverage.left, (left, i) => {
    const vertices = []
    for (let v = coverage.offsets[i]; v < coverage.offsets[i + 1]; v++)
      vertices.push(`${coverage.xs[v]},${coverage.ys[v]}`)
    return `${vertices.join(' ')} | ${left} ${coverage.right[i]}`
  })
}

describe('buildCoverage', () => {
  it('draws the border between two units once', () => {
    //  10 ┌───┬───┐
    //     │ 1 │ 2 │
    //   0 └───┴───┘
    //     0   10  20
    expect(arcsOf([unit(1, [square(0, 0, 10)]), unit(2, [square(10, 0, 10)])])).toEqual([
      '10,0 0,0 0,10 10,10 | 0 1',
      '10,0 10,10 | 1 2',
      '10,0 20,0 20,10 10,10 | 2 0',
    ])
  })

  it('gives the long side of a T-junction its node', () => {
    const units = [
      unit(1, [[0, 0, 20, 0, 20, 10, 0, 10, 0, 0]]),
      unit(2, [square(0, 10, 10)]),
      unit(3, [square(10, 10, 10)]),
    ]
    const { coverage, problems } = buildCoverage(units)
    expect(problems).toEqual([])
    expect(coverage.left).toHaveLength(6)
  })

  it('keeps a hole of one unit open and reports nothing', () => {
    expect(arcsOf([unit(1, [square(0, 0, 30), square(10, 10, 10)])])).toEqual([
      '0,0 0,30 30,30 30,0 0,0 | 0 1',
      '10,10 10,20 20,20 20,10 10,10 | 1 0',
    ])
  })
})
