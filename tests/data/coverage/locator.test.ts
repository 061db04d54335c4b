import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { buildCoverage } from '#data/coverage/build.ts'
import { arcCount, type Coverage } from '#data/coverage/coverage.ts'
import { createDistanceToCoverage } from '#data/coverage/distanceToCoverage.ts'
import { createLocator } from '#data/coverage/locator.ts'
import { meshArbitrary, scribbleArbitrary } from './partitions.ts'

/**
 * Slow reference, in BigInt and without any index: a point on an edge belongs to the lowest unit there, else
 * it is in the unit whose edges (arcs it has on one side) it sees an odd number of to the west.
 */
function locateSlowly({ offsets, xs, ys, left, right }: Coverage, x: number, y: number): number {
  const seen = new Map<number, number>()
  let onEdge = Infinity
  for (let arc = 0; arc < left.length; arc++)
    for (let v = offsets[arc] + 1; v < offsets[arc + 1]; v++) {
      const [ax, ay, bx, by] = [xs[v - 1], ys[v - 1], xs[v], ys[v]]
      const side = BigInt(bx - ax) * BigInt(y - ay) - BigInt(by - ay) * BigInt(x - ax)
      const isInBox =
        Math.min(ax, bx) <= x && x <= Math.max(ax, bx) && Math.min(ay, by) <= y && y <= Math.max(ay, by)
      if (side === 0n && isInBox)
        for (const unit of [left[arc], right[arc]]) if (unit > 0) onEdge = Math.min(onEdge, unit)
      if (ay <= y === by <= y) continue
      if (by > ay ? side < 0n : side > 0n)
        for (const unit of [left[arc], right[arc]]) seen.set(unit, (seen.get(unit) ?? 0) + 1)
    }
  if (onEdge < Infinity) return onEdge
  for (const [unit, count] of seen) if (unit > 0 && count % 2 === 1) return unit
  return 0
}

/** Every vertex, points around it, edge middles and points anywhere near. */
function probes(coverage: Coverage, shares: readonly number[]): [number, number][] {
  const { xs, ys } = coverage
  const [west, east] = [Math.min(...xs), Math.max(...xs)]
  const [south, north] = [Math.min(...ys), Math.max(...ys)]
  const points: [number, number][] = []
  for (let v = 0; v < xs.length; v++) {
    points.push([xs[v], ys[v]], [xs[v] + 1, ys[v]], [xs[v], ys[v] - 1])
    if (v > 0) points.push([Math.round((xs[v] + xs[v - 1]) / 2), Math.round((ys[v] + ys[v - 1]) / 2)])
  }
  for (let i = 1; i < shares.length; i += 2)
    points.push([
      Math.round(west - 2 + shares[i - 1] * (east - west + 4)),
      Math.round(south - 2 + shares[i] * (north - south + 4)),
    ])
  return points
}

const sharesArbitrary = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 40, maxLength: 40 })

describe('createLocator', () => {
  it('agrees with a slow point-in-polygon test on ragged meshes', () => {
    fc.assert(
      fc.property(meshArbitrary, sharesArbitrary, ({ county, villages, grids }, shares) => {
        const { coverage } = buildCoverage([county, ...villages, ...grids])
        const locate = createLocator(coverage)
        for (const [x, y] of probes(coverage, shares))
          expect([x, y, locate(x, y)]).toEqual([x, y, locateSlowly(coverage, x, y)])
      }),
      { numRuns: 40 },
    )
  })

  it('agrees with it on anything that can be scribbled', () => {
    fc.assert(
      fc.property(scribbleArbitrary, sharesArbitrary, (units, shares) => {
        const { coverage } = buildCoverage(units)
        if (arcCount(coverage) === 0) return
        const locate = createLocator(coverage)
        for (const [x, y] of probes(coverage, shares))
          expect([x, y, locate(x, y)]).toEqual([x, y, locateSlowly(coverage, x, y)])
      }),
      { numRuns: 100 },
    )
  })
})

describe('createDistanceToCoverage', () => {
  const ring = [0, 0, 10_000, 0, 10_000, 10_000, 0, 10_000, 0, 0]
  const { coverage } = buildCoverage([{ id: 7, level: 0, parentId: null, polygons: [[ring]] }])
  const distance = createDistanceToCoverage(coverage)

  it('measures in metres to the nearest border and names the unit there', () => {
    // 3,000 units of 1e-7 degree along the equator: 6378137 × π / 180 × 3e-4.
    expect(distance(-3_000, 5_000, 50)).toEqual({ distanceMeters: expect.closeTo(33.396, 2), unitId: 7 })
  })

  it('answers null beyond the limit', () => {
    expect(distance(-5_000, 5_000, 50)).toBeNull()
    expect(distance(1_000_000, 1_000_000, 50)).toBeNull()
  })
})
