// A coverage as one blob: four-byte counts of arcs and vertices, then the columns as they are in memory
// (little-endian), each starting on 8 bytes.
import type { Coverage } from '#data/coverage/coverage.ts'

const MAGIC = 0x4a575631 // JWV1
const align = (bytes: number): number => Math.ceil(bytes / 8) * 8

function layout(arcs: number, vertices: number) {
  const left = 16
  const right = left + arcs * 8
  const offsets = right + arcs * 8
  const xs = align(offsets + (arcs + 1) * 4)
  const ys = align(xs + vertices * 4)
  return { left, right, offsets, xs, ys, end: align(ys + vertices * 4) }
}

export function coverageToBlob({ offsets, xs, ys, left, right }: Coverage): Uint8Array {
  const at = layout(left.length, xs.length)
  const buffer = new ArrayBuffer(at.end)
  new Uint32Array(buffer, 0, 3).set([MAGIC, left.length, xs.length])
  new Float64Array(buffer, at.left, left.length).set(left)
  new Float64Array(buffer, at.right, right.length).set(right)
  new Uint32Array(buffer, at.offsets, offsets.length).set(offsets)
  new Int32Array(buffer, at.xs, xs.length).set(xs)
  new Int32Array(buffer, at.ys, ys.length).set(ys)
  return new Uint8Array(buffer)
}

/** @throws when the blob is not a coverage. */
export function coverageFromBlob(blob: Uint8Array): Coverage {
  const { buffer } = Uint8Array.from(blob)
  const [magic, arcs, vertices] = new Uint32Array(buffer, 0, 3)
  if (magic !== MAGIC) throw new Error(`not a coverage: starts with 0x${magic.toString(16)}`)
  const at = layout(arcs, vertices)
  if (buffer.byteLength !== at.end)
    throw new Error(
      `coverage of ${arcs} arcs, ${vertices} vertices needs ${at.end} bytes, has ${buffer.byteLength}`,
    )
  return {
    left: new Float64Array(buffer, at.left, arcs),
    right: new Float64Array(buffer, at.right, arcs),
    offsets: new Uint32Array(buffer, at.offsets, arcs + 1),
    xs: new Int32Array(buffer, at.xs, vertices),
    ys: new Int32Array(buffer, at.ys, vertices),
  }
}
