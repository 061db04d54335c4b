// The tail: a slice's values written into a copy of the head. Per slot four bytes change, the rest is the head's.
import { STATES } from '../metrics/metric.ts'
import { type ColumnSpec, type Head, SLOT_BYTES, SLOT_PREFIX } from './head.ts'

/** One metric's values by row of the UnitTable; NaN where there is none. */
export interface TailColumn extends ColumnSpec {
  readonly values: Float64Array
}

/** What four varint bytes hold: counts are exact to here and stay here beyond. */
export const MOST_UINT = 2 ** 28 - 1

const isWithheld = STATES.map((state) => state === 'hidden' || state === 'forbidden')

/**
 * The tile with the slice's values: NaN, and values of hidden or forbidden units, are written as 0.
 * @param rows by run of the head and feature: the unit's row in the columns and states.
 * @param states by row: index into STATES.
 */
export function encodeTail(
  head: Head,
  rows: readonly Int32Array[],
  columns: readonly TailColumn[],
  states: Uint8Array,
): Uint8Array {
  const bytes = head.bytes.slice()
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const stride = (columns.length + 1) * SLOT_BYTES
  for (let run = 0; run < head.runs.length; run++) {
    const first = head.runs[run].offset + SLOT_PREFIX
    writeStates(bytes, first, stride, rows[run], states)
    for (let column = 0; column < columns.length; column++) {
      const at = first + (column + 1) * SLOT_BYTES
      if (columns[column].kind === 'float')
        writeFloats(view, at, stride, rows[run], columns[column].values, states)
      else writeUints(bytes, at, stride, rows[run], columns[column].values, states)
    }
  }
  return bytes
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
    if (!(value > 0) || isWithheld[states[row]]) continue
    const count = value < MOST_UINT ? Math.round(value) : MOST_UINT
    bytes[at] = 0x80 | (count & 0x7f)
    bytes[at + 1] = 0x80 | ((count >> 7) & 0x7f)
    bytes[at + 2] = 0x80 | ((count >> 14) & 0x7f)
    bytes[at + 3] = count >> 21
  }
}
