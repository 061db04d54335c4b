// Random outlines for property tests.
import fc from 'fast-check'
import type { Ring } from '#data/coverage/coverage.ts'
import type { UnitOutline } from '#data/coverage/linework.ts'

/** Near Changzhi; steps of about 1 km. */
const [X0, Y0, STEP] = [1_131_000_000, 362_000_000, 100_000]

const closed = (points: readonly (readonly [number, number])[]): Ring => [...points.flat(), ...points[0]]

/**
 * A mesh of ragged quadrilaterals, each a grid under a village (a column), under one county. Neighbours share
 * each border point for point; `coarse` of them skip some points that lie on a straight border (T-junctions).
 *
 *    ●──┬──╮──●       ● corners are jittered; borders get points between them; the county's and the
 *    │  ╰╮ │  │       villages' own outlines are the sums of their grids.
 *    ●───●─╯──●
 */
export const meshArbitrary = fc
  .record({
    columns: fc.integer({ min: 1, max: 4 }),
    rows: fc.integer({ min: 1, max: 4 }),
    jitter: fc.array(fc.integer({ min: -40_000, max: 40_000 }), { minLength: 400, maxLength: 400 }),
    between: fc.integer({ min: 0, max: 3 }),
  })
  .map(({ columns, rows, jitter, between }) => {
    let draw = 0
    const next = (): number => jitter[draw++ % jitter.length]
    const corner = Array.from({ length: columns + 1 }, (_, c) =>
      Array.from({ length: rows + 1 }, (_, r): [number, number] => [
        X0 + c * STEP + Math.trunc(next() / 2),
        Y0 + r * STEP + Math.trunc(next() / 2),
      ]),
    )
    const borders = new Map<string, (readonly [number, number])[]>()
    /** Points from one corner up to, not including, the other; the same points backwards the other way. */
    const border = (c1: number, r1: number, c2: number, r2: number): (readonly [number, number])[] => {
      const isForward = c1 < c2 || r1 < r2
      const key = isForward ? `${c1} ${r1} ${c2} ${r2}` : `${c2} ${r2} ${c1} ${r1}`
      const [a, b] = isForward ? [corner[c1][r1], corner[c2][r2]] : [corner[c2][r2], corner[c1][r1]]
      const points =
        borders.get(key) ??
        Array.from({ length: between }, (_, i): [number, number] => {
          const share = (i + 1) / (between + 1)
          const wobble = Math.trunc(next() / 20)
          return [
            Math.round(a[0] + share * (b[0] - a[0])) + wobble,
            Math.round(a[1] + share * (b[1] - a[1])) + wobble,
          ]
        })
      borders.set(key, points)
      return [corner[c1][r1], ...(isForward ? points : [...points].reverse())]
    }
    const blockRing = (c1: number, c2: number, r1: number, r2: number): Ring => {
      const points: (readonly [number, number])[] = []
      for (let c = c1; c < c2; c++) points.push(...border(c, r1, c + 1, r1))
      for (let r = r1; r < r2; r++) points.push(...border(c2, r, c2, r + 1))
      for (let c = c2; c > c1; c--) points.push(...border(c, r2, c - 1, r2))
      for (let r = r2; r > r1; r--) points.push(...border(c1, r, c1, r - 1))
      return closed(points)
    }
    const county: UnitOutline = {
      id: 1,
      level: 0,
      parentId: null,
      polygons: [[blockRing(0, columns, 0, rows)]],
    }
    const villages = Array.from({ length: columns }, (_, c) => ({
      id: 2 + c,
      level: 1,
      parentId: 1,
      polygons: [[blockRing(c, c + 1, 0, rows)]],
    }))
    const grids = Array.from({ length: columns * rows }, (_, i) => {
      const [c, r] = [Math.floor(i / rows), i % rows]
      return { id: 100 + i, level: 2, parentId: 2 + c, polygons: [[blockRing(c, c + 1, r, r + 1)]] }
    })
    return { county, villages, grids }
  })

/** Anything: small polygons of few points on a coarse lattice, so that edges cross, touch and coincide. */
export const scribbleArbitrary = fc
  .array(
    fc.array(fc.tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 40 })), {
      minLength: 3,
      maxLength: 7,
    }),
    { minLength: 1, maxLength: 8 },
  )
  .chain((shapes) =>
    fc.constantFrom(1, 3, 9_973).map((factor) =>
      shapes.map(
        (points, i): UnitOutline => ({
          id: i + 1,
          level: 0,
          parentId: null,
          polygons: [[closed(points.map(([x, y]): [number, number] => [X0 + x * factor, Y0 + y * factor]))]],
        }),
      ),
    ),
  )
