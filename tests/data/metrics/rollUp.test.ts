// Conservation as a law: whatever the tree and the counts, nothing is lost and nothing is counted twice.
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { isConserved, rollUp } from '#data/metrics/rollUp.ts'
import { unitId } from '#data/model/ids.ts'
import { createUnitTable, isWithin, type Unit } from '#data/model/unit.ts'

/** Trees whose branches skip levels, with codes in any order. */
const anyTree: fc.Arbitrary<Unit[]> = fc
  .array(fc.record({ parent: fc.nat(), step: fc.integer({ min: 1, max: 2 }), code: fc.string() }), {
    maxLength: 40,
  })
  .map((plan) => {
    const units: Unit[] = []
    plan.forEach(({ parent, step, code }, index) => {
      const above = index === 0 || parent % (index + 1) === index ? null : units[parent % index]
      units.push({
        id: unitId(index + 1),
        code: `${code}#${index}`,
        name: '',
        level: above === null ? 0 : above.level + step,
        parentId: above?.id ?? null,
        households: null,
        population: null,
        staff: null,
      })
    })
    return units
  })

it('conserves every count at every unit, in whatever tree', () => {
  fc.assert(
    fc.property(
      anyTree,
      fc.array(fc.tuple(fc.nat(60), fc.nat(1000)), { maxLength: 60 }),
      (units, counted) => {
        const table = createUnitTable(units)
        const byUnit = new Map(counted)
        const counts = {
          unitIds: Float64Array.from(byUnit.keys()),
          measures: new Map([['received' as const, Float64Array.from(byUnit.values())]]),
        }
        const result = rollUp(table, counts)
        expect(isConserved(table, result)).toBe(true)
        const column = result.columns.get('received')!
        table.units.forEach((unit, row) => {
          // The definition, the slow way: everything at or below.
          const expected = [...byUnit].reduce((sum, [id, n]) => {
            const at = table.rowOf(unitId(id))
            return at >= 0 && isWithin(table, at, row) ? sum + n : sum
          }, 0)
          expect(column[row]).toBe(expected)
          const below = table.childrenOf(row).reduce((sum, child) => sum + column[child], 0)
          expect(column[row]).toBe(below + (byUnit.get(unit.id) ?? 0))
        })
        expect(result.unlocated.get('received')).toBe(byUnit.get(0) ?? 0)
      },
    ),
  )
})
