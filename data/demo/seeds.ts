// Where a county's townships, villages and grids lie: township seats first, then grid seeds around them (dense
// in towns, sparse in the hills), then each township's grid seeds gathered into its villages.
import { cumulate, normal, pick, type Random } from './random.ts'

/** Metres east and north of the county's own origin. */
export type Point = readonly [x: number, y: number]

export interface CountyPlan {
  /** Whether a point lies in the county. */
  readonly contains: (point: Point) => boolean
  readonly bounds: readonly [west: number, south: number, east: number, north: number]
  readonly seat: Point
  /** Villages of each township, in code order; streets first. */
  readonly villages: readonly number[]
  /** Streets (街道) crowd around the seat. */
  readonly isStreet: readonly boolean[]
  readonly grids: number
  /** Share of the county's people who live in town. */
  readonly urbanShare: number
}

export interface GridSeed {
  readonly point: Point
  readonly township: number
  /** Index of the village within the township. */
  readonly village: number
  /** Within a built-up place: small, dense. */
  readonly isUrban: boolean
}

export function sowGrids(plan: CountyPlan, random: Random): GridSeed[] {
  const seats = sowTownships(plan, random)
  const quota = shareGrids(plan)
  const fields = sowFields(plan, seats, random)
  return seats.flatMap((_, township) => {
    const points = sowTownship(plan, seats, township, quota[township], fields[township], random)
    const village = gather(
      points.map(({ point }) => point),
      plan.villages[township],
      random,
    )
    return points.map(({ point, isUrban }, i) => ({ point, isUrban, township, village: village[i] }))
  })
}

function anywhere({ bounds, contains }: CountyPlan, random: Random): Point {
  for (;;) {
    const point: Point = [
      bounds[0] + random() * (bounds[2] - bounds[0]),
      bounds[1] + random() * (bounds[3] - bounds[1]),
    ]
    if (contains(point)) return point
  }
}

const squareDistance = (a: Point, b: Point): number => (a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2

/** Best of several candidates (Mitchell 1991): the seat farthest from those there. */
function sowTownships(plan: CountyPlan, random: Random): Point[] {
  const seats: Point[] = []
  plan.isStreet.forEach((street) => {
    let best: Point | null = null
    let bestDistance = -1
    for (let candidate = 0; candidate < 24; candidate++) {
      const point = street ? near(plan, plan.seat, 4_000, random) : anywhere(plan, random)
      const distance = Math.min(1e12, ...seats.map((seat) => squareDistance(seat, point)))
      if (distance > bestDistance) [best, bestDistance] = [point, distance]
    }
    seats.push(best as Point)
  })
  // The township of the county seat without streets stands at the seat itself.
  if (!plan.isStreet[0]) seats[0] = near(plan, plan.seat, 300, random)
  return seats
}

function near(plan: CountyPlan, centre: Point, spreadMeters: number, random: Random): Point {
  for (let attempt = 0; attempt < 50; attempt++) {
    const point: Point = [
      centre[0] + spreadMeters * normal(random),
      centre[1] + spreadMeters * normal(random),
    ]
    if (plan.contains(point)) return point
  }
  return anywhere(plan, random)
}

/** Grids per township: by villages and town weight, never fewer than its villages. Sums to plan.grids. */
function shareGrids(plan: CountyPlan): number[] {
  const weights = plan.villages.map((villages, t) => {
    const town = plan.isStreet[t]
      ? 4 * plan.urbanShare * 5
      : t === 0
        ? 4 * plan.urbanShare * 3
        : plan.urbanShare
    return villages * (1 + town)
  })
  const villages = plan.villages.reduce((sum, count) => sum + count, 0)
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const spare = plan.grids - villages
  const sums = cumulate(weights).map((sum) => Math.round((sum / total) * spare))
  return plan.villages.map((count, t) => count + sums[t] - (t > 0 ? sums[t - 1] : 0))
}

/** Points all over the county, by the township whose seat is nearest. */
function sowFields(plan: CountyPlan, seats: readonly Point[], random: Random): Point[][] {
  const fields: Point[][] = seats.map(() => [])
  for (let i = 0; i < plan.grids * 5; i++) {
    const point = anywhere(plan, random)
    fields[nearest(seats, point)].push(point)
  }
  return fields
}

/** Grid seeds of a township: in its town around the seat, in hamlets, and in the fields between. */
function sowTownship(
  plan: CountyPlan,
  seats: readonly Point[],
  township: number,
  count: number,
  fields: readonly Point[],
  random: Random,
): { point: Point; isUrban: boolean }[] {
  const isMine = (point: Point): boolean => nearest(seats, point) === township
  const street = plan.isStreet[township]
  const isCountyTown = township === 0 && !street
  const townShare = street ? 0.9 : isCountyTown ? 0.75 : 0.25
  const townMeters = street ? 900 : isCountyTown ? 900 : 450
  const hamlets = fields.slice(0, Math.max(1, plan.villages[township]))
  const sums = cumulate([townShare, (1 - townShare) * 0.55, (1 - townShare) * 0.45])
  const seeds: { point: Point; isUrban: boolean }[] = []
  let field = hamlets.length
  for (let attempt = 0; seeds.length < count; attempt++) {
    const kind = pick(random, sums)
    const centre = kind === 0 ? seats[township] : hamlets[Math.floor(random() * hamlets.length)]
    const point =
      kind === 2 && field < fields.length
        ? fields[field++]
        : near(plan, centre ?? seats[township], kind === 0 ? townMeters : 350, random)
    // A township squeezed between others takes what is nearest after enough tries.
    if (isMine(point) || attempt > count * 60) seeds.push({ point, isUrban: kind === 0 })
  }
  return spread(seeds, plan)
}

/** Drops near-equal seeds onto a small lattice step apart, so that no cell is a sliver. */
function spread(
  seeds: { point: Point; isUrban: boolean }[],
  { contains }: CountyPlan,
): { point: Point; isUrban: boolean }[] {
  const taken = new Set<string>()
  return seeds.map(({ point, isUrban }) => {
    let [x, y] = point
    for (
      let step = 0;
      taken.has(`${Math.round(x / 60)},${Math.round(y / 60)}`) || !contains([x, y]);
      step++
    ) {
      // A sunflower spiral outwards: the first free place of 60 m.
      x = point[0] + 45 * Math.sqrt(step) * Math.cos(step * 2.4)
      y = point[1] + 45 * Math.sqrt(step) * Math.sin(step * 2.4)
    }
    taken.add(`${Math.round(x / 60)},${Math.round(y / 60)}`)
    return { point: [x, y] as Point, isUrban }
  })
}

function nearest(points: readonly Point[], point: Point): number {
  let best = 0
  for (let i = 1; i < points.length; i++)
    if (squareDistance(points[i], point) < squareDistance(points[best], point)) best = i
  return best
}

/** k-means with each group non-empty: villages are compact groups of grids. */
function gather(points: readonly Point[], groups: number, random: Random): number[] {
  const centres: Point[] = [points[Math.floor(random() * points.length)]]
  const distance = points.map((point) => squareDistance(point, centres[0]))
  while (centres.length < groups) {
    let far = 0
    for (let i = 1; i < points.length; i++) if (distance[i] > distance[far]) far = i
    centres.push(points[far])
    points.forEach((point, i) => {
      distance[i] = Math.min(distance[i], squareDistance(point, points[far]))
    })
  }
  return points.map((point) => nearest(centres, point))
}
