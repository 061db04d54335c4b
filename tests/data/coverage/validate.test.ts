import { describe, expect, it } from 'vitest'
import type { Coverage } from '#data/coverage/coverage.ts'
import { validateCoverage } from '#data/coverage/validate.ts'

/** Arcs as [left, right, x0, y0, x1, y1 …]. */
function coverageOf(...arcs: readonly (readonly number[])[]): Coverage {
  const offsets = [0]
  for (const arc of arcs) offsets.push(offsets[offsets.length - 1] + (arc.length - 2) / 2)
  const coordinates = arcs.flatMap((arc) => arc.slice(2))
  return {
    offsets: Uint32Array.from(offsets),
    xs: Int32Array.from(coordinates.filter((_, i) => i % 2 === 0)),
    ys: Int32Array.from(coordinates.filter((_, i) => i % 2 === 1)),
    left: Float64Array.from(arcs, (arc) => arc[0]),
    right: Float64Array.from(arcs, (arc) => arc[1]),
  }
}

//  100 B─────D────┐        arc a: A→D west around 1, b: A→D east around 2, c: A→D between them
//      │ 1   c  2 │
//    0 └─────A────┘
//      0    100  200
const A = [0, 1, 100, 0, 0, 0, 0, 100, 100, 100]
const B = [2, 0, 100, 0, 200, 0, 200, 100, 100, 100]
const C = [1, 2, 100, 0, 100, 100]

const codesOf = (...arcs: readonly (readonly number[])[]): string[] => [
  ...new Set(validateCoverage(coverageOf(...arcs)).map(({ code }) => code)),
]

describe('validateCoverage', () => {
  it('finds nothing wrong with two units side by side, in any direction', () => {
    expect(codesOf(A, B, C)).toEqual([])
    expect(codesOf(A, B, [2, 1, 100, 100, 100, 0])).toEqual([])
  })

  it('names crossing arcs and where', () => {
    const bent = [1, 2, 100, 0, 250, 50, 100, 100]
    const [violation, ...more] = validateCoverage(coverageOf(A, B, bent))
    expect(violation).toEqual({ code: 'crossing', unitIds: [1, 2], at: [200, 33] })
    expect(more).toMatchObject([{ code: 'crossing', at: [200, 67] }])
  })

  it('refuses a vertex in the corridor of a foreign edge', () => {
    // 0.5 < 1: a vertex on the eastern border, no node of it.
    expect(codesOf(A, B, [1, 2, 100, 0, 200, 50, 100, 100])).toEqual(['near-vertex'])
  })

  it('refuses arcs that share an interior vertex', () => {
    const west = [0, 1, 100, 0, 0, 0, 50, 50, 0, 100, 100, 100]
    expect(codesOf(west, B, [1, 2, 100, 0, 50, 50, 100, 100])).toEqual(['crossing'])
  })

  it('refuses an end that meets nothing', () => {
    expect(codesOf(A, B, C, [1, 3, 20, 20, 40, 40])).toContain('dangling')
  })

  it('refuses owners that disagree around a face', () => {
    expect(codesOf(A, B, [1, 3, 100, 0, 100, 100])).toEqual(['unmatched'])
  })

  it('refuses an island whose outside is not the unit it lies in', () => {
    const lake = (outside: number): number[] => [outside, 9, 20, 20, 20, 40, 40, 40, 20, 20]
    expect(codesOf(A, B, C, lake(1))).toEqual([])
    expect(codesOf(A, B, C, lake(2))).toEqual(['unmatched'])
  })

  it('refuses an arc between a unit and itself, a repeated vertex, and a loop of two', () => {
    expect(codesOf(A, B, [1, 1, 100, 0, 100, 100])).toEqual(['same-unit'])
    expect(codesOf(A, B, [1, 2, 100, 0, 100, 0, 100, 100])).toEqual(['repeated-edge'])
    expect(codesOf(A, B, C, [1, 3, 10, 10, 20, 20, 10, 10])).toEqual(['short-loop'])
  })

  it('refuses the same edge twice', () => {
    expect(codesOf(A, B, C, C)).toEqual(['repeated-edge'])
  })
})
