import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dissolve } from '#data/coverage/dissolve.ts'
import { buildRings, ringVertices, signedArea } from '#data/coverage/rings.ts'
import { countCrossings, simplifyArcs } from '#data/coverage/simplify.ts'
import { projectArcs, roundArcs } from '#data/tiles/mercator.ts'
import { meshOfGeoJson } from '../../fixtures/geoJsonMesh.ts'
import { raggedMesh } from '../../fixtures/raggedMesh.ts'
import { describeWithData, testData } from '../../setup/testData.ts'

const arcTable = (arcs: [number, number][][]) => ({
  offsets: Uint32Array.from([0, ...arcs.map((_, i) => arcs.slice(0, i + 1).flat().length)]),
  xs: Int32Array.from(arcs.flat(), ([x]) => x),
  ys: Int32Array.from(arcs.flat(), ([, y]) => y),
})

describe('simplifyArcs', () => {
  it('leaves out what is within the tolerance and keeps the ends', () => {
    const simplified = simplifyArcs(
      arcTable([
        [
          [0, 0],
          [5, 1],
          [10, 0],
          [10, 10],
        ],
      ]),
      2,
    )
    expect([...simplified.xs]).toEqual([0, 10, 10])
    expect([...simplified.ys]).toEqual([0, 0, 10])
  })

  it('puts a vertex back where the simplified line would cross another', () => {
    const simplified = simplifyArcs(
      arcTable([
        [
          [0, 0],
          [5, 3],
          [10, 0],
        ],
        [
          [5, -9],
          [5, 2],
        ],
      ]),
      5,
    )
    expect(countCrossings(simplified)).toBe(0)
    expect(simplified.restored).toBe(1)
  })

  it('does not hop over an enclave', () => {
    const simplified = simplifyArcs(
      arcTable([
        [
          [0, 0],
          [0, 10],
          [100, 10],
          [100, 0],
        ],
        [
          [49, 4],
          [51, 4],
          [50, 6],
          [49, 4],
        ],
      ]),
      20,
    )
    expect(simplified.offsets[1]).toBeGreaterThan(2)
  })

  it('keeps three vertices of a loop', () => {
    const simplified = simplifyArcs(
      arcTable([
        [
          [0, 0],
          [9, 0],
          [9, 9],
          [0, 9],
          [0, 0],
        ],
      ]),
      100,
    )
    expect(simplified.xs.length).toBe(4)
  })

  it('snaps arcs that rounding alone made cross', () => {
    const simplified = simplifyArcs(
      arcTable([
        [
          [0, 0],
          [10, 1],
        ],
        [
          [5, -5],
          [5, 1],
          [8, 9],
        ],
      ]),
      0,
    )
    expect(countCrossings(simplified)).toBe(0)
    expect(simplified.snapped).toBeGreaterThan(0)
  })

  it('neither crosses nor moves area between the whole and its parts, whatever the mesh and zoom', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 4, max: 13 }), (seed, zoom) => {
        const mesh = raggedMesh({ columns: 9, rows: 8, detail: 5, seed, lakes: 0.1 })
        const level = dissolve(mesh.coverage, mesh.table, 4)
        const rounded = roundArcs(projectArcs(level), zoom)
        const simplified = simplifyArcs(rounded, 3)
        expect(countCrossings(simplified)).toBe(0)
        const rings = buildRings(level)
        for (let ring = 0; ring < rings.row.length; ring++) {
          const arcs = rings.arcs.subarray(rings.offsets[ring], rings.offsets[ring + 1])
          // y is south here, so an outer ring is negative.
          const sign = rings.isHole[ring] ? 1 : -1
          // What rounding alone folded flat has no inside to keep; tiles drop it (zoomShape.ts).
          if (signedArea(ringVertices(rounded, arcs)) === 0) continue
          expect(signedArea(ringVertices(simplified, arcs)) * sign).toBeGreaterThanOrEqual(0)
        }
      }),
      { numRuns: 40, examples: [[-840313584, 4]] },
    )
  })
})

describeWithData(
  'simplifying real files',
  [
    'incidents/san-francisco/neighbourhoods.geojson',
    'boundaries/shanxi_11_cities_wgs84_census_leiii.geojson',
    'incidents/chicago/tracts_2020_households.geojson',
  ],
  () => {
    it.each([
      ['San Francisco', 'incidents/san-francisco/neighbourhoods.geojson', [9, 10, 11, 12, 14]],
      ['Shanxi', 'boundaries/shanxi_11_cities_wgs84_census_leiii.geojson', [4, 6, 7, 8, 11]],
      ['Chicago', 'incidents/chicago/tracts_2020_households.geojson', [8, 9, 10, 11, 13]],
    ])('%s has no crossing at any zoom', (_name, path, zooms) => {
      const mesh = meshOfGeoJson(testData(path)!)
      const world = projectArcs(dissolve(mesh.coverage, mesh.table, 0))
      for (const zoom of zooms) {
        const simplified = simplifyArcs(roundArcs(world, zoom), 3)
        expect(countCrossings(simplified)).toBe(0)
      }
    })
  },
)
