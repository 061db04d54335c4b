// The demo's incidents: every matter received on a local day with its whole life, future moments included, as a
// pure function of (seed, day). What has not happened yet is masked by the caller (maskFuture).
import type { IncidentRecord, UnlocatedCause } from '../model/incident.ts'
import { CATEGORIES, type CategoryProfile } from './categories.ts'
import { SOURCES, URGENCIES } from './demoCity.ts'
import { liveThrough } from './life.ts'
import { createRandom, cumulate, gamma, hash32, normal, pick, poisson, type Random } from './random.ts'
import { isLost } from './silence.ts'
import type { DemoGrid } from './world.ts'

export const DAY_MS = 86_400_000
/** Asia/Shanghai has had no summer time since 1991. */
const ZONE_MS = 8 * 3_600_000

/** Local day number: days since 1970-01-01 in the city's zone. */
export const dayOf = (ms: number): number => Math.floor((ms + ZONE_MS) / DAY_MS)
export const startOfDay = (day: number): number => day * DAY_MS - ZONE_MS

/** Received a grid and year. */
const PER_GRID_YEAR = 17
/** Shape of the gamma that spreads the rate over grids (negative binomial). */
const DISPERSION = 0.8
const UNDER_REPORTING = { share: 0.03, factor: 0.15 }
const WEEKEND = 0.6
const HOURS = [
  0.3, 0.2, 0.2, 0.2, 0.3, 0.6, 1.5, 3.5, 7.5, 10, 10.5, 8, 4, 4.5, 8.5, 9, 8, 6.5, 4.5, 3.5, 3, 2.5, 1.5,
  0.9,
]

export interface IncidentGenerator {
  /** Every matter received on a local day, in order of arrival. */
  ofDay(day: number): IncidentRecord[]
}

export interface GeneratorParts {
  readonly grids: readonly DemoGrid[]
  readonly seed: number
  /** The day the demo was made: the bad month of one county ends there. */
  readonly referenceDay: number
  /** Unit id at a point of the published coverage: points of a grid must lie in it. */
  readonly unitAt: (x: number, y: number) => number
}

export function createIncidentGenerator({
  grids,
  seed,
  referenceDay,
  unitAt,
}: GeneratorParts): IncidentGenerator {
  const gridSums = cumulate(
    grids.map(({ id }) => {
      const random = createRandom(seed, 11, id)
      const silent = random() < UNDER_REPORTING.share ? UNDER_REPORTING.factor : 1
      return (gamma(random, DISPERSION) / DISPERSION) * silent
    }),
  )
  const sourceSums = cumulate(SOURCES.map(({ share }) => share))
  const urgencySums = cumulate(URGENCIES.map(({ share }) => share))
  const hourSums = cumulate(HOURS)
  const perDay = (grids.length * PER_GRID_YEAR) / 365 / ((5 + 2 * WEEKEND) / 7)

  function ofDay(day: number): IncidentRecord[] {
    const random = createRandom(seed, 12, day)
    const date = new Date(day * DAY_MS)
    const categorySums = cumulate(CATEGORIES.map((category) => category.share * seasonOf(category, date)))
    const season = categorySums[categorySums.length - 1] / 100
    const weekend = date.getUTCDay() % 6 === 0 ? WEEKEND : 1
    const count = poisson(random, perDay * weekend * season)
    const times = Array.from(
      { length: count },
      () => startOfDay(day) + Math.floor((pick(random, hourSums) + random()) * 3_600) * 1_000,
    ).sort((a, b) => a - b)
    const label = date.toISOString().slice(0, 10).replaceAll('-', '')
    return times.flatMap((received, index) => {
      const own = createRandom(seed, 13, day, index)
      const choice: Choice = {
        grid: grids[pick(own, gridSums)],
        category: CATEGORIES[pick(own, categorySums)],
        source: SOURCES[pick(own, sourceSums)].key,
        urgency: pick(own, urgencySums),
      }
      // Whose report is lost leaves a number free; nothing else of the world moves.
      if (isLost(choice.grid.townshipId, choice.source, referenceDay - day)) return []
      const life = liveThrough(choice, received, { seed, daysAgo: referenceDay - day }, own)
      const record: IncidentRecord = {
        ...describe(choice, `D${label}-${String(index + 1).padStart(4, '0')}`, received),
        ...locate(choice, own, unitAt),
        ...life,
      }
      return [record]
    })
  }
  return { ofDay }
}

export interface Choice {
  readonly grid: DemoGrid
  readonly category: CategoryProfile
  readonly source: string
  /** Index into URGENCIES. */
  readonly urgency: number
}

const seasonMeans = new Map<string, number>()

/** The category's factor on this date, its mean over a year being 1. */
function seasonOf({ code, season }: CategoryProfile, date: Date): number {
  if (!season) return 1
  let mean = seasonMeans.get(code)
  if (mean === undefined) {
    let sum = 0
    for (let day = 0; day < 365; day++) {
      const at = new Date(Date.UTC(2025, 0, 1 + day))
      sum += season(at.getUTCMonth() + 1, at.getUTCDate())
    }
    mean = sum / 365
    seasonMeans.set(code, mean)
  }
  return season(date.getUTCMonth() + 1, date.getUTCDate()) / mean
}

type Located = Pick<IncidentRecord, 'unitId' | 'unlocatedCause' | 'x' | 'y' | 'approximate'>

const UNLOCATED: readonly [cause: UnlocatedCause, share: number][] = [
  ['no-coordinates', 0.006],
  ['zero-coordinates', 0.003],
  ['outside', 0.0015],
]

/** Where it is known to be: mostly the grid and a point, sometimes only the village or township, rarely nothing. */
function locate({ grid, category }: Choice, random: Random, unitAt: GeneratorParts['unitAt']): Located {
  let at = random()
  for (const [unlocatedCause, share] of UNLOCATED) {
    if (at < share) return { unitId: null, unlocatedCause, x: null, y: null, approximate: false }
    at -= share
  }
  const known = { unlocatedCause: null, x: null, y: null, approximate: false }
  if (at < 0.02) return { ...known, unitId: grid.townshipId }
  if (category.sensitive || at < 0.05) return { ...known, unitId: grid.villageId }
  return { ...known, unitId: grid.id, ...pointIn(grid, random, unitAt) }
}

/** A point near the grid's houses, inside its outline. */
export function pointIn(
  grid: DemoGrid,
  random: Random,
  unitAt: GeneratorParts['unitAt'],
): { x: number; y: number } {
  const spread = grid.isUrban ? 6_000 : 16_000
  for (let attempt = 0; attempt < 4; attempt++) {
    const x = Math.round(grid.x + spread * normal(random))
    const y = Math.round(grid.y + spread * 0.8 * normal(random))
    if (unitAt(x, y) === grid.id) return { x, y }
  }
  return { x: grid.x, y: grid.y }
}

function describe({ category, source, urgency }: Choice, sourceId: string, received: number) {
  return {
    source,
    sourceId,
    category: category.code,
    urgency: URGENCIES[urgency].key,
    exclusion: hash32(received, 5) % 1_000 < 4 ? '不可抗力' : null,
  }
}
