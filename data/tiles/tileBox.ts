// Tile addresses and the part of the world a tile covers, in the store's coordinates.
import { SCALE } from '../coverage/coverage.ts'

/** The finest zoom offered: a unit of its grid is 0.6 m at the equator. Clients magnify it beyond. */
export const MAX_ZOOM = 14

export type TileRefusal = 'bad-tile' | 'beyond-max-zoom'

/** null: a tile that exists. bad-tile: no such tile in the world (z 0–22); beyond-max-zoom: not offered. */
export function refuseTile(z: number, x: number, y: number): TileRefusal | null {
  if (!Number.isInteger(z) || z < 0 || z > 22) return 'bad-tile'
  const side = 2 ** z
  if (!Number.isInteger(x) || !Number.isInteger(y) || x < 0 || y < 0 || x >= side || y >= side)
    return 'bad-tile'
  return z > MAX_ZOOM ? 'beyond-max-zoom' : null
}

/** 1e-7 degrees, half-open to the east and north. */
export function tileBox(z: number, x: number, y: number) {
  const side = 2 ** z
  const lng = (column: number): number => Math.round((column / side - 0.5) * 360 * SCALE)
  const lat = (row: number): number =>
    Math.round((Math.atan(Math.sinh(Math.PI * (1 - (2 * row) / side))) * 180 * SCALE) / Math.PI)
  return { west: lng(x), south: lat(y + 1), east: lng(x + 1), north: lat(y) }
}
