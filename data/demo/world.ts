// The demo world: Shanxi's cities, Changzhi's counties, townships and villages by name and code, and 12,000 grids
// drawn inside them. Names, codes, people and households are real; boundaries below the county are made up.

import { buildCoverage } from '../coverage/build.ts'
import type { Coverage, Polygon } from '../coverage/coverage.ts'
import { type UnitId, unitId } from '../model/ids.ts'
import type { Unit } from '../model/unit.ts'
import counties from '../samples/changzhi_counties.json' with { type: 'json' }
import names from '../samples/changzhi_names.json' with { type: 'json' }
import { drawCounty, type GridCell } from './county.ts'
import { transform } from './datum.ts'
import { readOutlines } from './outlines.ts'
import { createRandom, normal } from './random.ts'

/** What the incident generator needs to know of a grid. */
export interface DemoGrid {
  readonly id: UnitId
  readonly villageId: UnitId
  readonly townshipId: UnitId
  /** First six digits of the code. */
  readonly county: string
  readonly households: number
  readonly population: number
  readonly isUrban: boolean
  /** Where its houses are, 1e-7 degrees. */
  readonly x: number
  readonly y: number
}

export interface DemoWorld {
  readonly units: readonly Unit[]
  readonly coverage: Coverage
  readonly grids: readonly DemoGrid[]
}

const LEVEL = { province: 0, city: 1, county: 2, township: 3, village: 4, grid: 5 } as const
/** Share of a county's grids that belong to a village elsewhere in their township: exclaves. */
const EXCLAVE_SHARE = 0.001

interface Draft {
  code: string
  name: string
  level: number
  parentCode: string | null
  households: number | null
  population: number | null
  polygons: readonly Polygon[]
  cell?: GridCell
}

/** @param onProgress awaited with 0 … 1 between steps, so that the caller can answer others meanwhile. */
export async function createDemoWorld(
  seed: number,
  onProgress: (share: number) => Promise<void> | void = () => {},
): Promise<DemoWorld> {
  const drafts = frameDrafts()
  for (const [index, county] of counties.entries()) {
    drafts.push(...countyDrafts(county, drafts, seed))
    await onProgress(((index + 1) / counties.length) * 0.8)
  }
  addUp(drafts)
  drafts.sort((a, b) => (a.code < b.code ? -1 : 1))
  const ids = new Map(drafts.map(({ code }, index) => [code, unitId(index + 1)]))
  const units = drafts.map((draft) => toUnit(draft, ids))
  const { coverage } = buildCoverage(
    drafts.map(({ polygons }, index) => ({ ...units[index], polygons })),
    { toleranceMeters: 50, repair: true },
  )
  await onProgress(1)
  return { units, coverage, grids: drafts.flatMap((draft) => toGrid(draft, ids)) }
}

const idOf = (ids: ReadonlyMap<string, UnitId>, code: string): UnitId => {
  const id = ids.get(code)
  if (id === undefined) throw new Error(`no unit ${code}`)
  return id
}

function toUnit(
  { code, name, level, parentCode, households, population }: Draft,
  ids: ReadonlyMap<string, UnitId>,
): Unit {
  const parentId = parentCode === null ? null : idOf(ids, parentCode)
  return { id: idOf(ids, code), code, name, level, parentId, households, population, staff: null }
}

function toGrid({ code, cell, households, population }: Draft, ids: ReadonlyMap<string, UnitId>): DemoGrid[] {
  if (!cell) return []
  return [
    {
      id: idOf(ids, code),
      villageId: idOf(ids, code.slice(0, 12)),
      townshipId: idOf(ids, `${code.slice(0, 9)}000`),
      county: code.slice(0, 6),
      households: households ?? 0,
      population: population ?? 0,
      isUrban: cell.isUrban,
      x: cell.x,
      y: cell.y,
    },
  ]
}

/** Province, cities, counties, with the outlines that are known. */
function frameDrafts(): Draft[] {
  const outlines = readOutlines()
  const unknown = { households: null, population: null }
  const people = new Map(counties.map((county) => [county.code, county]))
  const total = (key: 'households' | 'population'): number =>
    counties.reduce((sum, county) => sum + county[key], 0)
  return [
    {
      code: '140000000000',
      name: '山西省',
      level: LEVEL.province,
      parentCode: null,
      ...unknown,
      polygons: [],
    },
    {
      code: '140400000000',
      name: '长治市',
      level: LEVEL.city,
      parentCode: '140000000000',
      households: total('households'),
      population: total('population'),
      polygons: [],
    },
    ...outlines.map(({ code, name, polygons }): Draft => {
      const county = people.get(code)
      return {
        code,
        name,
        level: county ? LEVEL.county : LEVEL.city,
        parentCode: county ? '140400000000' : '140000000000',
        households: county?.households ?? null,
        population: county?.population ?? null,
        polygons,
      }
    }),
  ]
}

