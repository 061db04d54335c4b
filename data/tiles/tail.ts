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

/** A slice's values ready for tails. */
export interface TailFigures {
  readonly columns: readonly TailColumn[]
  /** By row: index into STATES. */
  readonly states: Uint8Array
  /** What is written for a row: for its state and each column the four bytes of the slot, little end first. */
  readonly words: Uint32Array
}

/** NaN, and values of hidden or forbidden units, are written as 0. */
export function tailFigures(columns: readonly TailColumn[], states: Uint8Array): TailFigures {
  const stride = columns.length + 1
  const words = new Uint32Array(states.length * stride)
  for (let row = 0; row < states.length; row++) words[row * stride] = uintWord(states[row])
  columns.forEach(({ kind, values }, index) => {
    const wordOf = kind === 'float' ? floatWord : uintWord
    for (let row = 0; row < states.length; row++)
      words[row * stride + index + 1] = wordOf(isWithheld[states[row]] ? 0 : values[row])
  })
  return { columns, states, words }
}

/** A count as four varint bytes; what is no count is 0. */
function uintWord(value: number): number {
  if (!(value > 0)) return EMPTY_UINT
  const count = value < MOST_UINT ? Math.round(value) : MOST_UINT
  const low = (count & 0x7f) | ((count & 0x3f80) << 1)
  return (EMPTY_UINT | low | ((count & 0x1fc000) << 2) | ((count >>> 21) << 24)) >>> 0
}

const EMPTY_UINT = 0x00808080

const float = new Float32Array(1)
const bits = new Uint32Array(float.buffer)

function floatWord(value: number): number {
  float[0] = Number.isFinite(value) ? value : 0
  return bits[0]
}

/**
 * A slice's values as the slots of all runs end to end.
 * @param figures of the columns that the head announces
 * @param tail of head.slots.length bytes, written all over
 */
export function encodeTail(
  head: Head,
  rows: TileRows,
  figures: TailFigures,
  tail: Uint8Array = new Uint8Array(head.slots.length),
): Uint8Array {
  tail.set(head.slots)
  const view = new DataView(tail.buffer, tail.byteOffset, tail.byteLength)
  for (const { of, tailOffset } of head.runs) {
    const first = tailOffset + SLOT_PREFIX
    if (of === 'sums') writeSums(view, first, rows.sums, figures)
    else writeSlots(view, first, rows[of], figures.words, figures.columns.length + 1)
  }
  return tail
}

function writeSlots(
  view: DataView,
  first: number,
  rows: Int32Array,
  words: Uint32Array,
  slotsARow: number,
): void {
  let at = first
  for (let i = 0; i < rows.length; i++) {
    const from = rows[i] * slotsARow
    for (let word = from; word < from + slotsARow; word++) {
      view.setUint32(at, words[word], true)
      at += SLOT_BYTES
    }
  }
}

/** Of what is told: what is kept back could be had from a sum by subtraction. */
function writeSums(view: DataView, first: number, rows: Int32Array, { columns, states }: TailFigures): void {
  countsOf(columns).forEach(({ values }, index) => {
    let sum = 0
    for (let i = 0; i < rows.length; i++)
      if (values[rows[i]] > 0 && !isWithheld[states[rows[i]]]) sum += values[rows[i]]
    view.setUint32(first + index * SLOT_BYTES, uintWord(sum), true)
  })
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
