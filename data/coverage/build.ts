// From outlines to a coverage: overlay, ask each face whose it is, settle what is not clear, keep the borders.
//
//   ┌────┬──┐     1 and 2 cover ▒ both (overlap), ░ is in neither (gap): within the tolerance each goes to the
//   │ 1 ▒│ 2│     neighbour with the longest common border. A parent's remainder does so always; where it is
//   ├──░─┴──┤     wider it stays, as the parent's residual face.
//   │   3   │     Always yields a valid coverage; `problems` says whether it is the one that was meant.
//   └───────┘
import { type Arrangement, arrange } from './arrangement.ts'
import { assembleCoverage } from './assemble.ts'
import type { Coverage, Polygon } from './coverage.ts'
import { doubledPieces } from './doubledEdges.ts'
import type { UnitOutline } from './linework.ts'
import { isNarrow } from './narrow.ts'
import { type Claim, claimOf, indexUnits, isAncestor, type UnitRows } from './ownership.ts'
import {
  borderCoordinates,
  faceAreas,
  joinRegions,
  type Region,
  regionPolygons,
  sharedBorders,
} from './regions.ts'
import { countTouchingPairs } from './touchingPairs.ts'

/** Width in metres below which a gap, an overlap or a remainder is taken for sloppy drawing. */
export const DEFAULT_TOLERANCE_METERS = 30

export interface BuildOptions {
  readonly toleranceMeters?: number
  /** Close gaps within the tolerance. Without it they stay faces of no unit. */
  readonly repair?: boolean
  /** Called as each step begins: a city takes seconds. */
  readonly onStep?: (step: BuildStep) => void
}

export type BuildStep = 'overlay' | 'settle' | 'assemble'

/**
 * An uncovered piece that holds a circle of this many tolerances is an opening (a lake, an enclave of another
 * city), not sloppy drawing. The widest of 1,323 gaps between Shanxi's county files hold circles of 150–200 m;
 * the two pieces of other municipalities among Chicago's areas hold circles of over 1,000 and over 300 m.
 */
const OPENING_TOLERANCES = 10

export interface BuildProblem {
  readonly kind: 'gap' | 'overlap' | 'self-crossing'
  readonly unitIds: readonly number[]
  readonly areaSquareMeters: number
  /** A border vertex of the region, 1e-7 degrees. */
  readonly x: number
  readonly y: number
  /** null: over the tolerance. What a repair gives it to, or would. */
  readonly givenTo: number | null
  readonly mended: boolean
  readonly polygons: readonly Polygon[]
}

/** Ground that changed hands: a mended problem, or a parent's remainder under the tolerance. */
export interface Mend {
  readonly kind: BuildProblem['kind'] | 'remainder'
  readonly unitIds: readonly number[]
  readonly areaSquareMeters: number
  readonly x: number
  readonly y: number
  readonly givenTo: number
}

export interface Opening {
  readonly unitIds: readonly number[]
  readonly areaSquareMeters: number
  readonly x: number
  readonly y: number
}

export interface BuildResult {
  readonly coverage: Coverage
  readonly problems: readonly BuildProblem[]
  readonly mends: readonly Mend[]
  /** Ground of no unit, enclosed by one unit or too wide for a gap; it stays as it is. */
  readonly openings: readonly Opening[]
  /** Pairs of leaves that overlap, share a border or meet in a point. */
  readonly touchingPairs: number
}

export function buildCoverage(units: readonly UnitOutline[], options: BuildOptions = {}): BuildResult {
  const rows = indexUnits(units)
  options.onStep?.('overlay')
  const arrangement = arrange(units)
  options.onStep?.('settle')
  const settling = createSettling(arrangement, rows, options)
  settleOverlaps(settling)
  settleRemainders(settling)
  settleGaps(settling)
  noteSelfCrossings(settling)
  options.onStep?.('assemble')
  const { edges, faces } = arrangement
  const idOf = (half: number): number => {
    const row = settling.owner[faces.ofHalfEdge[half]]
    return row < 0 ? 0 : units[row].id
  }
  const left = Float64Array.from({ length: edges.length }, (_, e) => idOf(2 * e))
  const right = Float64Array.from({ length: edges.length }, (_, e) => idOf(2 * e + 1))
  return {
    coverage: assembleCoverage({ ...edges, left, right }),
    problems: settling.problems,
    mends: settling.mends,
    openings: settling.openings,
    touchingPairs: countTouchingPairs(arrangement, rows),
  }
}

