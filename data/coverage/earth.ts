// Lengths and areas on the WGS 84 ellipsoid, from 1e-7 degree integers.
// Areas by the authalic function q (Snyder, Map Projections: A Working Manual, USGS 1395, 1987, eq. 3-12):
// the strip between the equator and a straight edge has area a²/2 ∫ q(φ) dλ; Simpson's rule along the edge.
import { SCALE } from './coverage.ts'

/** WGS 84 semi-major axis in metres and first eccentricity squared (NGA.STND.0036). */
const A = 6378137
const E2 = 6.69437999014e-3
const E = Math.sqrt(E2)
const RADIANS = Math.PI / 180 / SCALE

function authalic(phi: number): number {
  const sine = Math.sin(phi)
  return (1 - E2) * (sine / (1 - E2 * sine * sine) + Math.atanh(E * sine) / E)
}

/**
 * Signed area in m² between the edge and the parallel y0: positive where the edge runs west above it.
 * Summed around a counter-clockwise ring it is the ring's area, whatever y0; one near keeps the digits.
 */
export function stripSquareMeters(x1: number, y1: number, x2: number, y2: number, y0: number): number {
  const base = authalic(y0 * RADIANS)
  const q1 = authalic(y1 * RADIANS)
  const q2 = authalic(y2 * RADIANS)
  const middle = authalic(((y1 + y2) / 2) * RADIANS)
  const mean = (q1 + 4 * middle + q2) / 6 - base
  return ((A * A) / 2) * mean * (x1 - x2) * RADIANS
}

/** Metres per 1e-7 degree along the parallel and the meridian at y: N cos φ and M. */
export function metersPerUnit(y: number): { readonly x: number; readonly y: number } {
  const phi = y * RADIANS
  const w = 1 - E2 * Math.sin(phi) ** 2
  return {
    x: (A / Math.sqrt(w)) * Math.cos(phi) * RADIANS,
    y: ((A * (1 - E2)) / w ** 1.5) * RADIANS,
  }
}

/** Length of a short edge: the plane tangent at its middle latitude; 1e-6 relative for edges of 50 km. */
export function lengthMeters(x1: number, y1: number, x2: number, y2: number): number {
  const scale = metersPerUnit((y1 + y2) / 2)
  return Math.hypot((x2 - x1) * scale.x, (y2 - y1) * scale.y)
}
