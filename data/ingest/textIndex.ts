// Numbers for texts, given as bytes: equal bytes get the number they got the first time. The bytes are kept in one
// run and found by open addressing: a fifth of the memory of a set of strings, and no text is made to ask.

export class TextIndex {
  #bytes = new Uint8Array(1 << 16)
  /** Text n is #bytes[#ends[n] … #ends[n + 1]). */
  #ends = new Uint32Array(1 << 12)
  #hashes = new Int32Array(1 << 12)
  /** Numbers + 1 by hash; 0 is free. */
  #slots = new Int32Array(1 << 13)
  #size = 0

  get size(): number {
    return this.#size
  }

  /** The text's number; a new one has the number `size` was before. */
  add(bytes: Uint8Array, start: number, end: number): number {
    let hash = end - start
    for (let at = start; at < end; at++) hash = Math.imul(hash ^ bytes[at], 0x9e3779b1)
    hash ^= hash >>> 15
    const mask = this.#slots.length - 1
    let slot = hash & mask
    for (let known = this.#slots[slot]; known > 0; known = this.#slots[slot]) {
      if (this.#hashes[known - 1] === hash && this.#isEqual(known - 1, bytes, start, end)) return known - 1
      slot = (slot + 1) & mask
    }
    this.#slots[slot] = this.#size + 1
    this.#keep(bytes, start, end, hash)
    return this.#size - 1
  }

  #isEqual(n: number, bytes: Uint8Array, start: number, end: number): boolean {
    const from = this.#ends[n]
    if (this.#ends[n + 1] - from !== end - start) return false
    for (let at = start; at < end; at++) if (bytes[at] !== this.#bytes[from + at - start]) return false
    return true
  }

  #keep(bytes: Uint8Array, start: number, end: number, hash: number): void {
    const from = this.#ends[this.#size]
    const to = from + end - start
    if (to > this.#bytes.length) this.#bytes = grown(this.#bytes, Uint8Array, to)
    for (let at = start; at < end; at++) this.#bytes[from + at - start] = bytes[at]
    this.#hashes[this.#size] = hash
    this.#ends[++this.#size] = to
    if (this.#size + 1 < this.#ends.length) return
    this.#ends = grown(this.#ends, Uint32Array)
    this.#hashes = grown(this.#hashes, Int32Array)
    this.#slots = new Int32Array(this.#slots.length * 2)
    const mask = this.#slots.length - 1
    for (let n = 0; n < this.#size; n++) {
      let slot = this.#hashes[n] & mask
      while (this.#slots[slot] > 0) slot = (slot + 1) & mask
      this.#slots[slot] = n + 1
    }
  }
}

type Numbers = Uint8Array | Uint32Array | Int32Array

/** Twice as long, or as long as needed. */
function grown<T extends Numbers>(array: T, make: new (length: number) => T, least = 0): T {
  const longer = new make(Math.max(array.length * 2, least))
  longer.set(array)
  return longer
}
