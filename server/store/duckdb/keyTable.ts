// Which keys (source, source id) a group of appends holds, and where: open addressing by the 64-bit hash, the
// text compared on a hit. A Map of joined texts takes ten times as long.
import type { ByteTexts, IncidentColumns } from '#data/model/incidentColumns.ts'
import { hashKey, type KeyHashes } from './keyHash.ts'

/** The hashes of the keys of one call. */
export function keyHashes(incidents: IncidentColumns): KeyHashes {
  const { bytes, offsets } = incidents.sourceIds
  const hashes = { high: new Uint32Array(incidents.length), low: new Uint32Array(incidents.length) }
  for (let row = 0; row < incidents.length; row++)
    hashKey(hashes, row, sourceOf(incidents, row), bytes, offsets[row], offsets[row + 1])
  return hashes
}

function sourceOf({ texts: { source } }: IncidentColumns, row: number): string {
  return source.texts[source.codes === null ? 0 : source.codes[row]] as string
}

function isSameId(a: ByteTexts, rowOfA: number, b: ByteTexts, rowOfB: number): boolean {
  const [from, start, end] = [a.offsets[rowOfA], b.offsets[rowOfB], b.offsets[rowOfB + 1]]
  if (a.offsets[rowOfA + 1] - from !== end - start) return false
  for (let at = start; at < end; at++) if (a.bytes[from + at - start] !== b.bytes[at]) return false
  return true
}

interface Entry extends KeyHashes {
  readonly incidents: IncidentColumns
}

export class KeyTable {
  /** Numbers of keys + 1 by hash; 0 is free. */
  #slots = new Int32Array(1024)
  #size = 0
  /** Of key n: which entry, and its row there. */
  readonly #entryOf: Entry[] = []
  readonly #rowOf: number[] = []

  /** The number of an equal key, −1 where there is none. */
  find(entry: Entry, row: number): number {
    return this.#slots[this.#slotOf(entry, row)] - 1
  }

  /** The number of an equal key, or −1 after this one got the next number. */
  add(entry: Entry, row: number): number {
    const slot = this.#slotOf(entry, row)
    if (this.#slots[slot] > 0) return this.#slots[slot] - 1
    this.#entryOf.push(entry)
    this.#rowOf.push(row)
    this.#slots[slot] = ++this.#size
    if (this.#size * 2 > this.#slots.length) this.#grow()
    return -1
  }

  #slotOf(entry: Entry, row: number): number {
    const mask = this.#slots.length - 1
    let slot = entry.low[row] & mask
    while (this.#slots[slot] > 0 && !this.#isEqual(this.#slots[slot] - 1, entry, row))
      slot = (slot + 1) & mask
    return slot
  }

  #isEqual(n: number, entry: Entry, row: number): boolean {
    const known = this.#entryOf[n]
    const at = this.#rowOf[n]
    return (
      known.low[at] === entry.low[row] &&
      known.high[at] === entry.high[row] &&
      isSameId(known.incidents.sourceIds, at, entry.incidents.sourceIds, row) &&
      sourceOf(known.incidents, at) === sourceOf(entry.incidents, row)
    )
  }

  #grow(): void {
    this.#slots = new Int32Array(this.#slots.length * 2)
    const mask = this.#slots.length - 1
    for (let n = 0; n < this.#size; n++) {
      let slot = this.#entryOf[n].low[this.#rowOf[n]] & mask
      while (this.#slots[slot] > 0) slot = (slot + 1) & mask
      this.#slots[slot] = n + 1
    }
  }
}
