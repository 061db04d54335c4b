// One tile's geometry, cut from a zoom's shape: encoded commands by feature, and nothing that changes with the slice.
// It names units by id, so equal content serves every version that has it; `contentKey` says when it is equal.

import { type BorderPieces, clipBorders } from './borders.ts'
import { type Box, clipRing, createVertexBuffer, doubleArea, dropRepeats, pushVertex } from './clip.ts'
import { type ContentHash, createContentHash } from './contentHash.ts'
import { gatherRingNear } from './gather.ts'
import { createGeometryWriter } from './geometryWriter.ts'
import { BUFFER, EXTENT } from './mercator.ts'
import { RING_DROPPED, RING_KEPT, RING_SQUARE, type ZoomShape } from './zoomShape.ts'

export interface TileUnit {
  readonly id: number
  readonly code: string
  readonly name: string
  /** Key of the unit's own level. */
  readonly level: string
  readonly coarse: boolean
  readonly geometry: Uint8Array
}

export interface TileGeometry {
  /** Key of the level shown. */
  readonly level: string
  readonly units: readonly TileUnit[]
  readonly labels: readonly TileUnit[]
  readonly borders: readonly {
    readonly level: string
    readonly depth: number
    readonly geometry: Uint8Array
  }[]
  /** Rings in the tile that this zoom left out for want of area, and units shown as a minimal square. */
  readonly droppedRings: number
  readonly squares: number
}

export interface TileCut {
  readonly shape: ZoomShape
  readonly originX: number
  readonly originY: number
  readonly box: Box
  readonly borders: BorderPieces
  /** Outer rings whose box touches the tile, ascending: so in code order of their rows. */
  readonly outers: readonly number[]
  /** Indices into coverage.rows, ascending. */
  readonly labels: readonly number[]
}

/** Finds what lies in tile x, y of the shape's zoom. */
export function cutTile(shape: ZoomShape, x: number, y: number): TileCut {
  const originX = x * EXTENT
  const originY = y * EXTENT
  const box = {
    minX: originX - BUFFER,
    minY: originY - BUFFER,
    maxX: originX + EXTENT + BUFFER,
    maxY: originY + EXTENT + BUFFER,
  }
  const outers: number[] = []
  shape.outerIndex.query(box.minX, box.minY, box.maxX, box.maxY, (found) =>
    outers.push(shape.outerRings[found]),
  )
  const labels: number[] = []
  const [lastX, lastY] = [originX + EXTENT - 1, originY + EXTENT - 1]
  shape.labelIndex.query(originX, originY, lastX, lastY, (found) => labels.push(found))
  return {
    shape,
    originX,
    originY,
    box,
    borders: clipBorders(shape, box),
    outers: outers.sort((a, b) => a - b),
    labels: labels.sort((a, b) => a - b),
  }
}

/**
 * Equal for tiles of equal content: the pieces of arcs inside with the units on both sides, the labels, the squares,
 * and, where no arc passes, the unit all around. A change elsewhere leaves it as it is.
 */
export function contentKey(cut: TileCut): string {
  const { shape, originX, originY, borders } = cut
  const { fingerprint, coverage, rings, levels } = shape.level
  const hash: ContentHash = createContentHash()
  for (let piece = 0; piece < borders.arcs.length; piece++) {
    const arc = borders.arcs[piece]
    hash.add(coverage.left[arc] < 0 ? 0 : fingerprint[coverage.left[arc]])
    hash.add(coverage.right[arc] < 0 ? 0 : fingerprint[coverage.right[arc]])
    hash.add(coverage.borderLevel[arc])
    for (let i = borders.offsets[piece]; i < borders.offsets[piece + 1]; i++) hash.add(borders.vertices[i])
  }
  for (const label of cut.labels) {
    hash.add(fingerprint[coverage.rows[label]])
    hash.add(shape.labelX[label])
    hash.add(shape.labelY[label])
  }
  for (const ring of cut.outers)
    if (borders.arcs.length === 0 || shape.ringState[ring] === RING_SQUARE)
      hash.add(fingerprint[rings.row[ring]])
  return `${levels[coverage.level].key}/${shape.zoom}/${originX / EXTENT}/${originY / EXTENT}/${hash.key()}`
}

