import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { nestRings } from '../../../../server/ingest/unitFiles/nestRings.ts'
import type { FilePosition } from '../../../../server/ingest/unitFiles/unitFile.ts'

type Ring = FilePosition[]

const square = (x: number, y: number, side: number): Ring => [
  [x, y],
  [x + side, y],
  [x + side, y + side],
  [x, y + side],
  [x, y],
]

describe('nestRings', () => {
  it('makes a hole of a ring inside, and an island of a ring inside the hole', () => {
    const [outer, hole, island] = [square(0, 0, 10), square(2, 2, 6), square(4, 4, 2)]
    expect(nestRings([island, hole, outer])).toEqual([[island], [outer, hole]])
  })

  it('gives a hole to the ring it lies in, not to one whose box holds it', () => {
    const corner: Ring = [
      [0, 0],
      [9, 0],
      [9, 1],
      [1, 1],
      [1, 9],
      [0, 9],
      [0, 0],
    ]
    const [far, hole] = [square(2, 2, 20), square(3, 3, 2)]
    expect(nestRings([corner, far, hole])).toEqual([[corner], [far, hole]])
  })

  it('takes a hole that touches its outline at every vertex for a hole', () => {
    const diamond: Ring = [
      [2, 0],
      [4, 2],
      [2, 4],
      [0, 2],
      [2, 0],
    ]
    expect(nestRings([square(0, 0, 4), diamond])).toEqual([[square(0, 0, 4), diamond]])
  })

  it('keeps neighbours, crossing rings and twins apart', () => {
    const pairs = [square(4, 0, 4), square(3, 3, 4), square(0, 0, 4)]
    for (const other of pairs) expect(nestRings([square(0, 0, 4), other])).toHaveLength(2)
  })

  it('never loses or repeats a ring, however rings lie and wind', () => {
    const ring = fc
      .tuple(
        fc.integer({ min: 0, max: 12 }),
        fc.integer({ min: 0, max: 12 }),
        fc.integer({ min: 1, max: 8 }),
        fc.boolean(),
      )
      .map(([x, y, side, isReversed]) => (isReversed ? square(x, y, side).reverse() : square(x, y, side)))
    fc.assert(
      fc.property(fc.array(ring, { minLength: 1, maxLength: 8 }), (rings) => {
        const nested = nestRings(rings).flat()
        expect(nested).toHaveLength(rings.length)
        expect(new Set(nested)).toEqual(new Set(rings))
      }),
    )
  })
})
