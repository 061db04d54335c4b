// The tail: a slice's values in the slots of a head, which itself is never copied: a tile is sent as what stands before
// the tail, the tail, and what stands after it. A slice's slots are written once for all units, level by level; what
// a tile shows lies together there, in few spans, and a tail is those copied one after the other.
import { STATES } from '../metrics/metric.ts'
import { unitId } from '../model/ids.ts'
import type { UnitTable } from '../model/unit.ts'
import { type ColumnSpec, countsOf, emptySlots, type Head, SLOT_BYTES, SLOT_PREFIX } from './head.ts'
import type { TileGeometry } from './tileGeometry.ts'

/** One metric's values by row of the UnitTable; NaN where there is none. */
export interface TailColumn extends ColumnSpec {
  readonly values: Float64Array
}

/** What four varint bytes hold: counts are exact to here and stay here beyond. */
export const MOST_UINT = 2 ** 28 - 1

const isWithheld = STATES.map((state) => state === 'hidden' || state === 'forbidden')

/** Where in a slice's slots, which are in level order, those of features stand: first place, how many, first place … */
export type Spans = Int32Array

/** Where a tile's features are in the figures of a version. */
export interface TileRows {
  readonly labels: Spans
  readonly units: Spans
  /**
   * Rows of the sums: those of the labels, since a unit has one label in one tile, of units of the level itself: a
   * coarse one's figures hold those of everything below it.
   */
  readonly sums: Int32Array
}

export function rowsOf(geometry: TileGeometry, table: UnitTable): TileRows {
  const row = ({ id }: { id: number }): number => table.rowOf(unitId(id))
  const places = (features: readonly { id: number }[]) =>
    features.map((feature) => table.levelOrder[row(feature)])
  return {
    labels: spansOf(places(geometry.labels)),
    units: spansOf(places(geometry.units)),
    sums: Int32Array.from(
      geometry.labels.filter((label) => !label.coarse),
      row,
    ),
  }
}

export function spansOf(places: readonly number[]): Spans {
  const spans: number[] = []
  places.forEach((place, index) => {
    if (index > 0 && place === places[index - 1] + 1) spans[spans.length - 1]++
    else spans.push(place, 1)
  })
  return Int32Array.from(spans)
}

/** A slice's values ready for tails. */
export interface TailFigures {
  readonly columns: readonly TailColumn[]
  /** By row: index into STATES. */
  readonly states: Uint8Array
  /** The slots of all units in level order: for each its state and the columns. */
  readonly slots: Uint8Array
}

/** NaN, and values of hidden or forbidden units, are written as 0. */
export function tailFigures(
  columns: readonly TailColumn[],
  states: Uint8Array,
  { levelOrder }: Pick<UnitTable, 'levelOrder'>,
): TailFigures {
  const slots = emptySlots(states.length, columns)
  const view = new DataView(slots.buffer)
  const width = slotsWidth(columns)
  for (let row = 0; row < states.length; row++)
    view.setUint32(levelOrder[row] * width + SLOT_PREFIX, uintWord(states[row]), true)
  columns.forEach(({ kind, values }, index) => {
    const wordOf = kind === 'float' ? floatWord : uintWord
    const first = (index + 1) * SLOT_BYTES + SLOT_PREFIX
    for (let row = 0; row < states.length; row++) {
      const value = isWithheld[states[row]] ? 0 : values[row]
      view.setUint32(levelOrder[row] * width + first, wordOf(value), true)
    }
  })
  return { columns, states, slots }
}

/** Bytes of one feature's slots. */
const slotsWidth = (columns: readonly ColumnSpec[]): number => (columns.length + 1) * SLOT_BYTES

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
 * A slice's values in the slots, and what stands between the runs of them.
 * @param figures of the columns that the head announces
 * @param tail of head.tail.length bytes, written all over
 */
export function encodeTail(
  head: Head,
  rows: TileRows,
  figures: TailFigures,
  tail: Uint8Array = new Uint8Array(head.tail.length),
): Uint8Array {
  let done = 0
  for (const { of, offset, length } of head.runs) {
    if (of === 'sums') continue
    if (offset > done) tail.set(head.tail.subarray(done, offset), done)
    copySpans(tail, offset, rows[of], figures)
    done = offset + length
  }
  if (done < tail.length) tail.set(head.tail.subarray(done), done)
  for (const { of, offset } of head.runs) if (of === 'sums') writeSums(tail, offset, rows.sums, figures)
  return tail
}

function copySpans(tail: Uint8Array, offset: number, spans: Spans, { slots, columns }: TailFigures): void {
  const width = slotsWidth(columns)
  let at = offset
  for (let i = 0; i < spans.length; i += 2) {
    const from = spans[i] * width
    const length = spans[i + 1] * width
    tail.set(slots.subarray(from, from + length), at)
    at += length
  }
}

/** Of what is told: what is kept back could be had from a sum by subtraction. */
function writeSums(
  tail: Uint8Array,
  offset: number,
  rows: Int32Array,
  { columns, states }: TailFigures,
): void {
  const view = new DataView(tail.buffer, tail.byteOffset, tail.byteLength)
  countsOf(columns).forEach(({ values }, index) => {
    let sum = 0
    for (let i = 0; i < rows.length; i++)
      if (values[rows[i]] > 0 && !isWithheld[states[rows[i]]]) sum += values[rows[i]]
    view.setUint32(offset + index * SLOT_BYTES + SLOT_PREFIX, uintWord(sum), true)
  })
}

/** The tile in pieces, in order. */
export const tileParts = ({ bytes, before, after }: Head, tail: Uint8Array): Uint8Array[] =>
  tail.length === 0 ? [bytes] : [before, tail, after]

export function joinParts(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
