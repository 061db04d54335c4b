// Geometry of a sheet: nothing is lost, nothing overlaps, and the scale holds.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SCALE } from '#data/coverage/coverage.ts'
import { dissolve } from '#data/coverage/dissolve.ts'
import { lengthMeters } from '#data/coverage/earth.ts'
import { buildRings } from '#data/coverage/rings.ts'
import { type MapGeometry, mapGeometry } from '#data/drawing/mapGeometry.ts'
import { fitProjection, GRID } from '#data/drawing/projection.ts'
import { isWithin } from '#data/model/unit.ts'
import { raggedMesh } from '../../fixtures/raggedMesh.ts'

const mesh = raggedMesh({ columns: 24, rows: 20, detail: 3, seed: 7, lakes: 0.05, unsplit: 0.2 })
const FRAME = { x: 30, y: 40, width: 900, height: 600 }

function geometryOf(level: number, within = 0): MapGeometry {
  const arcs = dissolve(mesh.coverage, mesh.table, level)
  const found = mapGeometry({ table: mesh.table, arcs, rings: buildRings(arcs), within }, FRAME)
  if (!found) throw new Error('no geometry')
  return found
}

/** Rings of a path in absolute grid steps. */
function ringsOf(path: string): number[][] {
  return path
    .split('M')
    .slice(1)
    .map((part) => {
      const numbers = part.match(/-?\d+/g)?.map(Number) ?? []
      const ring = numbers.slice(0, 2)
      for (let i = 2; i < numbers.length; i += 2)
        ring.push(ring[ring.length - 2] + numbers[i], ring[ring.length - 1] + numbers[i + 1])
      return ring
    })
}

function areaOf(path: string): number {
  return ringsOf(path).reduce((sum, ring) => {
    let twice = 0
    for (let i = 0; i < ring.length; i += 2) {
      const next = (i + 2) % ring.length
      twice += ring[i] * ring[next + 1] - ring[next] * ring[i + 1]
    }
    return sum - twice / 2
  }, 0)
}

describe('geometry of a sheet', () => {
  it('draws every unit of the level inside the unit once, and no other', () => {
    const arcs = dissolve(mesh.coverage, mesh.table, 4)
    for (const within of [0, mesh.table.rowsOfLevel[1][0], mesh.table.rowsOfLevel[3][2]]) {
      const rows = geometryOf(4, within).units.map(({ row }) => row)
      expect(rows).toEqual([...arcs.rows].filter((row) => isWithin(mesh.table, row, within)))
    }
  })

  it('gives the units of every level the same area together: no gap, no overlap', () => {
    const [city, ...finer] = [0, 1, 2, 3, 4].map((level) =>
      geometryOf(level).units.reduce((sum, { path }) => sum + areaOf(path), 0),
    )
    // The outline is simplified together with each level's own arcs, so it may shift by the tolerance.
    for (const area of finer) expect(Math.abs(area / city - 1)).toBeLessThan(0.002)
  })

  it('stays inside the frame', () => {
    for (const { path } of geometryOf(4).units)
      for (const ring of ringsOf(path))
        for (let i = 0; i < ring.length; i += 2) {
          expect(ring[i]).toBeGreaterThanOrEqual(FRAME.x * GRID - 1)
          expect(ring[i]).toBeLessThanOrEqual((FRAME.x + FRAME.width) * GRID + 1)
          expect(ring[i + 1]).toBeGreaterThanOrEqual(FRAME.y * GRID - 1)
          expect(ring[i + 1]).toBeLessThanOrEqual((FRAME.y + FRAME.height) * GRID + 1)
        }
  })

  it('writes each border once, by its coarsest level', () => {
    const { borders, outline } = geometryOf(4)
    expect(borders.map(({ level }) => level)).toEqual([4, 3, 2])
    const starts = [...borders.map(({ path }) => path), outline].flatMap((path) => path.split('M').slice(1))
    expect(new Set(starts).size).toBe(starts.length)
  })

  it('has nothing to draw of a unit without a polygon', () => {
    const arcs = dissolve(mesh.coverage, mesh.table, 4)
    const bare = { ...arcs, left: arcs.left.map(() => -1), right: arcs.right.map(() => -1) }
    expect(
      mapGeometry({ table: mesh.table, arcs: bare, rings: buildRings(arcs), within: 0 }, FRAME),
    ).toBeNull()
  })
})

describe('the projection', () => {
  it('is true to scale along the middle parallel, and near it within a thousandth a degree away', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 75, max: 130 }),
        fc.integer({ min: 18, max: 50 }),
        fc.double({ min: 0.01, max: 1, noNaN: true }),
        (lng, lat, span) => {
          const [west, south] = [lng * SCALE, lat * SCALE]
          const size = Math.round(span * SCALE)
          const projection = fitProjection([west, south, west + size, south + size], FRAME)
          const middle = south + size / 2
          const drawn = (projection.gridX(west + size) - projection.gridX(west)) / GRID
          const onGround = lengthMeters(west, middle, west + size, middle)
          expect(drawn * projection.metersPerSheetUnit).toBeCloseTo(onGround, -Math.log10(onGround / 500))
          const up = (projection.gridY(south) - projection.gridY(south + size)) / GRID
          const along = lengthMeters(west, south, west, south + size)
          expect(Math.abs((up * projection.metersPerSheetUnit) / along - 1)).toBeLessThan(0.001)
        },
      ),
      { numRuns: 100 },
    )
  })
})
