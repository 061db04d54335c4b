// MVT geometry commands: moves, lines and closes with zigzag differences from the cursor (MVT 2.1, 4.3).
import type { VertexBuffer } from './clip.ts'
import { ProtobufWriter } from './protobuf.ts'

const MOVE = 1
const LINE = 2
const CLOSE = 15 // command 7, once

export interface GeometryWriter {
  /** Starts a feature at the tile's corner. */
  begin(originX: number, originY: number): void
  point(x: number, y: number): void
  /** Vertices from `from` to `to` (exclusive, in numbers), without equal neighbours, at least two. */
  line(vertices: Int32Array, from: number, to: number): void
  /** An open ring, forwards or backwards. */
  ring(ring: VertexBuffer, isReversed: boolean): void
  /** The commands since `begin`; shares memory until the next `begin`. */
  commands(): Uint8Array
}

export function createGeometryWriter(): GeometryWriter {
  const out = new ProtobufWriter(4096)
  let cursorX = 0
  let cursorY = 0
  const vertex = (x: number, y: number): void => {
    const dx = x - cursorX
    const dy = y - cursorY
    out.varint(((dx << 1) ^ (dx >> 31)) >>> 0)
    out.varint(((dy << 1) ^ (dy >> 31)) >>> 0)
    cursorX = x
    cursorY = y
  }
  return {
    begin(originX, originY) {
      out.clear()
      cursorX = originX
      cursorY = originY
    },
    point(x, y) {
      out.byte((1 << 3) | MOVE)
      vertex(x, y)
    },
    line(vertices, from, to) {
      out.byte((1 << 3) | MOVE)
      vertex(vertices[from], vertices[from + 1])
      out.varint((((to - from) / 2 - 1) << 3) | LINE)
      for (let i = from + 2; i < to; i += 2) vertex(vertices[i], vertices[i + 1])
    },
    ring({ values, length }, isReversed) {
      out.byte((1 << 3) | MOVE)
      vertex(values[0], values[1])
      out.varint(((length / 2 - 1) << 3) | LINE)
      if (isReversed) for (let i = length - 2; i > 0; i -= 2) vertex(values[i], values[i + 1])
      else for (let i = 2; i < length; i += 2) vertex(values[i], values[i + 1])
      out.byte(CLOSE)
    },
    commands: () => out.view(),
  }
}