function countyDrafts(county: (typeof counties)[number], frame: readonly Draft[], seed: number): Draft[] {
  const prefix = county.code.slice(0, 6)
  const townships = names.townships.filter(([code]) => code.startsWith(prefix))
  const villages = townships.map(([code]) => names.villages.filter(([village]) => village.startsWith(code)))
  const outline = frame.find(({ code }) => code === county.code)
  if (!outline) throw new Error(`no outline of ${county.name}`)
  const random = createRandom(seed, Number(prefix))
  const cells = drawCounty(
    {
      polygons: outline.polygons,
      seat: transform(county.seatGcj02),
      villages: villages.map((list) => list.length),
      isStreet: townships.map(([code]) => Number(code.slice(6)) < 100),
      grids: county.grids,
      urbanShare: county.urbanPopulation / county.population,
    },
    seed + Number(prefix),
  )
  const placed = scatter(cells, villages, random)
  return [
    ...townships.map(([code, name]) => place(`${code}000`, name, LEVEL.township, county.code)),
    ...villages.flatMap((list) =>
      list.map(([code, name]) => place(code, name, LEVEL.village, `${code.slice(0, 9)}000`)),
    ),
    ...gridDrafts(county, placed, villages, random),
  ]
}

/** Moves a few grids to another village of their township: exclaves. No village loses its last grid. */
function scatter(
  cells: readonly GridCell[],
  villages: readonly (readonly string[][])[],
  random: () => number,
): GridCell[] {
  const key = ({ township, village }: GridCell): string => `${township},${village}`
  const left = new Map<string, number>()
  for (const cell of cells) left.set(key(cell), (left.get(key(cell)) ?? 0) + 1)
  return cells.map((cell) => {
    const count = left.get(key(cell)) ?? 0
    if (random() >= EXCLAVE_SHARE || count < 2) return cell
    left.set(key(cell), count - 1)
    const moved = { ...cell, village: Math.floor(random() * villages[cell.township].length) }
    left.set(key(moved), (left.get(key(moved)) ?? 0) + 1)
    return moved
  })
}

/** Villages and townships have the households of their grids. */
function addUp(drafts: readonly Draft[]): void {
  const byCode = new Map(drafts.map((draft) => [draft.code, draft]))
  for (const { level, code, households, population } of drafts) {
    if (level !== LEVEL.grid) continue
    for (const above of [code.slice(0, 12), `${code.slice(0, 9)}000`]) {
      const unit = byCode.get(above)
      if (!unit) continue
      unit.households = (unit.households ?? 0) + (households ?? 0)
      unit.population = (unit.population ?? 0) + (population ?? 0)
    }
  }
}

const place = (code: string, name: string, level: number, parentCode: string): Draft => ({
  code,
  name,
  level,
  parentCode,
  households: null,
  population: null,
  polygons: [],
})

function gridDrafts(
  county: (typeof counties)[number],
  cells: readonly GridCell[],
  villages: readonly (readonly string[][])[],
  random: () => number,
): Draft[] {
  const weights = cells.map(({ isUrban }) => (isUrban ? 3 : 1) * Math.exp(0.45 * normal(random)))
  const households = shareOut(county.households, weights)
  const population = shareOut(
    county.population,
    households.map((count) => Math.max(count, 1)),
  )
  const numbers = new Map<string, number>()
  return cells.map((cell, index) => {
    const [code, name] = villages[cell.township][cell.village]
    const number = (numbers.get(code) ?? 0) + 1
    numbers.set(code, number)
    return {
      code: code + String(number).padStart(3, '0'),
      name: `${name.replace(/(居委会|村委会|村民委员会|居民委员会)$/, '')}第${number}网格`,
      level: LEVEL.grid,
      parentCode: code,
      households: households[index],
      population: population[index],
      polygons: cell.polygons,
      cell,
    }
  })
}

/** Whole shares by weight that sum exactly to `total` (largest running remainder). */
function shareOut(total: number, weights: readonly number[]): number[] {
  const sum = weights.reduce((all, weight) => all + weight, 0)
  let given = 0
  let run = 0
  return weights.map((weight) => {
    run += weight
    const upTo = Math.round((run / sum) * total)
    const share = upTo - given
    given = upTo
    return share
  })
}
