// Collects the vertices of a ring from its arcs, whole or as much of it as a box needs.
import type { ArcTable, LevelRings } from '../coverage/rings.ts'
import { type Box, pushVertex, type VertexBuffer } from './clip.ts'
import type { ZoomShape } from './zoomShape.ts'

/** Segments a chunk: small enough to skip most of a long arc, large enough to keep few boxes. */
export const CHUNK = 32

/** The whole ring, open: each arc gives all its vertices but the last. */
export function gatherRing(buffer: VertexBuffer, rings: LevelRings, ring: number, arcs: ArcTable): void {
  buffer.length = 0
  const { offsets, xs, ys } = arcs
  for (let at = rings.offsets[ring]; at < rings.offsets[ring + 1]; at++) {
    const signed = rings.arcs[at]
    if (signed >= 0)
      for (let i = offsets[signed]; i < offsets[signed + 1] - 1; i++) pushVertex(buffer, xs[i], ys[i])
    else for (let i = offsets[~signed + 1] - 1; i > offsets[~signed]; i--) pushVertex(buffer, xs[i], ys[i])
  }
}

/**
 * The ring as far as clipping to `box` can tell: of a chunk that lies wholly beyond one side of the box only its
 * first vertex is taken, since a path that stays beyond a side is cut away whatever its course.
 */
export function gatherRingNear(buffer: VertexBuffer, shape: ZoomShape, ring: number, box: Box): void {
  buffer.length = 0
  const { rings } = shape.level
  const { offsets, xs, ys } = shape.arcs
  for (let at = rings.offsets[ring]; at < rings.offsets[ring + 1]; at++) {
    const signed = rings.arcs[at]
    const arc = signed < 0 ? ~signed : signed
    const firstChunk = shape.chunkOffsets[arc]
    const lastChunk = shape.chunkOffsets[arc + 1] - 1
    const end = offsets[arc + 1] - 1
    if (signed >= 0)
      for (let chunk = firstChunk; chunk <= lastChunk; chunk++) {
        const from = offsets[arc] + (chunk - firstChunk) * CHUNK
        const to = isBeyond(shape, chunk, box) ? Math.min(from + 1, end) : Math.min(from + CHUNK, end)
        for (let i = from; i < to; i++) pushVertex(buffer, xs[i], ys[i])
      }
    else
      for (let chunk = lastChunk; chunk >= firstChunk; chunk--) {
        const from = offsets[arc] + (chunk - firstChunk) * CHUNK
        const to = Math.min(from + CHUNK, end)
        const stop = isBeyond(shape, chunk, box) ? Math.max(to - 1, from) : from
        for (let i = to; i > stop; i--) pushVertex(buffer, xs[i], ys[i])
      }
  }
}

const isBeyond = ({ chunks }: ZoomShape, chunk: number, box: Box): boolean =>
  chunks.maxX[chunk] < box.minX ||
  chunks.minX[chunk] > box.maxX ||
  chunks.maxY[chunk] < box.minY ||
  chunks.minY[chunk] > box.maxY
