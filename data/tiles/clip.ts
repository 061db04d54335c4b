// Rings and lines cut to a box of integers. A cut point is computed from the segment's ends in one fixed order and
// rounded, so both neighbours of a shared border get the same point: clipping opens no gap.

export interface Box {
  readonly minX: number
  readonly minY: number
  readonly maxX: number
  readonly maxY: number
}

/** Vertices x0, y0, x1, y1 … in the first `length` numbers; kept and reused between calls. */
export interface VertexBuffer {
  values: Int32Array
  length: number
}

export const createVertexBuffer = (): VertexBuffer => ({ values: new Int32Array(4096), length: 0 })

export function pushVertex(buffer: VertexBuffer, x: number, y: number): void {
  if (buffer.length + 2 > buffer.values.length) {
    const grown = new Int32Array(buffer.values.length * 2)
    grown.set(buffer.values)
    buffer.values = grown
  }
  buffer.values[buffer.length++] = x
  buffer.values[buffer.length++] = y
}

/** Where the segment meets the line u = at, as the other coordinate. */
function cut(u0: number, v0: number, u1: number, v1: number, at: number): number {
  return u0 < u1 || (u0 === u1 && v0 < v1)
    ? Math.round(v0 + ((at - u0) * (v1 - v0)) / (u1 - u0))
    : Math.round(v1 + ((at - u1) * (v0 - v1)) / (u0 - u1))
}

/**
 * Sutherland–Hodgman against the four sides. The ring is open (first vertex not repeated) before and after.
 * @param spare used as working memory; the result is in `ring`.
 */
export function clipRing(ring: VertexBuffer, spare: VertexBuffer, box: Box): void {
  clipSide(ring, spare, 0, box.minX, 1)
  clipSide(spare, ring, 0, box.maxX, -1)
  clipSide(ring, spare, 1, box.minY, 1)
  clipSide(spare, ring, 1, box.maxY, -1)
}

/** Keeps where sign · (coordinate − at) ≥ 0; axis 0 is x. */
function clipSide(from: VertexBuffer, to: VertexBuffer, axis: 0 | 1, at: number, sign: 1 | -1): void {
  to.length = 0
  const { values, length } = from
  if (length === 0) return
  let u0 = values[length - 2 + axis]
  let v0 = values[length - 1 - axis]
  let wasInside = sign * (u0 - at) >= 0
  for (let i = 0; i < length; i += 2) {
    const u1 = values[i + axis]
    const v1 = values[i + 1 - axis]
    const isInside = sign * (u1 - at) >= 0
    if (isInside !== wasInside) {
      const v = cut(u0, v0, u1, v1, at)
      if (axis === 0) pushVertex(to, at, v)
      else pushVertex(to, v, at)
    }
    if (isInside) pushVertex(to, values[i], values[i + 1])
    u0 = u1
    v0 = v1
    wasInside = isInside
  }
}

/**
 * Cuts the segment to the box.
 * @param out receives x0, y0, x1, y1 @returns whether any of it lies inside
 */
export function clipSegment(
  x0: number,
  y0: number,
  x1: number,
  y1: number,
  box: Box,
  out: Int32Array,
): boolean {
  out[0] = x0
  out[1] = y0
  out[2] = x1
  out[3] = y1
  return (
    cutSegment(out, 0, box.minX, 1) &&
    cutSegment(out, 0, box.maxX, -1) &&
    cutSegment(out, 1, box.minY, 1) &&
    cutSegment(out, 1, box.maxY, -1)
  )
}

function cutSegment(out: Int32Array, axis: 0 | 1, at: number, sign: 1 | -1): boolean {
  const startsInside = sign * (out[axis] - at) >= 0
  const endsInside = sign * (out[2 + axis] - at) >= 0
  if (startsInside && endsInside) return true
  if (!startsInside && !endsInside) return false
  const v = cut(out[axis], out[1 - axis], out[2 + axis], out[3 - axis], at)
  const end = startsInside ? 2 : 0
  out[end + axis] = at
  out[end + 1 - axis] = v
  return true
}

/** Twice the signed area of an open ring; with y south, positive is clockwise on the screen: MVT's outer rings. */
export function doubleArea({ values, length }: VertexBuffer): number {
  let sum = 0
  const x0 = values[0]
  const y0 = values[1]
  for (let i = 2; i + 3 < length; i += 2)
    sum += (values[i] - x0) * (values[i + 3] - y0) - (values[i + 2] - x0) * (values[i + 1] - y0)
  return sum
}

/** Drops vertices equal to the one before, the last one equal to the first included. */
export function dropRepeats(ring: VertexBuffer): void {
  const { values, length } = ring
  let at = 0
  for (let i = 0; i < length; i += 2) {
    if (at > 0 && values[i] === values[at - 2] && values[i + 1] === values[at - 1]) continue
    values[at++] = values[i]
    values[at++] = values[i + 1]
  }
  while (at > 2 && values[0] === values[at - 2] && values[1] === values[at - 1]) at -= 2
  ring.length = at
}
