import { describe, expect, it } from 'vitest'
import { type BuildOptions, buildCoverage } from '#data/coverage/build.ts'
import { checkUnits } from '#data/coverage/checkUnits.ts'
import type { UnitOutline } from '#data/coverage/linework.ts'
import { adjacency, areas, bboxes } from '#data/coverage/measure.ts'
import { validateCoverage } from '#data/coverage/validate.ts'

/** Corner points in steps of 1,000 units: 11 m at the equator. */
const ring = (...corners: readonly (readonly [number, number])[]): number[] =>
  [...corners, corners[0]].flatMap(([x, y]) => [x * 1000, y * 1000])

const box = (west: number, south: number, east: number, north: number): number[] =>
  ring([west, south], [east, south], [east, north], [west, north])

const unit = (
  id: number,
  polygons: readonly (readonly (readonly number[])[])[],
  level = 0,
  parentId: number | null = null,
): UnitOutline => ({ id, level, parentId, polygons })

const hectares = (units: readonly UnitOutline[], options?: BuildOptions): Record<number, number> => {
  const { coverage } = buildCoverage(units, options)
  expect(validateCoverage(coverage)).toEqual([])
  return Object.fromEntries(
    [...areas(coverage)].map(([id, squareMeters]) => [id, Math.round(squareMeters / 1e3) / 10]),
  )
}

const arcsOf = (units: readonly UnitOutline[]): string[] => {
  const { coverage } = buildCoverage(units)
  return Array.from(coverage.left, (left, i) => {
    const vertices: string[] = []
    for (let v = coverage.offsets[i]; v < coverage.offsets[i + 1]; v++)
      vertices.push(`${coverage.xs[v] / 1000},${coverage.ys[v] / 1000}`)
    return `${vertices.join(' ')} | ${left} ${coverage.right[i]}`
  })
}

describe('buildCoverage on clean outlines', () => {
  it('draws the border between two units once', () => {
    //  10 ┌───┬───┐
    //     │ 1 │ 2 │
    //   0 └───┴───┘
    //     0   10  20
    expect(arcsOf([unit(1, [[box(0, 0, 10, 10)]]), unit(2, [[box(10, 0, 20, 10)]])])).toEqual([
      '10,0 0,0 0,10 10,10 | 0 1',
      '10,0 10,10 | 1 2',
      '10,0 20,0 20,10 10,10 | 2 0',
    ])
  })

  it('gives the long side of a T-junction its node', () => {
    //     ┌───┬───┐
    //     │ 2 │ 3 │
    //     ├───┴───┤
    //     │   1   │
    //     └───────┘
    const units = [
      unit(1, [[box(0, 0, 20, 10)]]),
      unit(2, [[box(0, 10, 10, 20)]]),
      unit(3, [[box(10, 10, 20, 20)]]),
    ]
    const { coverage, problems } = buildCoverage(units)
    expect(problems).toEqual([])
    expect(coverage.left).toHaveLength(6)
    expect(adjacency(coverage).map(({ a, b, lengthMeters }) => [a, b, Math.round(lengthMeters)])).toEqual([
      [1, 2, 111],
      [1, 3, 111],
      [2, 3, 111],
    ])
  })

  it('makes units that meet in a corner touch, not adjoin', () => {
    const { coverage, touchingPairs } = buildCoverage([
      unit(1, [[box(0, 0, 10, 10)]]),
      unit(2, [[box(10, 10, 20, 20)]]),
    ])
    expect(adjacency(coverage)).toEqual([])
    expect(touchingPairs).toBe(1)
    expect(validateCoverage(coverage)).toEqual([])
  })

  it('keeps a lake inside one unit open and reports it as an opening', () => {
    const units = [unit(1, [[box(0, 0, 30, 30), box(10, 10, 20, 20)]])]
    expect(arcsOf(units)).toEqual(['0,0 0,30 30,30 30,0 0,0 | 0 1', '10,10 10,20 20,20 20,10 10,10 | 1 0'])
    const { openings, problems } = buildCoverage(units)
    expect(problems).toEqual([])
    expect(openings).toMatchObject([{ unitIds: [1] }])
  })

  it('puts an enclave in its hole and an exclave beyond the border', () => {
    //  ┌──────────┐┌──┐
    //  │ 1  ┌──┐  ││ 2│     2 lies inside 1 and, in a second polygon, at its side
    //  │    │2 │  │└──┘
    //  └────┴──┴──┘
    const { coverage } = buildCoverage([
      unit(1, [[box(0, 0, 30, 30), box(10, 10, 20, 20)]]),
      unit(2, [[box(10, 10, 20, 20)], [box(40, 10, 50, 20)]]),
    ])
    expect(validateCoverage(coverage)).toEqual([])
    expect(bboxes(coverage).get(2)).toEqual([10_000, 10_000, 50_000, 20_000])
    expect(adjacency(coverage)).toMatchObject([{ a: 1, b: 2 }])
  })

  it('refuses a parent that is missing or not above its child', () => {
    expect(() => buildCoverage([unit(1, [], 1, 9)])).toThrow('parent 9')
    expect(() => buildCoverage([unit(1, [], 1), unit(2, [], 1, 1)])).toThrow('not below')
    expect(() => buildCoverage([unit(1, []), unit(1, [])])).toThrow('2 units have only 1 ids')
  })

  it('is empty where no unit has a polygon', () => {
    const { coverage } = buildCoverage([unit(1, [])])
    expect(coverage.left).toHaveLength(0)
    expect(validateCoverage(coverage)).toEqual([])
    expect(areas(coverage).size).toBe(0)
  })
})

