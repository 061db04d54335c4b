import { describe, expect, it } from 'vitest'
import { borderLevel, dissolve } from '#data/coverage/dissolve.ts'
import { buildRings, polygonsOf, signedArea } from '#data/coverage/rings.ts'
import { unitId } from '#data/model/ids.ts'
import { createUnitTable, type Unit } from '#data/model/unit.ts'
import { raggedMesh, toCoverage } from '../../fixtures/raggedMesh.ts'

const unit = (id: number, level: number, parentId: number | null): Unit => ({
  id: unitId(id),
  code: String(id),
  name: `unit ${id}`,
  level,
  parentId: parentId === null ? null : unitId(parentId),
  households: null,
  population: null,
  staff: null,
})

const mesh = raggedMesh({ columns: 24, rows: 20, detail: 3, seed: 7, lakes: 0.05, unsplit: 0.2 })

describe('dissolve', () => {
  it('keeps the area of the whole at every level', () => {
    const totals = [0, 1, 2, 3, 4].map((level) =>
      buildRings(dissolve(mesh.coverage, mesh.table, level)).area.reduce((sum, area) => sum + area, 0),
    )
    for (const total of totals) expect(total).toBe(totals[0])
    expect(totals[0]).toBeGreaterThan(0)
  })

  it('gives a parent the area of its children', () => {
    const areas = [3, 4].map((level) => {
      const byVillage = new Map<number, number>()
      const rings = buildRings(dissolve(mesh.coverage, mesh.table, level))
      rings.row.forEach((row, ring) => {
        const village = mesh.table.level[row] === 4 ? mesh.table.parent[row] : row
        byVillage.set(village, (byVillage.get(village) ?? 0) + rings.area[ring])
      })
      return byVillage
    })
    expect(areas[0]).toEqual(areas[1])
  })

  it('leaves no node of degree 2 between equal sides', () => {
    const level = dissolve(mesh.coverage, mesh.table, 2)
    const ends = new Map<string, number[]>()
    for (let arc = 0; arc < level.left.length; arc++)
      for (const at of [level.offsets[arc], level.offsets[arc + 1] - 1]) {
        const key = `${level.xs[at]},${level.ys[at]}`
        ends.set(key, [...(ends.get(key) ?? []), arc])
      }
    for (const arcs of ends.values()) if (arcs.length === 2) expect(arcs[0]).toBe(arcs[1])
  })

  it('flags what stands above the level asked for, and nothing else', () => {
    const grids = dissolve(mesh.coverage, mesh.table, 4)
    for (const row of grids.rows) expect(grids.coarse[row]).toBe(mesh.table.level[row] < 4 ? 1 : 0)
    expect(grids.coarse.some((flag) => flag === 1)).toBe(true)
    expect(dissolve(mesh.coverage, mesh.table, 3).coarse.some((flag) => flag === 1)).toBe(false)
  })

  it('knows the coarsest level at which an arc is a border', () => {
    const table = createUnitTable([
      unit(1, 0, null),
      unit(2, 1, 1),
      unit(3, 1, 1),
      unit(4, 2, 2),
      unit(5, 2, 2),
    ])
    const row = (id: number) => table.rowOf(unitId(id))
    expect(borderLevel(table, row(4), row(5), 2)).toBe(2)
    expect(borderLevel(table, row(4), row(3), 2)).toBe(1)
    expect(borderLevel(table, row(4), -1, 2)).toBe(0)
  })

  it('refuses a face of a unit the table does not have', () => {
    const square = toCoverage([
      {
        points: [
          [0, 0],
          [9, 0],
          [9, 9],
          [0, 0],
        ],
        left: 77,
        right: 0,
      },
    ])
    expect(() => dissolve(square, createUnitTable([unit(1, 0, null)]), 0)).toThrow('unit 77')
  })
})

describe('rings', () => {
  // Unit 1 is two squares that touch in the middle; unit 2 has the other two.
  //   ┌──┬──┐
  //   │ 2│ 1│
  //   ├──┼──┤
  //   │ 1│ 2│
  //   └──┴──┘
  const table = createUnitTable([unit(1, 0, null), unit(2, 0, null)])
  const line = (ax: number, ay: number, bx: number, by: number, left: number, right: number) => ({
    points: [
      [ax, ay],
      [bx, by],
    ] as [number, number][],
    left,
    right,
  })

  it('cuts parts that touch in a point into simple rings', () => {
    const level = dissolve(
      toCoverage([
        line(0, 0, 5, 0, 1, 0),
        line(5, 0, 10, 0, 2, 0),
        line(10, 0, 10, 5, 2, 0),
        line(10, 5, 10, 10, 1, 0),
        line(10, 10, 5, 10, 1, 0),
        line(5, 10, 0, 10, 2, 0),
        line(0, 10, 0, 5, 2, 0),
        line(0, 5, 0, 0, 1, 0),
        line(5, 0, 5, 5, 1, 2),
        line(5, 5, 5, 10, 2, 1),
        line(0, 5, 5, 5, 2, 1),
        line(5, 5, 10, 5, 1, 2),
      ]),
      table,
      0,
    )
    const polygons = polygonsOf(level, buildRings(level))
    for (const row of [0, 1]) {
      expect(polygons.get(row)).toHaveLength(2)
      for (const polygon of polygons.get(row)!) {
        expect(polygon).toHaveLength(1)
        expect(signedArea(polygon[0])).toBe(25)
      }
    }
  })

  it('cuts a hole that touches its outer ring in a point', () => {
    const level = dissolve(
      toCoverage([
        {
          points: [
            [0, 0],
            [10, 0],
            [10, 10],
            [0, 10],
            [0, 0],
          ],
          left: 1,
          right: 0,
        },
        {
          points: [
            [0, 0],
            [4, 2],
            [2, 4],
            [0, 0],
          ],
          left: 2,
          right: 1,
        },
      ]),
      table,
      0,
    )
    const own = polygonsOf(level, buildRings(level)).get(0)!
    expect(own).toHaveLength(1)
    expect(own[0].map(signedArea)).toEqual([100, -6])
  })

  it('puts every hole into the smallest outer ring around it', () => {
    const square = (from: number, to: number, left: number, right: number) => ({
      points: [
        [from, from],
        [to, from],
        [to, to],
        [from, to],
        [from, from],
      ] as [number, number][],
      left,
      right,
    })
    const level = dissolve(
      toCoverage([square(0, 50, 1, 0), square(10, 40, 2, 1), square(15, 35, 1, 2), square(20, 30, 2, 1)]),
      table,
      0,
    )
    const polygons = polygonsOf(level, buildRings(level))
    expect(polygons.get(0)!.map((polygon) => polygon.map(signedArea))).toEqual([
      [2500, -900],
      [400, -100],
    ])
    expect(polygons.get(1)!.map((polygon) => polygon.map(signedArea))).toEqual([[900, -400], [100]])
  })
})
