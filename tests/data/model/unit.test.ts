import { describe, expect, it } from 'vitest'
import { unitId } from '#data/model/ids.ts'
import { ancestorAt, createUnitTable, isWithin, type Unit } from '#data/model/unit.ts'

const unit = (id: number, code: string, level: number, parent: number | null): Unit => ({
  id: unitId(id),
  code,
  name: code,
  level,
  parentId: parent === null ? null : unitId(parent),
  households: null,
  population: null,
  staff: null,
})

//   14 ── 1404 ── 140403 ── 140403001
//            └── 140481001              a township right under the city: no county between
const units = [
  unit(5, '140481001', 3, 2),
  unit(1, '14', 0, null),
  unit(4, '140403001', 3, 3),
  unit(2, '1404', 1, 1),
  unit(3, '140403', 2, 2),
]

describe('createUnitTable', () => {
  const table = createUnitTable(units)

  it('keeps code order whatever order came in', () => {
    expect(table.units.map(({ code }) => code)).toEqual(['14', '1404', '140403', '140403001', '140481001'])
    expect(createUnitTable([...units].reverse()).units).toEqual(table.units)
  })

  it('finds rows by id and by code, −1 where there is none', () => {
    expect(table.rowOf(unitId(4))).toBe(3)
    expect(table.rowOfCode('1404')).toBe(1)
    expect(table.rowOf(unitId(99))).toBe(-1)
    expect(table.rowOfCode('15')).toBe(-1)
  })

  it('lists children and levels in code order, irregular branches included', () => {
    expect(table.childrenOf(1)).toEqual([2, 4])
    expect([...table.rowsOfLevel[3]]).toEqual([3, 4])
  })

  it('shows a unit as its nearest ancestor at or above a level', () => {
    expect(ancestorAt(table, 3, 2)).toBe(2)
    expect(ancestorAt(table, 4, 2)).toBe(1)
    expect(ancestorAt(table, 0, 5)).toBe(0)
    expect(isWithin(table, 3, 1)).toBe(true)
    expect(isWithin(table, 4, 2)).toBe(false)
  })

  it.each([
    ['an id twice', [unit(1, 'a', 0, null), unit(1, 'b', 0, null)], /id 1 twice/],
    ['a code twice', [unit(1, 'a', 0, null), unit(2, 'a', 0, null)], /code a twice/],
    ['an unknown parent', [unit(1, 'a', 1, 7)], /parent id 7/],
    ['a parent not above its child', [unit(1, 'a', 1, null), unit(2, 'b', 1, 1)], /under a \(level 1\)/],
  ])('refuses %s', (_, given, message) => {
    expect(() => createUnitTable(given)).toThrow(message)
  })
})
