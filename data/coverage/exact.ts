// Exact predicates on integer coordinates: signs are never guessed, so topology never depends on rounding.
// Differences are taken from the segment's own point; only where a product could pass 2^53 is BigInt asked.

const EXACT = 2 ** 53
/** Relative error of a difference of two rounded products, with room to spare. */
const RELATIVE_ERROR = 2 ** -51

/** u × v; exact in sign for integers below 2^33. */
export function cross(ux: number, uy: number, vx: number, vy: number): number {
  const left = ux * vy
  const right = uy * vx
  const size = Math.abs(left) + Math.abs(right)
  const value = left - right
  if (size < EXACT || Math.abs(value) > size * RELATIVE_ERROR) return value
  return Number(BigInt(ux) * BigInt(vy) - BigInt(uy) * BigInt(vx))
}

/** > 0: p lies left of a → b; < 0: right; 0: on the line. Twice the triangle's area. */
export const orient = (ax: number, ay: number, bx: number, by: number, px: number, py: number): number =>
  cross(bx - ax, by - ay, px - ax, py - ay)

/**
 * Whether segment a → b passes through the pixel of p: the unit square around it, its west and south sides
 * included (half-open, so pixels tile the plane). This is the test of snap-rounding (Hobby 1999).
 *
 *      +---------o      o not in the pixel        A segment between integer points can meet the square's
 *      |         |                                border alone only in a corner, and only the south-west
 *  a ──┼──► p    |                                corner belongs to it.
 *      |         |
 *      x---------o
 */
export function passesPixel(ax: number, ay: number, bx: number, by: number, px: number, py: number): boolean {
  if (ax < px && bx < px) return false
  if (ax > px && bx > px) return false
  if (ay < py && by < py) return false
  if (ay > py && by > py) return false
  const dx = bx - ax
  const dy = by - ay
  const twice = 2 * orient(ax, ay, bx, by, px, py)
  const reach = Math.abs(dx) + Math.abs(dy)
  const off = Math.abs(twice)
  return off < reach || (off === reach && twice - dx + dy === 0)
}

/** The grid point nearest to where a → b and c → d properly cross; null if they do not. */
export function crossingPoint(
  ax: number,
  ay: number,
  bx: number,
  by: number,
  cx: number,
  cy: number,
  dx: number,
  dy: number,
): readonly [number, number] | null {
  const c = orient(ax, ay, bx, by, cx, cy)
  const d = orient(ax, ay, bx, by, dx, dy)
  if (!((c > 0 && d < 0) || (c < 0 && d > 0))) return null
  const a = orient(cx, cy, dx, dy, ax, ay)
  const b = orient(cx, cy, dx, dy, bx, by)
  if (!((a > 0 && b < 0) || (a < 0 && b > 0))) return null
  const share = a / (a - b)
  return [Math.round(ax + share * (bx - ax)), Math.round(ay + share * (by - ay))]
}

/** Sorts directions counter-clockwise from east; exact. */
export function compareAngles(ux: number, uy: number, vx: number, vy: number): number {
  const upperU = uy > 0 || (uy === 0 && ux > 0)
  const upperV = vy > 0 || (vy === 0 && vx > 0)
  if (upperU !== upperV) return upperU ? -1 : 1
  return -Math.sign(cross(ux, uy, vx, vy))
}
