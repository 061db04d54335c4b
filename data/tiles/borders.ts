// The pieces of arcs inside a tile: each arc once, cut at the box.
import { type Box, clipSegment, createVertexBuffer, pushVertex } from './clip.ts'
import { CHUNK } from './gather.ts'
import type { ZoomShape } from './zoomShape.ts'

export interface BorderPieces {
  /** Arc of each piece. */
  readonly arcs: readonly number[]
  /** Numbers of piece i are vertices[offsets[i] … offsets[i + 1] − 1]: x0, y0, x1, y1 … */
  readonly offsets: readonly number[]
  readonly vertices: Int32Array
}

const out = new Int32Array(4)
const buffer = createVertexBuffer()

export function clipBorders(shape: ZoomShape, box: Box): BorderPieces {
  const found: number[] = []
  shape.arcIndex.query(box.minX, box.minY, box.maxX, box.maxY, (arc) => found.push(arc))
  found.sort((a, b) => a - b)
  const arcs: number[] = []
  const offsets: number[] = []
  buffer.length = 0
  for (const arc of found) clipArc(shape, arc, box, arcs, offsets)
  offsets.push(buffer.length)
  return { arcs, offsets, vertices: buffer.values.slice(0, buffer.length) }
}

function clipArc(shape: ZoomShape, arc: number, box: Box, arcs: number[], offsets: number[]): void {
  const { chunks, chunkOffsets, arcs: table } = shape
  const { offsets: starts, xs, ys } = table
  let start = buffer.length
  const finish = (): void => {
    if (buffer.length - start >= 4) {
      arcs.push(arc)
      offsets.push(start)
    } else buffer.length = start
    start = buffer.length
  }
  const extend = (x0: number, y0: number, x1: number, y1: number): void => {
    const { values, length } = buffer
    const continues = length > start && values[length - 2] === x0 && values[length - 1] === y0
    if (!continues) {
      finish()
      pushVertex(buffer, x0, y0)
    }
    if (x0 !== x1 || y0 !== y1) pushVertex(buffer, x1, y1)
  }
  for (let chunk = chunkOffsets[arc]; chunk < chunkOffsets[arc + 1]; chunk++) {
    if (
      chunks.maxX[chunk] < box.minX ||
      chunks.minX[chunk] > box.maxX ||
      chunks.maxY[chunk] < box.minY ||
      chunks.minY[chunk] > box.maxY
    )
      continue
    const isInside =
      chunks.minX[chunk] >= box.minX &&
      chunks.maxX[chunk] <= box.maxX &&
      chunks.minY[chunk] >= box.minY &&
      chunks.maxY[chunk] <= box.maxY
    const from = starts[arc] + (chunk - chunkOffsets[arc]) * CHUNK
    const to = Math.min(from + CHUNK, starts[arc + 1] - 1)
    for (let i = from; i < to; i++)
      if (isInside) extend(xs[i], ys[i], xs[i + 1], ys[i + 1])
      else if (clipSegment(xs[i], ys[i], xs[i + 1], ys[i + 1], box, out))
        extend(out[0], out[1], out[2], out[3])
  }
  finish()
}