describe('buildCoverage on mixed levels', () => {
  // 100 × 100 steps at the equator are 123.1 hectares.
  const parent = unit(1, [[box(0, 0, 200, 100)]])

  it('lets the children win and shows the parent where there is none', () => {
    //  ┌──────┬──────┐
    //  │  2   │  (1) │     1 has an outline; only its western half is divided further
    //  └──────┴──────┘
    expect(hectares([parent, unit(2, [[box(0, 0, 100, 100)]], 1, 1)])).toEqual({ 1: 123.1, 2: 123.1 })
  })

  it('lets a child reach beyond its parent, into another parent that is divided too', () => {
    const units = [
      parent,
      unit(3, [[box(200, 0, 400, 100)]]),
      unit(2, [[box(0, 0, 201, 100)]], 1, 1),
      unit(4, [[box(201, 0, 400, 100)]], 1, 3),
    ]
    expect(buildCoverage(units).problems).toEqual([])
    expect(Object.keys(hectares(units))).toEqual(['2', '4'])
  })

  it('gives a remainder under the tolerance to the neighbour below the same parent, and lists it', () => {
    //  ┌──────┬─┬─────┐     a strip of 11 m between 2 and 3, in no child of 1
    //  │  2   │░│  3  │
    //  └──────┴─┴─────┘
    const units = [parent, unit(2, [[box(0, 0, 100, 100)]], 1, 1), unit(3, [[box(101, 0, 200, 100)]], 1, 1)]
    const { mends, problems } = buildCoverage(units)
    expect(problems).toEqual([])
    expect(mends).toMatchObject([{ kind: 'remainder', unitIds: [1], givenTo: 2 }])
    expect(hectares(units)).toEqual({ 2: 124.3, 3: 121.9 })
  })

  it('lets a single child equal to its parent share its face', () => {
    expect(hectares([parent, unit(2, [[box(0, 0, 200, 100)]], 1, 1)])).toEqual({ 2: 246.2 })
  })

  it('skips a level without polygons', () => {
    const units = [parent, unit(2, [], 1, 1), unit(3, [[box(0, 0, 200, 100)]], 2, 2)]
    expect(hectares(units)).toEqual({ 3: 246.2 })
  })
})

describe('buildCoverage on dirty outlines', () => {
  const gapped = [unit(1, [[box(0, 0, 100, 100)]]), unit(2, [[box(101, 0, 200, 100)]]), unit(3, [[box(0, 100, 200, 200)]]), unit(4, [[box(0, -100, 200, 0)]])] // biome-ignore format: four boxes

  it('finds a gap, says who would get it, and closes it on repair', () => {
    //     │   3   │
    //     ├──┬─┬──┤      ░ an 11 m gap with equal borders to 1 and 2: to the lower id
    //     │ 1│░│2 │
    //     ├──┴─┴──┤
    //     │   4   │
    const { problems } = buildCoverage(gapped)
    expect(problems).toMatchObject([{ kind: 'gap', unitIds: [1, 2, 3, 4], givenTo: 1, mended: false }])
    expect(problems[0].areaSquareMeters).toBeCloseTo(12_309, -1)
    expect(hectares(gapped)).toMatchObject({ 1: 123.1, 2: 121.9 })
    expect(hectares(gapped, { repair: true })).toMatchObject({ 1: 124.3, 2: 121.9 })
  })

  it('refuses to close a gap wider than the tolerance', () => {
    const { problems, mends } = buildCoverage(gapped, { repair: true, toleranceMeters: 5 })
    expect(problems).toMatchObject([{ kind: 'gap', givenTo: null, mended: false }])
    expect(mends).toEqual([])
  })

  it('gives an overlap to the one with the longer border on it', () => {
    //  ┌─────────┐
    //  │ 1    ┌──┼───┐     2 reaches 1 unit into 1: of the strip's border, 1 has the longer part
    //  │      └──┼───┘
    //  └─────────┘
    const units = [unit(1, [[box(0, 0, 100, 100)]]), unit(2, [[box(99, 40, 200, 60)]])]
    const { problems } = buildCoverage(units, { repair: true })
    expect(problems).toMatchObject([{ kind: 'overlap', unitIds: [1, 2], givenTo: 1, mended: true }])
    expect(hectares(units, { repair: true })).toEqual({ 1: 123.1, 2: 24.6 })
  })

  it('counts a bow-tie as one crossing and keeps both lobes', () => {
    //  ╲  ╱
    //   ╲╱        the lobe wound the wrong way is the flaw
    //   ╱╲
    const bow = unit(1, [[ring([0, 0], [100, 100], [100, 0], [0, 120])]])
    const { problems } = buildCoverage([bow])
    expect(problems).toMatchObject([{ kind: 'self-crossing', unitIds: [1], givenTo: 1 }])
    expect(hectares([bow])[1]).toBeGreaterThan(50)
  })

  it('counts ground drawn twice by one unit as a crossing', () => {
    const { findings, features, outcome } = checkUnits(
      [unit(1, [[box(0, 0, 60, 60)], [box(40, 40, 100, 100)]])],
      { codeOf: (id) => `code ${id}` },
    )
    expect(outcome).toBe('refused')
    expect(findings.selfCrossings).toEqual({ count: 1, units: ['code 1'], mendable: 1 })
    expect(features.features[0].geometry.type).toBe('Polygon')
  })

  it('drops a spike from the border and names it, with a point for its place', () => {
    const spiked = unit(1, [[ring([0, 0], [100, 0], [100, 50], [300, 50], [100, 50], [100, 100], [0, 100])]])
    const { findings, features, outcome } = checkUnits([spiked], { codeOf: String, repair: true })
    expect(outcome).toBe('repaired')
    expect(findings.selfCrossings.count).toBe(1)
    expect(features.features[0].geometry).toMatchObject({ type: 'Point' })
    expect(hectares([spiked])).toEqual({ 1: 123.1 })
  })
})
