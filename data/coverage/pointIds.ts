// Numbers points by their integer coordinates: equal coordinates, equal id, counted from 0 in order of
// first sight. Open addressing, since a pair of 32-bit integers does not fit one exact number.

export interface PointIds {
  /** The id of (x, y), given now if it is new. */
  add(x: number, y: number): number
  /** How many ids were given. */
  size(): number
  /** Coordinates by id; longer than size(). */
  xs(): Int32Array
  ys(): Int32Array
}

const hash = (x: number, y: number): number => {
  let h = Math.imul(x, 0x9e3779b1) ^ Math.imul(y, 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d)
  return h ^ (h >>> 13)
}

/** @param expected most points that will be added; more throw. */
export function createPointIds(expected: number): PointIds {
  let capacity = 16
  while (capacity < expected * 2) capacity *= 2
  const slots = new Int32Array(capacity).fill(-1)
  const xs = new Int32Array(expected)
  const ys = new Int32Array(expected)
  let count = 0
  const add = (x: number, y: number): number => {
    let slot = hash(x, y) & (capacity - 1)
    while (slots[slot] >= 0) {
      const id = slots[slot]
      if (xs[id] === x && ys[id] === y) return id
      slot = (slot + 1) & (capacity - 1)
    }
    if (count === expected) throw new Error(`more than ${expected} points`)
    xs[count] = x
    ys[count] = y
    slots[slot] = count
    return count++
  }
  return { add, size: () => count, xs: () => xs, ys: () => ys }
}
