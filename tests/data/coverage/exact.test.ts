import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareAngles, crossingPoint, orient, passesPixel } from '#data/coverage/exact.ts'

const coordinate = fc.oneof(
  fc.integer({ min: -1_800_000_000, max: 1_800_000_000 }),
  fc.integer({ min: -5, max: 5 }),
)
const point = fc.tuple(coordinate, coordinate)
const near = fc.tuple(fc.integer({ min: -6, max: 6 }), fc.integer({ min: -6, max: 6 }))

describe('exact predicates', () => {
  it('never guess on which side a point lies', () => {
    fc.assert(
      fc.property(point, point, point, ([ax, ay], [bx, by], [px, py]) => {
        const exactly = BigInt(bx - ax) * BigInt(py - ay) - BigInt(by - ay) * BigInt(px - ax)
        const side = orient(ax, ay, bx, by, px, py)
        expect([side > 0, side < 0]).toEqual([exactly > 0n, exactly < 0n])
      }),
      { numRuns: 2000 },
    )
  })

  it('see a point one unit off a diagonal as long as the map', () => {
    const far = 1_700_000_001
    expect(orient(-far, -far, far, far, 3, 3)).toBe(0)
    expect(orient(-far, -far, far, far, 3, 4)).toBeGreaterThan(0)
    expect(orient(-far, -far, far, far, 4, 3)).toBeLessThan(0)
  })

  it('let every point of a segment lie in exactly one pixel, and the segment pass it', () => {
    fc.assert(
      fc.property(near, near, fc.integer({ min: 0, max: 60 }), ([ax, ay], [bx, by], share) => {
        const x = ax + (share / 60) * (bx - ax)
        const y = ay + (share / 60) * (by - ay)
        // Sixtieths of small integers: halves come out exact, so rounding up is the half-open pixel's rule.
        const [px, py] = [Math.round(x * 60) / 60, Math.round(y * 60) / 60].map((value) => Math.round(value))
        expect(passesPixel(ax, ay, bx, by, px, py)).toBe(true)
      }),
      { numRuns: 2000 },
    )
  })

  it('do not let the diagonal of a unit square pass the pixels at its sides', () => {
    //   (0,1) ● ╱        the middle (½, ½) is the south-west corner of (1, 1)'s pixel, and of no other
    //         ╱ ● (1,0)
    expect(passesPixel(0, 0, 1, 1, 1, 0)).toBe(false)
    expect(passesPixel(0, 0, 1, 1, 0, 1)).toBe(false)
    expect(passesPixel(0, 1, 1, 0, 1, 1)).toBe(true)
    expect(passesPixel(0, 1, 1, 0, 0, 0)).toBe(false)
  })

  it('find a crossing only where both segments are cut inside', () => {
    expect(crossingPoint(0, 0, 10, 10, 0, 10, 10, 0)).toEqual([5, 5])
    expect(crossingPoint(0, 0, 10, 10, 5, 5, 10, 0)).toBeNull()
    expect(crossingPoint(0, 0, 4, 4, 0, 10, 10, 0)).toBeNull()
  })

  it('sort directions as their angles', () => {
    fc.assert(
      fc.property(near, near, ([ux, uy], [vx, vy]) => {
        fc.pre((ux !== 0 || uy !== 0) && (vx !== 0 || vy !== 0))
        const angle = (x: number, y: number): number => (Math.atan2(y, x) + 2 * Math.PI) % (2 * Math.PI)
        const difference = angle(ux, uy) - angle(vx, vy)
        expect(compareAngles(ux, uy, vx, vy) || 0).toBe(
          Math.abs(difference) < 1e-9 ? 0 : Math.sign(difference),
        )
      }),
    )
  })
})
