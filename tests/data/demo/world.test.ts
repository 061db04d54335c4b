import { beforeAll, describe, expect, test } from 'vitest'
import { createLocator, type Locator } from '../../../data/coverage/locator.ts'
import { areas } from '../../../data/coverage/measure.ts'
import { validateCoverage } from '../../../data/coverage/validate.ts'
import { createIncidentGenerator, DAY_MS, dayOf } from '../../../data/demo/incidents.ts'
import { LIFE_DAYS, maskFuture } from '../../../data/demo/life.ts'
import { premisesOf } from '../../../data/demo/premises.ts'
import { SILENT_DAYS, SILENT_SOURCE, SILENT_TOWNSHIPS } from '../../../data/demo/silence.ts'
import { createDemoWorld, type DemoWorld } from '../../../data/demo/world.ts'
import { unitId } from '../../../data/model/ids.ts'
import type { IncidentRecord } from '../../../data/model/incident.ts'
import { ancestorAt, createUnitTable, type UnitTable } from '../../../data/model/unit.ts'
import counties from '../../../data/samples/changzhi_counties.json' with { type: 'json' }
import { DISCOVERY_RATE } from '../../../data/statistics/evidence.ts'
import { reportingOf } from '../../../data/statistics/underReporting.ts'

const SEED = 1
const NOW = Date.parse('2026-11-22T02:42:00Z')
/** Received by now in the last 120 days, masked to now. */
const DAYS = 120

let world: DemoWorld
let table: UnitTable
let unitAt: Locator
let records: IncidentRecord[]

const generatorOf = () =>
  createIncidentGenerator({ grids: world.grids, seed: SEED, referenceDay: dayOf(NOW), unitAt })

beforeAll(async () => {
  world = await createDemoWorld(SEED)
  table = createUnitTable(world.units)
  unitAt = createLocator(world.coverage)
  const generator = generatorOf()
  records = Array.from({ length: DAYS + 1 }, (_, i) => generator.ofDay(dayOf(NOW) - DAYS + i))
    .flat()
    .filter(({ moments }) => moments.received <= NOW)
    .map((record) => maskFuture(record, NOW))
}, 240_000)

const countyOf = (row: number): string => table.units[row].code.slice(0, 6)

describe('the demo world', () => {
  test('has one province, 11 cities, 12 counties, 149 townships, 2,628 villages and 12,000 grids', () => {
    expect(table.rowsOfLevel.map(({ length }) => length)).toEqual([1, 11, 12, 149, 2628, 12000])
  })

  test('is a valid coverage', () => {
    expect(validateCoverage(world.coverage)).toEqual([])
  })

  test('covers every county with grids and leaves no land over', () => {
    const faces = areas(world.coverage)
    for (let row = 0; row < table.length; row++) {
      const level = table.level[row]
      const area = faces.get(table.units[row].id) ?? 0
      if (level === 5) expect(area).toBeGreaterThan(0)
      if (level >= 2 && level < 5) expect(area).toBe(0)
    }
  })

  test('draws counties within 3 % of their published areas', () => {
    const sums = new Map<string, number>()
    for (const [id, area] of areas(world.coverage)) {
      const row = table.rowOf(unitId(id))
      if (row >= 0) sums.set(countyOf(row), (sums.get(countyOf(row)) ?? 0) + area / 1e6)
    }
    for (const { code, areaSquareKilometers } of counties) {
      const drawn = sums.get(code.slice(0, 6)) ?? 0
      expect(Math.abs(drawn / areaSquareKilometers - 1)).toBeLessThan(0.03)
    }
  })

  test('gives every county the households, people and grids it has, and every parent the sum of its children', () => {
    for (const county of counties) {
      const row = table.rowOfCode(county.code)
      const grids = table.units.filter(
        ({ level, code }) => level === 5 && code.startsWith(county.code.slice(0, 6)),
      )
      expect(grids.length).toBe(county.grids)
      expect(grids.reduce((sum, { households }) => sum + (households ?? 0), 0)).toBe(county.households)
      expect(grids.reduce((sum, { population }) => sum + (population ?? 0), 0)).toBe(county.population)
      expect(table.units[row].households).toBe(county.households)
    }
    for (let row = 0; row < table.length; row++) {
      if (table.level[row] < 2 || table.level[row] > 4) continue
      const children = table.childrenOf(row)
      expect(children.length).toBeGreaterThan(0)
      const sum = children.reduce((all, child) => all + (table.units[child].households ?? 0), 0)
      expect(sum).toBe(table.units[row].households)
    }
  })

  test('begins every code with the code above it', () => {
    for (let row = 0; row < table.length; row++) {
      const { code, level, parentId } = table.units[row]
      expect(code).toMatch(level === 5 ? /^\d{15}$/ : /^\d{12}$/)
      if (parentId === null) continue
      const digits = [2, 4, 6, 9, 12, 15][level - 1]
      expect(code.slice(0, digits)).toBe(table.units[table.rowOf(parentId)].code.slice(0, digits))
    }
  })

  test('keeps premises and located incidents inside their grids', () => {
    for (const grid of world.grids.filter((_, i) => i % 40 === 0)) {
      const premises = premisesOf(grid, SEED, unitAt)
      expect(premises.reduce((sum, { households }) => sum + households, 0)).toBe(grid.households)
      for (const { x, y } of premises) expect(unitAt(x, y)).toBe(grid.id)
    }
    for (const { x, y, unitId } of records) if (x !== null && y !== null) expect(unitAt(x, y)).toBe(unitId)
  })
})

