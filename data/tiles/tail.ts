// The tail: a slice's values in the slots of a head, which itself is never copied: a tile is sent as the head's pieces
// with the tail's between them.
import { STATES } from '../metrics/metric.ts'
import { unitId } from '../model/ids.ts'
import type { UnitTable } from '../model/unit.ts'
import { type ColumnSpec, countsOf, type Head, type RunOf, SLOT_BYTES, SLOT_PREFIX } from './head.ts'
import type { TileGeometry } from './tileGeometry.ts'

/** One metric's values by row of the UnitTable; NaN where there is none. */
export interface TailColumn extends ColumnSpec {
  readonly values: Float64Array
}

/** What four varint bytes hold: counts are exact to here and stay here beyond. */
export const MOST_UINT = 2 ** 28 - 1

const isWithheld = STATES.map((state) => state === 'hidden' || state === 'forbidden')

/** Rows of a tile's features in the columns and states, by run of the head. */
export type TileRows = Readonly<Record<RunOf, Int32Array>>

/**
 * Rows of a tile's features. The sums are over the labels, since a unit has one label in one tile, and over units of
 * the level itself: a coarse one's figures hold those of everything below it.
 */
export function rowsOf(geometry: TileGeometry, table: UnitTable): TileRows {
  const row = ({ id }: { id: number }): number => table.rowOf(unitId(id))
  return {
    labels: Int32Array.from(geometry.labels, row),
    sums: Int32Array.from(
      geometry.labels.filter((label) => !label.coarse),
      row,
    ),
    units: Int32Array.from(geometry.units, row),
  }
}

/**
 * A slice's values as the slots of all runs end to end: NaN, and values of hidden or forbidden units, are written
 * as 0 and are in no sum.
 * @param columns as the head announces them @param states by row: index into STATES.
 */
export function encodeTail(
  head: Head,
  rows: TileRows,
  columns: readonly TailColumn[],
  states: Uint8Array,
): Uint8Array {
  const tail = head.slots.slice()
  const view = new DataView(tail.buffer, tail.byteOffset, tail.byteLength)
  const stride = (columns.length + 1) * SLOT_BYTES
  for (const { of, tailOffset } of head.runs) {
    const first = tailOffset + SLOT_PREFIX
    if (of === 'sums') {
      writeSums(tail, first, rows.sums, columns, states)
      continue
    }
    writeStates(tail, first, stride, rows[of], states)
    for (let column = 0; column < columns.length; column++) {
      const at = first + (column + 1) * SLOT_BYTES
      const { kind, values } = columns[column]
      if (kind === 'float') writeFloats(view, at, stride, rows[of], values, states)
      else writeUints(tail, at, stride, rows[of], values, states)
    }
  }
  return tail
}

/** The tile in pieces, in order: the head's, and the tail's between them. */
export function tileParts({ pieces, runs }: Head, tail: Uint8Array): Uint8Array[] {
  const parts: Uint8Array[] = []
  for (let i = 0; i < pieces.length; i++) {
    parts.push(pieces[i])
    if (i < runs.length) parts.push(tail.subarray(runs[i].tailOffset, runs[i].tailOffset + runs[i].length))
  }
  return parts
}

export function joinParts(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

function writeSums(
  bytes: Uint8Array,
  first: number,
  rows: Int32Array,
  columns: readonly TailColumn[],
  states: Uint8Array,
): void {
  let at = first
  for (const { values } of countsOf(columns)) {
    let sum = 0
    for (let i = 0; i < rows.length; i++)
      if (values[rows[i]] > 0 && !isWithheld[states[rows[i]]]) sum += values[rows[i]]
    writeUint(bytes, at, sum)
    at += SLOT_BYTES
  }
}

function writeUint(bytes: Uint8Array, at: number, value: number): void {
  const count = value < MOST_UINT ? Math.round(value) : MOST_UINT
  bytes[at] = 0x80 | (count & 0x7f)
  bytes[at + 1] = 0x80 | ((count >> 7) & 0x7f)
  bytes[at + 2] = 0x80 | ((count >> 14) & 0x7f)
  bytes[at + 3] = count >> 21
}

function writeStates(
  bytes: Uint8Array,
  first: number,
  stride: number,
  rows: Int32Array,
  states: Uint8Array,
): void {
  for (let i = 0, at = first; i < rows.length; i++, at += stride) bytes[at] = 0x80 | states[rows[i]]
}

function writeFloats(
  view: DataView,
  first: number,
  stride: number,
  rows: Int32Array,
  values: Float64Array,
  states: Uint8Array,
): void {
  for (let i = 0, at = first; i < rows.length; i++, at += stride) {
    const row = rows[i]
    const value = values[row]
    if (Number.isFinite(value) && !isWithheld[states[row]]) view.setFloat32(at, value, true)
  }
}

function writeUints(
  bytes: Uint8Array,
  first: number,
  stride: number,
  rows: Int32Array,
  values: Float64Array,
  states: Uint8Array,
): void {
  for (let i = 0, at = first; i < rows.length; i++, at += stride) {
    const row = rows[i]
    const value = values[row]
    if (value > 0 && !isWithheld[states[row]]) writeUint(bytes, at, value)
  }
}
