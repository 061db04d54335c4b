// A unit file judged as a coverage: what is wrong, how much of it, where, between whom, and whether a repair
// within the tolerance settles it. One answer for the report, the terminal and the GeoJSON of problems.
import type { CoverageProblem, UnitsReport } from '../model/report.ts'
import {
  type BuildProblem,
  type BuildResult,
  type BuildStep,
  buildCoverage,
  DEFAULT_TOLERANCE_METERS,
} from './build.ts'
import { type Polygon, SCALE } from './coverage.ts'
import type { UnitOutline } from './linework.ts'

const LARGEST_OPENINGS = 20

export interface CheckOptions {
  /** Code of a unit id, as people know it. */
  readonly codeOf: (unitId: number) => string
  readonly toleranceMeters?: number
  readonly repair?: boolean
  /** Called as each step begins. */
  readonly onStep?: (step: CheckStep) => void
}

export type CheckStep = BuildStep

export type UnitsFindings = Pick<
  UnitsReport,
  | 'units'
  | 'unitsWithoutPolygon'
  | 'toleranceMeters'
  | 'gaps'
  | 'overlaps'
  | 'selfCrossings'
  | 'openings'
  | 'problems'
>

export interface UnitsCheck {
  /** Whether the file may be stored: 'refused' if anything is wrong that was not mended. */
  readonly outcome: 'stored' | 'refused' | 'repaired'
  readonly findings: UnitsFindings
  readonly build: BuildResult
  /** Each problem as a feature: its ground, or a point where it has none. RFC 7946. */
  readonly features: GeoJSON.FeatureCollection
}

export function checkUnits(units: readonly UnitOutline[], options: CheckOptions): UnitsCheck {
  const { codeOf, toleranceMeters = DEFAULT_TOLERANCE_METERS, repair = false, onStep } = options
  const build = buildCoverage(units, { toleranceMeters, repair, onStep })
  const problems = build.problems.map((problem) => describe(problem, codeOf))
  const isMended = problems.every((problem) => problem.mended)
  const [gaps, overlaps, crossings] = (['gap', 'overlap', 'self-crossing'] as const).map((kind) =>
    build.problems.filter((problem) => problem.kind === kind),
  )
  return {
    outcome: problems.length === 0 ? 'stored' : isMended ? 'repaired' : 'refused',
    findings: {
      units: units.length,
      unitsWithoutPolygon: units.filter((unit) => unit.polygons.length === 0).length,
      toleranceMeters,
      gaps: { count: gaps.length, areaSquareMeters: areaOf(gaps), mendable: mendableOf(gaps) },
      overlaps: {
        pairs: countPairs(overlaps),
        touchingPairs: build.touchingPairs,
        areaSquareMeters: areaOf(overlaps),
        mendable: mendableOf(overlaps),
      },
      selfCrossings: {
        count: crossings.length,
        units: [...new Set(crossings.flatMap((each) => each.unitIds.map(codeOf)))].sort(),
        mendable: mendableOf(crossings),
      },
      openings: openingsOf(build, codeOf),
      problems,
    },
    build,
    features: {
      type: 'FeatureCollection',
      features: build.problems.map((problem, i) => ({
        type: 'Feature',
        geometry: geometryOf(problem),
        properties: problems[i],
      })),
    },
  }
}

function describe(problem: BuildProblem, codeOf: CheckOptions['codeOf']): CoverageProblem {
  return {
    kind: problem.kind,
    areaSquareMeters: problem.areaSquareMeters,
    units: problem.unitIds.map(codeOf),
    at: [problem.x / SCALE, problem.y / SCALE],
    mended: problem.mended,
    givenTo: problem.givenTo === null ? null : codeOf(problem.givenTo),
  }
}

function openingsOf({ openings }: BuildResult, codeOf: CheckOptions['codeOf']): UnitsFindings['openings'] {
  const bySize = [...openings].sort((a, b) => b.areaSquareMeters - a.areaSquareMeters)
  return {
    count: openings.length,
    areaSquareMeters: areaOf(openings),
    largest: bySize.slice(0, LARGEST_OPENINGS).map(({ areaSquareMeters, unitIds, x, y }) => ({
      areaSquareMeters,
      units: unitIds.map(codeOf),
      at: [x / SCALE, y / SCALE],
    })),
  }
}

const areaOf = (problems: readonly Pick<BuildProblem, 'areaSquareMeters'>[]): number =>
  problems.reduce((sum, problem) => sum + problem.areaSquareMeters, 0)

const mendableOf = (problems: readonly BuildProblem[]): number =>
  problems.filter((problem) => problem.givenTo !== null).length

/** Pairs of units that overlap anywhere; three units over one spot are three pairs. */
function countPairs(overlaps: readonly BuildProblem[]): number {
  const pairs = new Set<string>()
  for (const { unitIds } of overlaps)
    for (const a of unitIds) for (const b of unitIds) if (a < b) pairs.add(`${a} ${b}`)
  return pairs.size
}

function geometryOf({ polygons, x, y }: BuildProblem): GeoJSON.Geometry {
  const positions = (polygon: Polygon): GeoJSON.Position[][] =>
    polygon.map((ring) =>
      Array.from({ length: ring.length / 2 }, (_, i) => [ring[2 * i] / SCALE, ring[2 * i + 1] / SCALE]),
    )
  if (polygons.length === 0) return { type: 'Point', coordinates: [x / SCALE, y / SCALE] }
  return polygons.length === 1
    ? { type: 'Polygon', coordinates: positions(polygons[0]) }
    : { type: 'MultiPolygon', coordinates: polygons.map(positions) }
}
