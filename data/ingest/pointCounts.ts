// How many rows lie at each point, points within about a metre together: open addressing over two integers, for a
// file may have as many points as rows.
import { SCALE } from '../coverage/coverage.ts'

/** Whole hundreds of 1e-7 degree, about a metre. */
const METRE = 100

export class PointCounts {
  #xs = new Int32Array(1 << 12)
  #ys = new Int32Array(1 << 12)
  /** 0: free. */
  #rows = new Uint32Array(1 << 12)
  #size = 0

  /** @param x, y 1e-7 degrees. */
  add(x: number, y: number): void {
    this.#addRows(Math.round(x / METRE), Math.round(y / METRE), 1)
  }

  /** Points with at least so many rows, the most first. */
  atLeast(least: number): { lng: number; lat: number; rows: number }[] {
    const found: { lng: number; lat: number; rows: number }[] = []
    this.#rows.forEach((rows, slot) => {
      if (rows < least || rows === 0) return
      found.push({ lng: (this.#xs[slot] * METRE) / SCALE, lat: (this.#ys[slot] * METRE) / SCALE, rows })
    })
    return found.sort((a, b) => b.rows - a.rows || a.lng - b.lng || a.lat - b.lat)
  }

  #addRows(x: number, y: number, rows: number): void {
    const mask = this.#rows.length - 1
    const hash = Math.imul(x, 0x9e3779b1) ^ Math.imul(y, 0x85ebca6b)
    let slot = (hash ^ (hash >>> 15)) & mask
    while (this.#rows[slot] > 0 && (this.#xs[slot] !== x || this.#ys[slot] !== y)) slot = (slot + 1) & mask
    if (this.#rows[slot] === 0) this.#size++
    this.#xs[slot] = x
    this.#ys[slot] = y
    this.#rows[slot] += rows
    if (this.#size * 2 > this.#rows.length) this.#grow()
  }

  #grow(): void {
    const [xs, ys, rows] = [this.#xs, this.#ys, this.#rows]
    this.#xs = new Int32Array(xs.length * 2)
    this.#ys = new Int32Array(xs.length * 2)
    this.#rows = new Uint32Array(xs.length * 2)
    this.#size = 0
    for (let slot = 0; slot < rows.length; slot++)
      if (rows[slot] > 0) this.#addRows(xs[slot], ys[slot], rows[slot])
  }
}
