// No figure that was left out for being small can be had back from what was published.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FEWEST_SHOWN, suppress } from '../../../data/publication/suppress.ts'
import { type CountTable, closedTable, leavesOf, type PublicRow } from '../../../data/publication/table.ts'
import { equationsOf, recover } from './attack.ts'

/** A tree of three levels with counts that are small, large and 0. */
const tables = fc
  .record({
    counties: fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 4 }),
    groups: fc.integer({ min: 1, max: 4 }),
    seed: fc.array(
      fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 10, max: 400 })),
      { minLength: 100, maxLength: 100 },
    ),
  })
  .map(({ counties, groups, seed }) => city(counties, groups, (i) => seed[i % seed.length]))

function city(counties: readonly number[], groups: number, countAt: (i: number) => number): CountTable {
  const units: PublicRow[] = [{ code: '1', name: '市', parent: -1 }]
  for (const towns of counties) {
    const parent = units.length
    units.push({ code: `1${parent}`, name: '县', parent: 0 })
    for (let i = 0; i < towns; i++) units.push({ code: `1${parent}${i}`, name: '乡', parent })
  }
  const own = units.map(() => new Array<number>(groups).fill(0))
  let next = 0
  for (const leaf of leavesOf(units))
    for (let group = 0; group < groups; group++) {
      const value = countAt(next++)
      for (let at = leaf; at >= 0; at = units[at].parent) own[at][group] += value
    }
  // Matters that only the county knows the place of.
  for (let group = 0; group < groups; group++) {
    const value = countAt(next++)
    own[1][group] += value
    own[0][group] += value
  }
  const names = Array.from({ length: groups }, (_, i) => `组${i}`)
  return closedTable(units, names, (row, group) => own[row][group], '未细分')
}

describe('a table for the public', () => {
  it('closes in every sum', () => {
    fc.assert(
      fc.property(tables, (table) => {
        for (const equation of equationsOf(table))
          expect(equation.reduce((sum, { cell, sign }) => sum + sign * table.counts[cell], 0)).toBe(0)
      }),
    )
  })

  it('shows no count from 1 to 9, and gives none away by any sum, difference or bound', () => {
    let [hidden, unprotected] = [0, 0]
    fc.assert(
      fc.property(tables, (table) => {
        const { isHidden } = suppress(table)
        const small = [...table.counts.keys()].filter(
          (cell) => table.counts[cell] > 0 && table.counts[cell] < FEWEST_SHOWN,
        )
        for (const cell of small) expect(isHidden[cell]).toBe(1)
        const known = recover(table, isHidden)
        for (const cell of small) expect(known.has(cell), `cell ${cell} of ${[...table.counts]}`).toBe(false)
        // The attack is worth something: where only the small ones are left out, it does recover some.
        hidden += small.length
        const bare = Uint8Array.from(table.counts, (count) => (count > 0 && count < FEWEST_SHOWN ? 1 : 0))
        const given = recover(table, bare)
        for (const cell of small)
          if (given.has(cell)) {
            unprotected++
            expect(given.get(cell)).toBe(table.counts[cell])
          }
      }),
      { numRuns: 300 },
    )
    expect(unprotected).toBeGreaterThan(hidden / 20)
  })

  it('leaves out nothing where every count is large, and never a zero', () => {
    fc.assert(
      fc.property(tables, (table) => {
        const large = { ...table, counts: table.counts.map((count) => count * 10) }
        expect(suppress(large).isHidden.every((hidden) => hidden === 0)).toBe(true)
        const { isHidden } = suppress(table)
        table.counts.forEach((count, cell) => {
          if (count === 0) expect(isHidden[cell]).toBe(0)
        })
      }),
    )
  })

  it('refuses parts that count more than their whole', () => {
    const units: PublicRow[] = [
      { code: '1', name: '市', parent: -1 },
      { code: '11', name: '县', parent: 0 },
    ]
    expect(() => closedTable(units, ['甲'], (row) => (row === 0 ? 3 : 4), '未细分')).toThrow(RangeError)
  })

  it('does a city of 149 townships in seconds and still shows most of it', () => {
    const counties = Array.from({ length: 12 }, (_, i) => (i < 5 ? 13 : 12))
    let state = 7
    const random = () => {
      state = (state * 48_271) % 2_147_483_647
      return state / 2_147_483_647
    }
    const table = city(counties, 8, () => Math.floor(-30 * Math.log(1 - random())))
    const startedAt = performance.now()
    const { isHidden, primary, secondary } = suppress(table)
    const elapsedMs = performance.now() - startedAt
    console.info(
      `${table.rows.length} rows: ${primary} + ${secondary} of ${table.counts.length} left out, ${Math.round(elapsedMs)} ms`,
    )
    expect(secondary).toBeLessThan(primary)
    expect(elapsedMs).toBeLessThan(10_000)
    const known = recover(table, isHidden)
    expect([...known.keys()].filter((cell) => table.counts[cell] < FEWEST_SHOWN)).toEqual([])
  })
})