interface Settling {
  readonly arrangement: Arrangement
  readonly rows: UnitRows
  /** Narrow ground that only parents dispute becomes a remainder on the way. */
  readonly claims: Claim[]
  readonly areas: Float64Array
  /** Row of the unit each face goes to, −1 for none. */
  readonly owner: Int32Array
  readonly toleranceMeters: number
  readonly repair: boolean
  readonly problems: BuildProblem[]
  readonly mends: Mend[]
  readonly openings: Opening[]
}

function createSettling(arrangement: Arrangement, rows: UnitRows, options: BuildOptions): Settling {
  const claims = arrangement.covers.map((cover) => claimOf(rows, cover))
  return {
    arrangement,
    rows,
    claims,
    areas: faceAreas(arrangement),
    owner: Int32Array.from(claims, (claim) => (claim.kind === 'sole' ? claim.row : -1)),
    toleranceMeters: options.toleranceMeters ?? DEFAULT_TOLERANCE_METERS,
    repair: options.repair ?? false,
    problems: [],
    mends: [],
    openings: [],
  }
}

function settleOverlaps(settling: Settling): void {
  const { arrangement, areas, claims, owner, repair, rows } = settling
  const regions = joinRegions(arrangement, areas, (face) => {
    const claim = claims[face]
    return claim.kind === 'overlap' ? claim.rows.join() : ''
  })
  const given = regions.map((region) => {
    const claim = claims[region.faces[0]]
    const equals = claim.kind === 'overlap' ? claim.rows : []
    const borders = sharedBorders(arrangement, region, (face) => {
      const neighbour = owner[face]
      return equals.find((row) => row === neighbour || isAncestor(rows, row, neighbour)) ?? -1
    })
    return { region, equals, row: longest(settling, borders, equals)! }
  })
  for (const { region, equals, row } of given) {
    const isMendable = isWithinTolerance(settling, region)
    if (isMendable && !rows.isLeaf[row]) {
      for (const face of region.faces) claims[face] = { kind: 'remainder', row }
      continue
    }
    for (const face of region.faces) owner[face] = row
    note(settling, 'overlap', region, equals, isMendable ? row : null, repair)
  }
}

function settleRemainders(settling: Settling): void {
  const { arrangement, areas, claims, owner } = settling
  const remainderOf = (face: number): number => {
    const claim = claims[face]
    return claim.kind === 'remainder' ? claim.row : -1
  }
  const regions = joinRegions(arrangement, areas, (face) =>
    remainderOf(face) < 0 ? '' : `${remainderOf(face)}`,
  )
  let pending: Region[] = []
  for (const region of regions) {
    if (isWithinTolerance(settling, region)) pending.push(region)
    else for (const face of region.faces) owner[face] = remainderOf(face)
  }
  // A county's sliver may lie beyond a village's sliver: the inner one is given away first.
  for (let isLast = false; pending.length > 0; ) {
    const rest = pending.filter((region) => !giveRemainder(settling, region, isLast))
    isLast = rest.length === pending.length
    pending = rest
  }
}

/** To a neighbour below the same parent; as a last resort to any, or the parent keeps it. */
function giveRemainder(settling: Settling, region: Region, isLast: boolean): boolean {
  const { arrangement, claims, owner, rows } = settling
  const claim = claims[region.faces[0]]
  const parent = claim.kind === 'remainder' ? claim.row : -1
  const borders = sharedBorders(arrangement, region, (face) => owner[face])
  const own = new Map([...borders].filter(([row]) => row === parent || isAncestor(rows, parent, row)))
  if (own.size === 0 && !isLast) return false
  const row = longest(settling, own.size > 0 ? own : borders, [parent])!
  for (const face of region.faces) owner[face] = row
  if (row !== parent) settling.mends.push(mendOf(settling, 'remainder', region, [parent], row))
  return true
}

