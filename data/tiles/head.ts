// The head of a tile: the whole message with zeros where the slice's values belong. In a vector tile a feature's
// tags are indices into its layer's values; here each feature owns its slots at the layer's end, of constant
// width, so no length changes and a new slice is new slots between constant pieces (tail.ts).
//
//   borders │ labels … values ▒▒▒▒ │ meta … values ▒ │ units … features, keys, values ▒▒▒▒▒▒▒▒     ▒ = slots

import { createLayerWriter, type LayerWriter } from './layerWriter.ts'
import { EXTENT } from './mercator.ts'
import { ProtobufWriter } from './protobuf.ts'
import type { TileGeometry, TileUnit } from './tileGeometry.ts'

export type SlotKind = 'uint' | 'float'

/** A metric's column as the tile announces it. */
export interface ColumnSpec {
  readonly key: string
  readonly kind: SlotKind
}

/** field 4 of a layer, 5 bytes, then uint_value of 4 varint bytes or float_value of 4 bytes. */
export const SLOT_BYTES = 7
/** Bytes of a slot before its value. */
export const SLOT_PREFIX = 3
export const STATE_KEY = 'state'
const UINT_SLOT = [0x22, 5, 0x28, 0x80, 0x80, 0x80, 0]
const FLOAT_SLOT = [0x22, 5, 0x15, 0, 0, 0, 0]

/** What the slots of a run are of: features of a layer, or the sums in the meta layer. */
export type RunOf = 'labels' | 'sums' | 'units'

/** A run of slots: per feature one for the state, then one a column; for the sums one a count. */
export interface SlotRun {
  readonly of: RunOf
  /** In the tile and in the tail. */
  readonly offset: number
  readonly tailOffset: number
  readonly length: number
}

export interface Head {
  /** The whole tile, slots of value 0. */
  readonly bytes: Uint8Array
  /** null: geometry alone, no slots. */
  readonly columns: readonly ColumnSpec[] | null
  readonly runs: readonly SlotRun[]
  /** The bytes between the runs, in order: a piece, a run, a piece, a run … the last piece only where it has bytes. */
  readonly pieces: readonly Uint8Array[]
  /** All runs end to end, of value 0: what a tail starts from. */
  readonly slots: Uint8Array
}

export function encodeHead(geometry: TileGeometry, columns: readonly ColumnSpec[] | null): Head {
  const out = new ProtobufWriter(16384)
  const runs: SlotRun[] = []
  const append = (of: RunOf, layer: LayerWriter, slots: Uint8Array): void => {
    layer.endWith(slots)
    out.bytes(3, layer.finish())
    if (slots.length === 0) return
    const last = runs.at(-1)
    const tailOffset = last ? last.tailOffset + last.length : 0
    runs.push({ of, offset: out.length - slots.length, tailOffset, length: slots.length })
  }
  if (geometry.borders.length > 0) out.bytes(3, bordersLayer(geometry).finish())
  if (geometry.labels.length > 0) append('labels', ...unitsLayer('labels', 1, geometry.labels, columns))
  append('sums', ...metaLayer(geometry, columns))
  if (geometry.units.length > 0) append('units', ...unitsLayer('units', 3, geometry.units, columns))
  return { columns, runs, ...piecesOf(out.copy(), runs) }
}

function piecesOf(bytes: Uint8Array, runs: readonly SlotRun[]): Pick<Head, 'bytes' | 'pieces' | 'slots'> {
  const pieces: Uint8Array[] = []
  const slots = new Uint8Array(runs.reduce((sum, { length }) => sum + length, 0))
  let from = 0
  for (const { offset, tailOffset, length } of runs) {
    pieces.push(bytes.subarray(from, offset))
    slots.set(bytes.subarray(offset, offset + length), tailOffset)
    from = offset + length
  }
  if (from < bytes.length) pieces.push(bytes.subarray(from))
  return { bytes, pieces, slots }
}

function bordersLayer(geometry: TileGeometry): LayerWriter {
  const layer = createLayerWriter('borders', ['level', 'depth'], EXTENT)
  for (const border of geometry.borders)
    layer.feature(null, 2, border.geometry, [layer.text(border.level), layer.uint(border.depth)])
  return layer
}

/** Metrics whose sum over a tile means something. */
export const countsOf = <Spec extends ColumnSpec>(columns: readonly Spec[] | null): readonly Spec[] =>
  columns?.filter((column) => column.kind === 'uint') ?? []

/** One point in the middle that says what the tile shows, what it left out, and the sums of its counts. */
function metaLayer(geometry: TileGeometry, columns: readonly ColumnSpec[] | null): [LayerWriter, Uint8Array] {
  const figures = {
    units: geometry.units.length,
    coarse: geometry.units.filter((unit) => unit.coarse).length,
    labels: geometry.labels.length,
    droppedRings: geometry.droppedRings,
    squares: geometry.squares,
  }
  const counts = countsOf(columns)
  const keys = ['level', ...Object.keys(figures), ...counts.map((column) => column.key)]
  const layer = createLayerWriter('meta', keys, EXTENT)
  const middle = Uint8Array.of(9, 0x80, 0x20, 0x80, 0x20)
  const tags = [layer.text(geometry.level), ...Object.values(figures).map((figure) => layer.uint(figure))]
  const firstSlot = layer.valueCount()
  layer.feature(null, 1, middle, [...tags, ...counts.map((_, index) => firstSlot + index)])
  return [layer, Uint8Array.from(counts.flatMap(() => UINT_SLOT))]
}

function unitsLayer(
  name: string,
  type: 1 | 3,
  units: readonly TileUnit[],
  columns: readonly ColumnSpec[] | null,
): [LayerWriter, Uint8Array] {
  const slotKeys = columns ? [STATE_KEY, ...columns.map((column) => column.key)] : []
  const layer = createLayerWriter(name, ['code', 'name', 'level', 'coarse', ...slotKeys], EXTENT)
  const tags = units.map((unit) => [
    layer.text(unit.code),
    layer.text(unit.name),
    layer.text(unit.level),
    layer.boolean(unit.coarse),
  ])
  const firstSlot = layer.valueCount()
  units.forEach((unit, index) => {
    for (let slot = 0; slot < slotKeys.length; slot++)
      tags[index].push(firstSlot + index * slotKeys.length + slot)
    layer.feature(unit.id, type, unit.geometry, tags[index])
  })
  return [layer, emptySlots(units.length, columns)]
}

/** Slots of value 0: what stays constant in every tail. */
function emptySlots(features: number, columns: readonly ColumnSpec[] | null): Uint8Array {
  if (!columns) return new Uint8Array(0)
  const one = [UINT_SLOT, ...columns.map(({ kind }) => (kind === 'uint' ? UINT_SLOT : FLOAT_SLOT))].flat()
  const slots = new Uint8Array(one.length * features)
  for (let i = 0; i < features; i++) slots.set(one, i * one.length)
  return slots
}
