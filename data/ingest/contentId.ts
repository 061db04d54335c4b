// An id for a row whose system gives none: of what a matter keeps for life (when it came in, what it is, where), so that the
// same rows again are the same matters, in whatever order and with whatever became of them since.
import { type CellTable, cellAt } from './cellTable.ts'
import type { IncidentField } from './mapping.ts'

/** What the id is of. */
export const LASTING_FIELDS = [
  'received',
  'category',
  'lng',
  'lat',
  'point',
  'unitCode',
] as const satisfies readonly IncidentField[]

const SEPARATOR = 0x1f
const HEX = 16

/** Hex digits of 64 bits over the cells at `columns`, −1 where there is none. Two mixes of 32 bits after MurmurHash3's finaliser. */
export function contentHash(table: CellTable, at: number, columns: readonly number[]): string {
  let [a, b] = [0x9e3779b1, 0x85ebca6b]
  const add = (byte: number): void => {
    a = Math.imul(a ^ byte, 0xcc9e2d51)
    a = (a << 15) | (a >>> 17)
    b = Math.imul(b ^ byte, 0x1b873593)
    b = (b << 13) | (b >>> 19)
  }
  for (const column of columns) {
    const cell = cellAt(table, at, column)
    if (cell >= 0) for (let byte = table.starts[cell]; byte < table.ends[cell]; byte++) add(table.bytes[byte])
    add(SEPARATOR)
  }
  return [finish(a ^ b), finish(b)].map((half) => half.toString(16).padStart(HEX / 2, '0')).join('')
}

function finish(half: number): number {
  let mixed = Math.imul(half ^ (half >>> 16), 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
  return (mixed ^ (mixed >>> 16)) >>> 0
}
