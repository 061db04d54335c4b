// One county of the demo: its grids' polygons in 1e-7 degrees, with the township and village each belongs to.
import { featureCollection, intersect, multiPolygon, polygon } from '@turf/turf'
import type { Polygon as GeoPolygon, MultiPolygon } from 'geojson'
import type { Polygon } from '../coverage/coverage.ts'
import { SCALE } from '../coverage/coverage.ts'
import { sideOf } from '../coverage/rings.ts'
import { raggedCells } from './cells.ts'
import { createRandom } from './random.ts'
import { type CountyPlan, type GridSeed, type Point, sowGrids } from './seeds.ts'

export interface CountyInput {
  readonly polygons: readonly Polygon[]
  /** Degrees, WGS 84. */
  readonly seat: readonly [lng: number, lat: number]
  readonly villages: readonly number[]
  readonly isStreet: readonly boolean[]
  readonly grids: number
  readonly urbanShare: number
}

export interface GridCell extends GridSeed {
  readonly polygons: readonly Polygon[]
  /** Seed in 1e-7 degrees. */
  readonly x: number
  readonly y: number
}

/** Cells are drawn this far beyond the county's extent, then cut at its outline. */
const MARGIN_METERS = 500

export function drawCounty(input: CountyInput, seed: number): GridCell[] {
  const plane = createPlane(input.seat[1])
  const outer = input.polygons.map(([ring]) => ring)
  const contains = ([x, y]: Point): boolean => {
    const [lng, lat] = plane.toUnits(x, y)
    return outer.some((ring) => sideOf(ring, lng, lat) > 0)
  }
  const corners = outer.flatMap((ring) => pairs(ring)).map(([x, y]) => plane.toMeters(x, y))
  const bounds = boundsOf(corners)
  const plan: CountyPlan = {
    ...input,
    contains,
    bounds,
    seat: plane.toMeters(input.seat[0] * SCALE, input.seat[1] * SCALE),
  }
  const seeds = sowGrids(plan, createRandom(seed, 1))
  const [west, south, east, north] = bounds
  const rings = raggedCells(
    seeds.map(({ point }) => point),
    [west - MARGIN_METERS, south - MARGIN_METERS, east + MARGIN_METERS, north + MARGIN_METERS],
    seed,
  )
  const cut = createCutter(outer)
  return seeds.map((sown, i) => {
    const ring = rings[i].flatMap(([x, y]) => plane.toUnits(x, y))
    const [x, y] = plane.toUnits(...sown.point)
    return { ...sown, x, y, polygons: cut(ring) }
  })
}

/** A local plane: good to 1 % within a county, which is all that drawing needs. */
function createPlane(latitude: number) {
  const north = 111_132
  const east = 111_320 * Math.cos((latitude * Math.PI) / 180)
  return {
    toMeters: (x: number, y: number): Point => [(x / SCALE) * east, (y / SCALE) * north],
    toUnits: (x: number, y: number): [number, number] => [
      Math.round((x / east) * SCALE),
      Math.round((y / north) * SCALE),
    ],
  }
}

const pairs = (ring: ArrayLike<number>): Point[] =>
  Array.from({ length: ring.length / 2 }, (_, i) => [ring[2 * i], ring[2 * i + 1]])

function boundsOf(points: readonly Point[]): [number, number, number, number] {
  const bounds: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const [x, y] of points) {
    bounds[0] = Math.min(bounds[0], x)
    bounds[1] = Math.min(bounds[1], y)
    bounds[2] = Math.max(bounds[2], x)
    bounds[3] = Math.max(bounds[3], y)
  }
  return bounds
}

/** Cuts rings at the outline; rings wholly inside pass untouched. */
function createCutter(outer: readonly (readonly number[])[]): (ring: number[]) => Polygon[] {
  const outline = multiPolygon(outer.map((ring) => [pairs(ring).map(([x, y]) => [x, y])]))
  const isInside = (ring: number[]): boolean => {
    const [west, south, east, north] = boundsOf(pairs(ring))
    const touched = outer.some((line) =>
      pairs(line).some(([x, y]) => x >= west && x <= east && y >= south && y <= north),
    )
    return !touched && pairs(ring).every(([x, y]) => outer.some((line) => sideOf(line, x, y) > 0))
  }
  return (ring) => {
    if (isInside(ring)) return [[ring]]
    const cell = polygon([pairs(ring).map(([x, y]) => [x, y])])
    const cut = intersect(featureCollection<GeoPolygon | MultiPolygon>([cell, outline]))
    if (!cut) return []
    const { geometry } = cut
    const parts = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates
    return parts.map((rings) =>
      rings.map((positions) => positions.flatMap(([x, y]) => [Math.round(x), Math.round(y)])),
    )
  }
}
