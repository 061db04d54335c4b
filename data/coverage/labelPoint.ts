// A point inside a unit to write its name at: the middle of the widest stretch that one of a few horizontal lines has
// inside the largest polygon. Cheaper than the pole of inaccessibility and always inside, which a centroid is not.
import type { Polygon } from './coverage.ts'
import { signedArea } from './rings.ts'

const LINES = [0.5, 0.35, 0.65, 0.2, 0.8]

/** 1e-7 degrees, not rounded; null only for a polygon without area. */
export function labelPoint(polygons: readonly Polygon[]): { x: number; y: number } | null {
  let largest: Polygon | null = null
  let area = 0
  for (const polygon of polygons) {
    const own = signedArea(polygon[0])
    if (own > area) [largest, area] = [polygon, own]
  }
  if (!largest) return null
  let south = Number.POSITIVE_INFINITY
  let north = Number.NEGATIVE_INFINITY
  for (let i = 1; i < largest[0].length; i += 2) {
    south = Math.min(south, largest[0][i])
    north = Math.max(north, largest[0][i])
  }
  let best: { x: number; y: number; width: number } | null = null
  for (const share of LINES) {
    // Between integers, so that no line runs through a vertex or along an edge.
    const y = Math.floor(south + (north - south) * share) + 0.5
    const found = widestStretch(largest, y)
    // The middle line is nicest: another must be clearly wider.
    if (found && (!best || found.width > best.width * 1.3)) best = { ...found, y }
  }
  return best && { x: best.x, y: best.y }
}

function widestStretch(polygon: Polygon, y: number): { x: number; width: number } | null {
  const crossings: number[] = []
  for (const ring of polygon)
    for (let i = 0; i + 3 < ring.length; i += 2) {
      const [x0, y0, x1, y1] = [ring[i], ring[i + 1], ring[i + 2], ring[i + 3]]
      if (y0 < y !== y1 < y) crossings.push(x0 + ((y - y0) / (y1 - y0)) * (x1 - x0))
    }
  crossings.sort((a, b) => a - b)
  let best: { x: number; width: number } | null = null
  for (let i = 0; i + 1 < crossings.length; i += 2) {
    const width = crossings[i + 1] - crossings[i]
    if (!best || width > best.width) best = { x: (crossings[i] + crossings[i + 1]) / 2, width }
  }
  return best
}
