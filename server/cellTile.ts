// Incidents as cells of a tile. Cells are a share of the tile, points of a cell that straddles its edge are
// moved onto the tile by less than a cell, and too many cells are counted again in larger ones, so that
// the counts of a tile are always all of its incidents.
import type { Slice } from '#data/model/slice.ts'
import { encodeCells } from '#data/tiles/cells.ts'
import { MAX_ZOOM, tileBox } from '#data/tiles/tileBox.ts'
import type { IncidentListQuery, Store } from './store/store.ts'

/** Cells along a tile's width: 8 px of the 512 a tile is drawn in. */
const CELLS_ACROSS = 64
const MOST_CELLS = 16_384
/** Kept inside the edge, for a point on it belongs to the neighbour: 1e-7 degrees. */
const MARGIN = 2

/** As in a list of incidents. */
export type CellsListed = Pick<IncidentListQuery, 'unitIds' | 'state'>

export async function cellTile(
  store: Pick<Store, 'points'>,
  slice: Slice,
  z: number,
  x: number,
  y: number,
  listed: CellsListed = { unitIds: null, state: 'all' },
): Promise<Uint8Array<ArrayBuffer>> {
  const { west, south, east, north } = tileBox(z, x, y)
  const box = { west, south: south + 1, east: east - 1, north }
  // At the last zoom single incidents are told apart, as far as their number allows.
  let cell = z >= MAX_ZOOM ? 1 : Math.ceil((east - west) / CELLS_ACROSS)
  const binned = (size: number) => store.points(slice, box, size, MOST_CELLS, listed.unitIds, listed.state)
  let points = await binned(cell)
  while (points.length === MOST_CELLS) {
    cell = Math.max(cell * 4, Math.ceil((east - west) / (4 * CELLS_ACROSS)))
    points = await binned(cell)
  }
  const inside = points.map((point) => ({
    ...point,
    x: clamp(point.x, west + MARGIN, east - MARGIN),
    y: clamp(point.y, south + MARGIN, north - MARGIN),
  }))
  return encodeCells(inside, z, x, y) as Uint8Array<ArrayBuffer>
}

const clamp = (value: number, least: number, most: number): number => Math.max(least, Math.min(most, value))
