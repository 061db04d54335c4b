// The head of a tile: the whole message with zeros where the slice's values belong. In a vector tile a feature's
// tags are indices into its layer's values; here each feature owns its slots, of constant width, so no length changes
// and a new slice is new slots. A layer's values may stand anywhere in it: the slots of labels end their layer, those of
// units begin theirs, so all of them lie side by side and a tile is three pieces: before, tail, after.
//
//   borders │ labels … features, keys, values ▒▒▒▒ │ meta ▒ │ units ▒▒▒▒▒▒▒▒ features, keys, values     ▒ = slots

import { createLayerWriter, type LayerWriter, type Tags } from './layerWriter.ts'
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
  /** In the tail. */
  readonly offset: number
  readonly length: number
}

export interface Head {
  /** The whole tile, slots of value 0. */
  readonly bytes: Uint8Array
  /** null: geometry alone, no slots. */
  readonly columns: readonly ColumnSpec[] | null
  /** The bytes before the first slot, from there to the last, and after it: `tail` is what a tail starts from. */
  readonly before: Uint8Array
  readonly tail: Uint8Array
  readonly after: Uint8Array
  readonly runs: readonly SlotRun[]
}

/** A layer's bytes, and where in them its slots stand. */
interface SlottedLayer {
  readonly bytes: Uint8Array
  readonly slotsAt: number
  readonly slotsLength: number
}

export function encodeHead(geometry: TileGeometry, columns: readonly ColumnSpec[] | null): Head {
  const out = new ProtobufWriter(16384)
  const found: SlotRun[] = []
  const append = (of: RunOf, { bytes, slotsAt, slotsLength }: SlottedLayer): void => {
    out.bytes(3, bytes)
    if (slotsLength > 0) found.push({ of, offset: out.length - bytes.length + slotsAt, length: slotsLength })
  }
  if (geometry.borders.length > 0) out.bytes(3, bordersLayer(geometry).finish())
  if (geometry.labels.length > 0) append('labels', labelsLayer(geometry, columns))
  append('sums', metaLayer(geometry, columns))
  if (geometry.units.length > 0) append('units', polygonsLayer(geometry, columns))
  const bytes = out.copy()
  const last = found.at(-1)
  const from = last ? found[0].offset : bytes.length
  const to = last ? last.offset + last.length : bytes.length
  return {
    bytes,
    columns,
    before: bytes.subarray(0, from),
    tail: bytes.subarray(from, to),
    after: bytes.subarray(to),
    runs: found.map((run) => ({ ...run, offset: run.offset - from })),
  }
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
function metaLayer(geometry: TileGeometry, columns: readonly ColumnSpec[] | null): SlottedLayer {
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
  return slotsLast(layer, Uint8Array.from(counts.flatMap(() => UINT_SLOT)))
}

function labelsLayer({ labels }: TileGeometry, columns: readonly ColumnSpec[] | null): SlottedLayer {
  const layer = createLayerWriter('labels', unitKeys(columns), EXTENT)
  const tags = labels.map((unit) => unitTags(layer, unit))
  writeUnits(layer, 1, labels, tags, columns, layer.valueCount())
  return slotsLast(layer, emptySlots(labels.length, columns))
}

function polygonsLayer({ units }: TileGeometry, columns: readonly ColumnSpec[] | null): SlottedLayer {
  const layer = createLayerWriter('units', unitKeys(columns), EXTENT)
  const slots = emptySlots(units.length, columns)
  const slotsAt = layer.beginWith(slots, slots.length / SLOT_BYTES)
  const tags = units.map((unit) => polygonTags(layer, unit))
  writeUnits(layer, 3, units, tags, columns, 0)
  return { bytes: layer.finish(), slotsAt, slotsLength: slots.length }
}

function slotsLast(layer: LayerWriter, slots: Uint8Array): SlottedLayer {
  layer.endWith(slots)
  const bytes = layer.finish()
  return { bytes, slotsAt: bytes.length - slots.length, slotsLength: slots.length }
}

const slotKeys = (columns: readonly ColumnSpec[] | null): string[] =>
  columns ? [STATE_KEY, ...columns.map((column) => column.key)] : []

const unitKeys = (columns: readonly ColumnSpec[] | null): string[] => [
  'code',
  'name',
  'level',
  'coarse',
  ...slotKeys(columns),
]

const unitTags = (layer: LayerWriter, unit: TileUnit): Tags => [
  layer.text(unit.code),
  layer.text(unit.name),
  layer.text(unit.level),
  layer.boolean(unit.coarse),
]

/** Level and coarse where they are not the tile's own: a map decodes every polygon again at each change of its look. */
const polygonTags = (layer: LayerWriter, unit: TileUnit): Tags =>
  unit.coarse ? unitTags(layer, unit) : [layer.text(unit.code), layer.text(unit.name), null, null]

/** @param firstSlot value index of the first unit's first slot; the others follow. */
function writeUnits(
  layer: LayerWriter,
  type: 1 | 3,
  units: readonly TileUnit[],
  tags: readonly Tags[],
  columns: readonly ColumnSpec[] | null,
  firstSlot: number,
): void {
  const slots = slotKeys(columns).length
  units.forEach((unit, index) => {
    const own = Array.from({ length: slots }, (_, slot) => firstSlot + index * slots + slot)
    layer.feature(unit.id, type, unit.geometry, [...tags[index], ...own])
  })
}

/** Slots of value 0: what stays constant in every tail. */
export function emptySlots(features: number, columns: readonly ColumnSpec[] | null): Uint8Array {
  if (!columns) return new Uint8Array(0)
  const one = [UINT_SLOT, ...columns.map(({ kind }) => (kind === 'uint' ? UINT_SLOT : FLOAT_SLOT))].flat()
  const slots = new Uint8Array(one.length * features)
  if (features > 0) slots.set(one)
  for (let filled = one.length; filled < slots.length; filled *= 2) slots.copyWithin(filled, 0, filled)
  return slots
}
