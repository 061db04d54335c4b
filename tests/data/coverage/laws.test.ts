import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { buildCoverage } from '#data/coverage/build.ts'
import { arcCount, type Coverage } from '#data/coverage/coverage.ts'
import { dissolve } from '#data/coverage/dissolve.ts'
import { areas } from '#data/coverage/measure.ts'
import { buildRings, polygonsOf } from '#data/coverage/rings.ts'
import { canonicalise, contentHash, decodeCoverage, encodeCoverage } from '#data/coverage/serialise.ts'
import { validateCoverage } from '#data/coverage/validate.ts'
import { unitId } from '#data/model/ids.ts'
import { createUnitTable } from '#data/model/unit.ts'
import { meshArbitrary, scribbleArbitrary } from './partitions.ts'

const total = (coverage: Coverage): number =>
  [...areas(coverage).values()].reduce((sum, each) => sum + each, 0)

/** The same coverage with its arcs shuffled and turned. */
function shuffled(coverage: Coverage, seed: number): Coverage {
  const order = [...Array(arcCount(coverage)).keys()].sort(
    (a, b) => Math.sin(seed + a * 7) - Math.sin(seed + b * 7),
  )
  const xs: number[] = []
  const ys: number[] = []
  const offsets = [0]
  const left: number[] = []
  const right: number[] = []
  for (const arc of order) {
    const isTurned = Math.sin(seed * 3 + arc) > 0
    const range = [...Array(coverage.offsets[arc + 1] - coverage.offsets[arc]).keys()].map(
      (i) => coverage.offsets[arc] + i,
    )
    if (isTurned) range.reverse()
    for (const v of range) {
      xs.push(coverage.xs[v])
      ys.push(coverage.ys[v])
    }
    offsets.push(xs.length)
    left.push(isTurned ? coverage.right[arc] : coverage.left[arc])
    right.push(isTurned ? coverage.left[arc] : coverage.right[arc])
  }
  return {
    offsets: Uint32Array.from(offsets),
    xs: Int32Array.from(xs),
    ys: Int32Array.from(ys),
    left: Float64Array.from(left),
    right: Float64Array.from(right),
  }
}

describe('laws of the coverage', () => {
  it('is valid and clean for every ragged mesh, and its areas add up to the county', () => {
    fc.assert(
      fc.property(meshArbitrary, ({ county, villages, grids }) => {
        const { coverage, problems } = buildCoverage([county, ...villages, ...grids])
        expect(problems).toEqual([])
        expect(validateCoverage(coverage)).toEqual([])
        const alone = total(buildCoverage([county]).coverage)
        expect(Math.abs(total(coverage) / alone - 1)).toBeLessThan(1e-9)
        expect(areas(coverage).size).toBe(grids.length)
      }),
      { numRuns: 40 },
    )
  })

  it('is valid whatever is drawn, repaired or not', () => {
    fc.assert(
      fc.property(scribbleArbitrary, fc.boolean(), (units, repair) => {
        expect(validateCoverage(buildCoverage(units, { repair }).coverage)).toEqual([])
      }),
      { numRuns: 100 },
    )
  })

  it('mends a mesh whose every outline was drawn anew, half a metre off', () => {
    const offsets = fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 300, maxLength: 300 })
    fc.assert(
      fc.property(meshArbitrary, offsets, ({ county, villages, grids }, off) => {
        let draw = 0
        const redrawn = [county, ...villages, ...grids].map((unit) => ({
          ...unit,
          polygons: unit.polygons.map((rings) =>
            rings.map((ring) => {
              const open = ring.slice(2).map((value) => value + off[draw++ % off.length])
              return [...open.slice(-2), ...open]
            }),
          ),
        }))
        const { coverage, problems } = buildCoverage(redrawn, { repair: true })
        expect(validateCoverage(coverage)).toEqual([])
        expect(problems.filter(({ mended }) => !mended)).toEqual([])
        const exact = areas(buildCoverage(grids.map((grid) => ({ ...grid, parentId: null }))).coverage)
        for (const [id, squareMeters] of areas(coverage))
          expect(Math.abs(squareMeters / exact.get(id)! - 1)).toBeLessThan(0.05)
      }),
      { numRuns: 25 },
    )
  })

  it('shows a parent through where a child is missing', () => {
    fc.assert(
      fc.property(meshArbitrary, ({ county, villages, grids }) => {
        const { coverage } = buildCoverage([county, ...villages, ...grids.slice(1)])
        expect(validateCoverage(coverage)).toEqual([])
        const whole = areas(buildCoverage([county, ...villages, ...grids]).coverage)
        const byUnit = areas(coverage)
        const home = grids.length > 1 && grids[1].parentId === grids[0].parentId ? 2 : byUnit.has(2) ? 2 : 1
        expect(Math.abs((byUnit.get(home) ?? 0) / whole.get(100)! - 1)).toBeLessThan(1e-9)
      }),
      { numRuns: 40 },
    )
  })

  it('comes out the same when its own polygons are built again', () => {
    fc.assert(
      fc.property(scribbleArbitrary, (units) => {
        const { coverage } = buildCoverage(units)
        const table = createUnitTable(
          units.map(({ id }) => ({
            id: unitId(id),
            code: `${id}`.padStart(3, '0'),
            name: '',
            level: 0,
            parentId: null,
            households: null,
            population: null,
            staff: null,
          })),
        )
        const level = dissolve(coverage, table, 0)
        const polygons = polygonsOf(level, buildRings(level))
        const again = buildCoverage(
          table.units.map(({ id }, row) => ({
            id,
            level: 0,
            parentId: null,
            polygons: polygons.get(row) ?? [],
          })),
        )
        expect(again.problems.filter(({ kind }) => kind !== 'gap')).toEqual([])
        expect(again.coverage).toEqual(coverage)
      }),
      { numRuns: 100 },
    )
  })

  it('has one form and one hash, whatever order and direction its arcs came in', () => {
    fc.assert(
      fc.property(scribbleArbitrary, fc.integer({ min: 1, max: 1000 }), (units, seed) => {
        const { coverage } = buildCoverage(units)
        const bytes = encodeCoverage(coverage)
        expect(decodeCoverage(bytes)).toEqual(coverage)
        expect(canonicalise(coverage)).toEqual(coverage)
        expect(contentHash(encodeCoverage(shuffled(coverage, seed)))).toBe(contentHash(bytes))
      }),
      { numRuns: 100 },
    )
  })
})
