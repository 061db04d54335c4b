// Undirected edges between vertices, each once; its own direction is from the smaller vertex index.

/** Vertex indices stay below this, so that two of them make one exact Map key. */
const MOST_VERTICES = 2 ** 26

export interface EdgeTable {
  /** Ends by edge index; from < to. */
  readonly from: number[]
  readonly to: number[]
  /** Index of the edge between two vertices, added if new. */
  add(u: number, v: number): number
}

export function createEdgeTable(): EdgeTable {
  const from: number[] = []
  const to: number[] = []
  const indexOf = new Map<number, number>()
  return {
    from,
    to,
    add(u, v) {
      if (u === v || u >= MOST_VERTICES || v >= MOST_VERTICES)
        throw new Error(`no edge between vertices ${u} and ${v} (at most ${MOST_VERTICES} vertices)`)
      const low = Math.min(u, v)
      const high = Math.max(u, v)
      const key = low * MOST_VERTICES + high
      const known = indexOf.get(key)
      if (known !== undefined) return known
      const index = from.push(low) - 1
      to.push(high)
      indexOf.set(key, index)
      return index
    },
  }
}