const ring = createVertexBuffer()
const spare = createVertexBuffer()
const writer = createGeometryWriter()

export function buildTileGeometry(cut: TileCut): TileGeometry {
  const { coverage, rings, levels } = cut.shape.level
  const units: TileUnit[] = []
  const counts = { dropped: 0, squares: 0 }
  for (let i = 0; i < cut.outers.length; ) {
    const row = rings.row[cut.outers[i]]
    writer.begin(cut.originX, cut.originY)
    for (; i < cut.outers.length && rings.row[cut.outers[i]] === row; i++)
      writePolygon(cut, cut.outers[i], counts)
    if (writer.commands().length > 0) units.push(describe(cut, row))
  }
  const labels = cut.labels.map((label) => {
    writer.begin(cut.originX, cut.originY)
    writer.point(cut.shape.labelX[label], cut.shape.labelY[label])
    return describe(cut, coverage.rows[label])
  })
  return {
    level: levels[coverage.level].key,
    units,
    labels,
    borders: writeBorders(cut),
    droppedRings: counts.dropped,
    squares: counts.squares,
  }
}

function describe({ shape: { level } }: TileCut, row: number): TileUnit {
  const unit = level.table.units[row]
  return {
    id: unit.id,
    code: unit.code,
    name: unit.name,
    level: level.levels[unit.level].key,
    coarse: level.coverage.coarse[row] === 1,
    geometry: writer.commands().slice(),
  }
}

/** The outer ring and its holes; a hole goes with its outer ring. */
function writePolygon(cut: TileCut, outer: number, counts: { dropped: number; squares: number }): void {
  const { ringState, level } = cut.shape
  if (!writeRing(cut, outer, false, counts)) return
  for (let hole = outer + 1; hole < ringState.length && level.rings.isHole[hole]; hole++)
    writeRing(cut, hole, true, counts)
}

/** Winding is set from the area after clipping. @returns whether anything was written */
function writeRing(
  cut: TileCut,
  index: number,
  isHole: boolean,
  counts: { dropped: number; squares: number },
): boolean {
  const { shape, box } = cut
  const { minX, minY, maxX, maxY } = shape.rings
  if (minX[index] > box.maxX || maxX[index] < box.minX || minY[index] > box.maxY || maxY[index] < box.minY)
    return false
  const state = shape.ringState[index]
  if (state === RING_DROPPED) {
    counts.dropped++
    return false
  }
  if (state === RING_SQUARE) {
    makeSquare(minX[index], minY[index])
    counts.squares++
  } else gatherRingNear(ring, shape, index, box)
  const isInside =
    state === RING_KEPT &&
    minX[index] >= box.minX &&
    maxX[index] <= box.maxX &&
    minY[index] >= box.minY &&
    maxY[index] <= box.maxY
  if (!isInside) clipRing(ring, spare, box)
  dropRepeats(ring)
  const area = ring.length >= 6 ? doubleArea(ring) : 0
  if (area === 0) return false
  writer.ring(ring, area > 0 === isHole)
  return true
}

/** The square of one unit where the ring fell together. */
function makeSquare(x: number, y: number): void {
  ring.length = 0
  pushVertex(ring, x, y)
  pushVertex(ring, x + 1, y)
  pushVertex(ring, x + 1, y + 1)
  pushVertex(ring, x, y + 1)
}

function writeBorders({ shape, originX, originY, borders }: TileCut): TileGeometry['borders'] {
  const { coverage, levels } = shape.level
  const written: { level: string; depth: number; geometry: Uint8Array }[] = []
  for (let depth = 0; depth <= coverage.level; depth++) {
    writer.begin(originX, originY)
    for (let piece = 0; piece < borders.arcs.length; piece++)
      if (coverage.borderLevel[borders.arcs[piece]] === depth)
        writer.line(borders.vertices, borders.offsets[piece], borders.offsets[piece + 1])
    if (writer.commands().length > 0)
      written.push({ level: levels[depth].key, depth, geometry: writer.commands().slice() })
  }
  return written
}
