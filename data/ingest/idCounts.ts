// How many rows each of many small whole numbers has: an array by number, for a map is three times as slow; the few
// beyond its reach have a map.

/** Numbers below this have a place in the array. */
const REACH = 1 << 20

export class IdCounts {
  #rows = new Uint32Array(1 << 12)
  readonly #others = new Map<number, number>()

  /** @param id ≥ 0 */
  add(id: number): void {
    if (id < this.#rows.length) this.#rows[id]++
    else this.#addFar(id)
  }

  /** Those with any, in order of their number. */
  list(): [id: number, rows: number][] {
    const found: [number, number][] = []
    this.#rows.forEach((rows, id) => {
      if (rows > 0) found.push([id, rows])
    })
    return [...found, ...[...this.#others].sort(([a], [b]) => a - b)]
  }

  #addFar(id: number): void {
    if (id >= REACH) {
      this.#others.set(id, (this.#others.get(id) ?? 0) + 1)
      return
    }
    const longer = new Uint32Array(1 << (32 - Math.clz32(id)))
    longer.set(this.#rows)
    this.#rows = longer
    this.#rows[id]++
  }
}