/** A hole in a single unit is an opening; a narrow uncovered piece among several is a gap. */
function settleGaps(settling: Settling): void {
  const { arrangement, areas, claims, openings, owner, repair } = settling
  const regions = joinRegions(arrangement, areas, (face) =>
    face > 0 && claims[face].kind === 'none' ? 'gap' : '',
  )
  for (const region of regions) {
    const borders = sharedBorders(arrangement, region, (face) => owner[face])
    if (borders.size < 2 || !isWithinTolerance(settling, region, OPENING_TOLERANCES)) {
      openings.push(mendOf(settling, 'gap', region, [...borders.keys()], 0))
      continue
    }
    const row = isWithinTolerance(settling, region) ? longest(settling, borders, [])! : null
    if (row !== null && repair) for (const face of region.faces) owner[face] = row
    note(settling, 'gap', region, [...borders.keys()], row, repair)
  }
}

/** Lobes and loops of an outline across itself; the walk over the faces has already made them plain ground. */
function noteSelfCrossings(settling: Settling): void {
  const { arrangement, areas, repair, toleranceMeters } = settling
  const windings = arrangement.covers.map((cover) =>
    cover.flatMap((row, i) => (i % 2 === 0 && cover[i + 1] !== 1 ? [row, cover[i + 1]] : [])),
  )
  const regions = joinRegions(arrangement, areas, (face) => windings[face].join())
  for (const region of regions) {
    const crossed = windings[region.faces[0]].filter((_, i) => i % 2 === 0)
    for (const row of crossed) note(settling, 'self-crossing', region, [row], row, repair)
  }
  for (const { unit, vertex, lengthMeters } of doubledPieces(arrangement)) {
    // Rounding folds slivers of a centimetre into such lines by the dozen; short ones are dropped unsaid.
    if (lengthMeters < toleranceMeters) continue
    const region = { faces: [], border: [], areaSquareMeters: 0 }
    note(settling, 'self-crossing', region, [unit], unit, repair, vertex)
  }
}

function isWithinTolerance({ arrangement, toleranceMeters }: Settling, region: Region, times = 1): boolean {
  return isNarrow(borderCoordinates(arrangement, region), region.areaSquareMeters, times * toleranceMeters)
}

/** Row with the longest border, the lower id where equal; without any border the lowest id of `otherwise`. */
function longest(
  { rows }: Settling,
  borders: ReadonlyMap<number, number>,
  otherwise: readonly number[],
): number | null {
  const idOf = (row: number): number => rows.units[row].id
  const ranked = [...borders].sort(([p, a], [q, b]) => b - a || idOf(p) - idOf(q))
  if (ranked.length > 0) return ranked[0][0]
  return otherwise.length > 0 ? [...otherwise].sort((p, q) => idOf(p) - idOf(q))[0] : null
}

function note(
  settling: Settling,
  kind: BuildProblem['kind'],
  region: Region,
  concerned: readonly number[],
  row: number | null,
  mended: boolean,
  at?: number,
): void {
  const { arrangement, rows, problems, mends } = settling
  const mend = mendOf(settling, kind, region, concerned, row ?? 0, at)
  problems.push({
    ...mend,
    kind,
    givenTo: row === null ? null : rows.units[row].id,
    mended: mended && row !== null,
    polygons: regionPolygons(arrangement, region),
  })
  if (mended && row !== null) mends.push(mend)
}

function mendOf(
  { arrangement, rows }: Settling,
  kind: Mend['kind'],
  region: Region,
  concerned: readonly number[],
  row: number,
  at?: number,
): Mend {
  const { from, xs, ys } = arrangement.edges
  const vertex = at ?? from[region.border[0] >> 1]
  return {
    kind,
    unitIds: concerned.map((each) => rows.units[each].id).sort((a, b) => a - b),
    areaSquareMeters: region.areaSquareMeters,
    x: xs[vertex],
    y: ys[vertex],
    givenTo: rows.units[row].id,
  }
}
