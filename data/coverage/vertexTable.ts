// Vertices interned by their integer coordinates: equal points get one index. Open addressing on typed
// arrays, since a pair of 32-bit numbers does not fit a Map key.

export interface VertexTable {
  /** Coordinates by index; grows as vertices are added. */
  readonly xs: number[]
  readonly ys: number[]
  /** Index of the vertex, added if new. */
  add(x: number, y: number): number
  /** Index of the vertex, −1 if there is none. */
  find(x: number, y: number): number
}

function hash(x: number, y: number): number {
  let h = Math.imul(x, 0x9e3779b1) ^ Math.imul(y, 0x85ebca77)
  h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d)
  return h ^ (h >>> 13)
}

export function createVertexTable(expected = 1024): VertexTable {
  const xs: number[] = []
  const ys: number[] = []
  let mask = 2 ** Math.ceil(Math.log2(Math.max(16, expected * 2))) - 1
  let slots = new Int32Array(mask + 1).fill(-1)

  /** Slot that holds the vertex, or the free one where it belongs. */
  const slotOf = (x: number, y: number): number => {
    let slot = hash(x, y) & mask
    while (slots[slot] >= 0 && (xs[slots[slot]] !== x || ys[slots[slot]] !== y)) slot = (slot + 1) & mask
    return slot
  }
  const grow = (): void => {
    mask = mask * 2 + 1
    slots = new Int32Array(mask + 1).fill(-1)
    for (let v = 0; v < xs.length; v++) slots[slotOf(xs[v], ys[v])] = v
  }
  return {
    xs,
    ys,
    find: (x, y) => slots[slotOf(x, y)],
    add(x, y) {
      const slot = slotOf(x, y)
      if (slots[slot] >= 0) return slots[slot]
      const index = xs.push(x) - 1
      ys.push(y)
      slots[slot] = index
      if (xs.length * 2 > mask) grow()
      return index
    },
  }
}
