// A level at one zoom: arcs rounded on the zoom's grid and simplified without crossings, with the boxes that let a
// tile touch only what lies in it. Tiles of the zoom are cut from this, never from each other.
import { type BoxIndex, buildBoxIndex } from '../coverage/boxIndex.ts'
import { type SimplifiedArcs, simplifyArcs } from '../coverage/simplify.ts'
import { createVertexBuffer, doubleArea, dropRepeats, type VertexBuffer } from './clip.ts'
import { CHUNK, gatherRing } from './gather.ts'
import type { LevelShape, ShownLevel } from './levelShape.ts'
import { EXTENT, roundArcs } from './mercator.ts'

/** Units of the tile grid: 3 / 4096 of a tile, about a third of a pixel. */
const TOLERANCE = 3

export interface BoxTable {
  readonly minX: Int32Array
  readonly minY: Int32Array
  readonly maxX: Int32Array
  readonly maxY: Int32Array
}

/** What becomes of a ring at this zoom. */
export const RING_KEPT = 0
export const RING_DROPPED = 1
export const RING_SQUARE = 2

export interface ZoomShape {
  readonly zoom: number
  readonly level: ShownLevel
  readonly arcs: SimplifiedArcs
  /** Chunks of arc a are chunkOffsets[a] … chunkOffsets[a + 1] − 1. */
  readonly chunkOffsets: Uint32Array
  readonly chunks: BoxTable
  readonly rings: BoxTable
  readonly ringState: Uint8Array
  readonly arcIndex: BoxIndex
  readonly arcBoxes: BoxTable
  /** Outer rings only; ids are indices into `outerRings`. */
  readonly outerIndex: BoxIndex
  readonly outerRings: Uint32Array
  /** Labels on the zoom's grid, by index into coverage.rows. */
  readonly labelX: Int32Array
  readonly labelY: Int32Array
  readonly labelIndex: BoxIndex
  readonly byteSize: number
}

/** @param isFinest clients magnify this zoom, so nothing is left out of it. */
export function createZoomShape(level: LevelShape, zoom: number, isFinest: boolean): ZoomShape {
  const arcs = simplifyArcs(roundArcs(level.world, zoom), isFinest ? 0 : TOLERANCE)
  const { chunkOffsets, chunks, arcBoxes } = boxArcs(arcs)
  const rings = boxRings(level, arcBoxes)
  const outerRings = Uint32Array.from(
    [...level.rings.isHole.keys()].filter((ring) => !level.rings.isHole[ring]),
  )
  const scale = 2 ** zoom * EXTENT
  const place = (value: number): number => (Number.isNaN(value) ? -1 : Math.floor(value * scale))
  const labelX = Int32Array.from(level.labelX, place)
  const labelY = Int32Array.from(level.labelY, place)
  const count = arcs.offsets.length - 1
  return {
    zoom,
    level,
    arcs,
    chunkOffsets,
    chunks,
    rings,
    ringState: judgeRings(level, arcs),
    arcIndex: buildBoxIndex({ count, ...arcBoxes }),
    arcBoxes,
    outerIndex: buildBoxIndex({ count: outerRings.length, ...selectBoxes(rings, outerRings) }),
    outerRings,
    labelX,
    labelY,
    labelIndex: buildBoxIndex({
      count: labelX.length,
      minX: labelX,
      minY: labelY,
      maxX: labelX,
      maxY: labelY,
    }),
    byteSize: arcs.xs.length * 8 + count * 60 + level.rings.row.length * 40,
  }
}

const boxTable = (count: number): BoxTable => ({
  minX: new Int32Array(count).fill(0x7fffffff),
  minY: new Int32Array(count).fill(0x7fffffff),
  maxX: new Int32Array(count).fill(-0x80000000),
  maxY: new Int32Array(count).fill(-0x80000000),
})

function include(boxes: BoxTable, box: number, minX: number, minY: number, maxX: number, maxY: number): void {
  if (minX < boxes.minX[box]) boxes.minX[box] = minX
  if (minY < boxes.minY[box]) boxes.minY[box] = minY
  if (maxX > boxes.maxX[box]) boxes.maxX[box] = maxX
  if (maxY > boxes.maxY[box]) boxes.maxY[box] = maxY
}

function boxArcs({ offsets, xs, ys }: SimplifiedArcs) {
  const count = offsets.length - 1
  const chunkOffsets = new Uint32Array(count + 1)
  for (let arc = 0; arc < count; arc++) {
    const segments = offsets[arc + 1] - offsets[arc] - 1
    chunkOffsets[arc + 1] = chunkOffsets[arc] + Math.max(1, Math.ceil(segments / CHUNK))
  }
  const chunks = boxTable(chunkOffsets[count])
  const arcBoxes = boxTable(count)
  for (let arc = 0; arc < count; arc++)
    for (let chunk = chunkOffsets[arc]; chunk < chunkOffsets[arc + 1]; chunk++) {
      const from = offsets[arc] + (chunk - chunkOffsets[arc]) * CHUNK
      const to = Math.min(from + CHUNK, offsets[arc + 1] - 1)
      for (let i = from; i <= to; i++) include(chunks, chunk, xs[i], ys[i], xs[i], ys[i])
      include(arcBoxes, arc, chunks.minX[chunk], chunks.minY[chunk], chunks.maxX[chunk], chunks.maxY[chunk])
    }
  return { chunkOffsets, chunks, arcBoxes }
}

function boxRings({ rings }: LevelShape, arcs: BoxTable): BoxTable {
  const boxes = boxTable(rings.row.length)
  for (let ring = 0; ring < rings.row.length; ring++)
    for (let i = rings.offsets[ring]; i < rings.offsets[ring + 1]; i++) {
      const arc = rings.arcs[i] < 0 ? ~rings.arcs[i] : rings.arcs[i]
      include(boxes, ring, arcs.minX[arc], arcs.minY[arc], arcs.maxX[arc], arcs.maxY[arc])
    }
  return boxes
}

/** The boxes of some, in their order. */
export function selectBoxes(boxes: BoxTable, which: Uint32Array): BoxTable {
  const select = (values: Int32Array) => Int32Array.from(which, (box) => values[box])
  return {
    minX: select(boxes.minX),
    minY: select(boxes.minY),
    maxX: select(boxes.maxX),
    maxY: select(boxes.maxY),
  }
}

/**
 * Rings that rounding left without area, or turned over, are dropped; a row that would lose its last outer ring keeps its
 * largest as a square. y is south, so what lies inside an outer ring is negative.
 */
function judgeRings({ rings }: LevelShape, arcs: SimplifiedArcs): Uint8Array {
  const state = new Uint8Array(rings.row.length)
  const buffer: VertexBuffer = createVertexBuffer()
  for (let from = 0; from < state.length; ) {
    let to = from
    let kept = 0
    let largest = -1
    for (; to < state.length && rings.row[to] === rings.row[from]; to++) {
      gatherRing(buffer, rings, to, arcs)
      dropRepeats(buffer)
      if (doubleArea(buffer) * (rings.isHole[to] ? 1 : -1) <= 0) state[to] = RING_DROPPED
      else if (!rings.isHole[to]) kept++
      if (!rings.isHole[to] && (largest < 0 || rings.area[to] > rings.area[largest])) largest = to
    }
    if (kept === 0 && largest >= 0) state[largest] = RING_SQUARE
    from = to
  }
  return state
}