describe('the demo incidents', () => {
  const share = (part: number, whole: number): number => (100 * part) / whole
  const inWindow = (days: number) => {
    const from = NOW - days * DAY_MS
    const settled = records.filter(({ moments, deadlineAt }) => {
      const at = Math.min(moments.handled ?? Infinity, deadlineAt ?? Infinity)
      return !moments.voided && at >= from && at <= NOW
    })
    return { settled, handled: settled.filter(({ moments }) => moments.handled) }
  }

  test('are the same for the same seed and day, whatever was asked before', () => {
    expect(generatorOf().ofDay(dayOf(NOW) - 3)).toEqual(generatorOf().ofDay(dayOf(NOW) - 3))
    const one = generatorOf()
    one.ofDay(dayOf(NOW) - 9)
    expect(one.ofDay(dayOf(NOW) - 3)).toEqual(generatorOf().ofDay(dayOf(NOW) - 3))
  })

  test('come at 17 a grid and year, within 10 % in this season', () => {
    expect(records.length / DAYS / (204_000 / 365)).toBeGreaterThan(0.9)
    expect(records.length / DAYS / (204_000 / 365)).toBeLessThan(1.1)
  })

  test('are settled as published: 97.6 % handled and 93 % on time over 30 days, each within 0.8 points', () => {
    const { settled, handled } = inWindow(30)
    const onTime = handled.filter(({ moments, deadlineAt }) => Number(moments.handled) <= Number(deadlineAt))
    expect(Math.abs(share(handled.length, settled.length) - 97.6)).toBeLessThan(0.8)
    expect(Math.abs(share(onTime.length, settled.length) - 93)).toBeLessThan(1.5)
  })

  test('have 91.6 % satisfied and 2 % reworked, within 1 point', () => {
    const rated = records.filter(({ moments }) => moments.rated)
    const handled = records.filter(({ moments }) => moments.handled)
    const satisfied = rated.filter((record) => record.satisfied)
    const reworked = handled.filter(({ moments }) => moments.reworked)
    expect(Math.abs(share(satisfied.length, rated.length) - 91.6)).toBeLessThan(1)
    expect(Math.abs(share(reworked.length, handled.length) - 2)).toBeLessThan(1)
  })

  test('are about 1 % unlocated, each with its cause', () => {
    const unlocated = records.filter(({ unitId }) => unitId === null)
    expect(Math.abs(share(unlocated.length, records.length) - 1)).toBeLessThan(0.3)
    for (const { unitId, unlocatedCause } of records) expect(unitId === null).toBe(unlocatedCause !== null)
  })

  test('of sensitive categories carry no point and no grid', () => {
    const sensitive = records.filter(({ category }) => category === '0101' || category.startsWith('10'))
    expect(sensitive.length).toBeGreaterThan(100)
    for (const { x, y, unitId } of sensitive) {
      expect([x, y]).toEqual([null, null])
      if (unitId !== null) expect(table.level[table.rowOf(unitId)]).toBeLessThan(5)
    }
  })

  test('know nothing of the future and keep their moments in order', () => {
    for (const { moments } of records) {
      const { received, accepted, dispatched, handled, verified, closed, rated } = moments
      const order = [received, accepted, dispatched, handled, verified, closed, rated].filter(
        Boolean,
      ) as number[]
      expect(order).toEqual([...order].sort((a, b) => a - b))
      for (const at of Object.values(moments)) expect(at ?? 0).toBeLessThanOrEqual(NOW)
    }
  })

  test('have nobody responsible before they are dispatched, and are over within LIFE_DAYS', () => {
    for (const { moments, organisation, handlingLevel, assignments = [] } of records) {
      if (!moments.dispatched) expect([organisation, handlingLevel, assignments]).toEqual([null, null, []])
      else expect(assignments[0].fromAt).toBe(moments.dispatched)
      for (const { fromAt, toAt } of assignments) {
        expect(fromAt).toBeLessThanOrEqual(NOW)
        if (toAt !== null) expect(toAt).toBeLessThanOrEqual(NOW)
      }
    }
    const generator = generatorOf()
    for (const back of [3, 200, 411, 650])
      for (const { moments } of generator.ofDay(dayOf(NOW) - back))
        expect(Math.max(...Object.values(moments).map(Number)) - moments.received).toBeLessThan(
          LIFE_DAYS * DAY_MS,
        )
  })

  test('go to a second organisation in some 7 %, are extended in about 1 %, as assumed', () => {
    const dispatched = records.filter(({ moments }) => moments.handled)
    const leads = ({ assignments = [] }: IncidentRecord) => assignments.filter(({ role }) => role === 'lead')
    const passedOn = dispatched.filter((record) => leads(record).length > 1)
    const extended = dispatched.filter(({ moments }) => moments.extended)
    expect(share(passedOn.length, dispatched.length)).toBeGreaterThan(5)
    expect(share(passedOn.length, dispatched.length)).toBeLessThan(10)
    expect(share(extended.length, dispatched.length)).toBeGreaterThan(0.5)
    expect(share(extended.length, dispatched.length)).toBeLessThan(4)
    for (const { moments, deadlineAt, originalDeadlineAt } of extended) {
      expect(Number(deadlineAt)).toBeGreaterThan(Number(originalDeadlineAt))
      expect(Number(moments.extended)).toBeLessThan(Number(originalDeadlineAt))
    }
  })

  test('stop coming from the grid workers of two townships, and the check of few reports finds just these', () => {
    const named = SILENT_TOWNSHIPS.map((id) => table.units[table.rowOf(unitId(id))])
    expect(named.map(({ code, name }) => `${code} ${name}`)).toEqual([
      '140423104000 虒亭镇',
      '140406003000 翟店街道',
    ])
    const townshipOf = (id: number) => ancestorAt(table, table.rowOf(unitId(id)), 3)
    const rows = [...table.rowsOfLevel[3]]
    const silent = SILENT_TOWNSHIPS.map((id) => table.rowOf(unitId(id)))
    const lost = records.filter(
      ({ source, unitId, moments }) =>
        source === SILENT_SOURCE &&
        unitId !== null &&
        dayOf(NOW) - dayOf(moments.received) <= SILENT_DAYS &&
        silent.includes(townshipOf(unitId)),
    )
    expect(lost).toEqual([])
    const squareKilometers = new Map<number, number>()
    for (const [id, area] of areas(world.coverage)) {
      const row = table.rowOf(unitId(id))
      const at = row < 0 ? -1 : townshipOf(id)
      squareKilometers.set(at, (squareKilometers.get(at) ?? 0) + area / 1e6)
    }
    const received = new Map<number, number>()
    for (const { unitId, moments } of records) {
      if (unitId === null || moments.received < NOW - 30 * DAY_MS) continue
      received.set(townshipOf(unitId), (received.get(townshipOf(unitId)) ?? 0) + 1)
    }
    const places = rows.map((row) => ({
      received: received.get(row) ?? 0,
      households: table.units[row].households ?? Number.NaN,
      areaSquareKilometers: squareKilometers.get(row) ?? Number.NaN,
    }))
    const check = reportingOf(places, DISCOVERY_RATE)
    const found = rows.filter((_, i) => {
      const place = check.places[i]
      return place !== null && place.adjusted <= DISCOVERY_RATE && places[i].received < place.expected
    })
    expect(found.toSorted()).toEqual(silent.toSorted())
  })

  test('show the bad month of Huguan', () => {
    const rate = (county: string): number => {
      const mine = ({ unitId }: IncidentRecord): boolean =>
        unitId !== null && countyOf(table.rowOf(unitId)) === county
      const { settled, handled } = inWindow(30)
      return share(handled.filter(mine).length, settled.filter(mine).length)
    }
    const rates = counties.map(({ code }) => rate(code.slice(0, 6)))
    expect(Math.min(...rates)).toBe(rate('140427'))
    expect(rate('140427')).toBeLessThan(96)
  })
})
