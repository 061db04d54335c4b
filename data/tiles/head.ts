// The head of a tile: the whole message with zeros where the slice's values belong. In a vector tile a feature's
// tags are indices into its layer's values; here each feature owns its slots at the layer's end, of constant
// width, so no length changes and a new slice is a copy and a fill (tail.ts).
//
//   borders │ labels … values ▒▒▒▒ │ meta │ units … features, keys, values ▒▒▒▒▒▒▒▒     ▒ = slots

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

/** A run of slots: per feature one for the state, then one a column. */
export interface SlotRun {
  readonly offset: number
  readonly unitIds: Float64Array
}

export interface Head {
  readonly bytes: Uint8Array
  /** null: geometry alone, no slots. */
  readonly columns: readonly ColumnSpec[] | null
  readonly runs: readonly SlotRun[]
}

export function encodeHead(geometry: TileGeometry, columns: readonly ColumnSpec[] | null): Head {
  const out = new ProtobufWriter(16384)
  const runs: SlotRun[] = []
  if (geometry.borders.length > 0) append(out, bordersLayer(geometry))
  if (geometry.labels.length > 0) appendUnits(out, runs, 'labels', 1, geometry.labels, columns)
  append(out, metaLayer(geometry))
  if (geometry.units.length > 0) appendUnits(out, runs, 'units', 3, geometry.units, columns)
  return { bytes: out.copy(), columns, runs }
}

const append = (out: ProtobufWriter, layer: LayerWriter): void => out.bytes(3, layer.finish())

function bordersLayer(geometry: TileGeometry): LayerWriter {
  const layer = createLayerWriter('borders', ['level', 'depth'], EXTENT)
  for (const border of geometry.borders)
    layer.feature(null, 2, border.geometry, [layer.text(border.level), layer.uint(border.depth)])
  return layer
}

/** One point in the middle that says what the tile shows and what it left out. */
function metaLayer(geometry: TileGeometry): LayerWriter {
  const figures = {
    units: geometry.units.length,
    coarse: geometry.units.filter((unit) => unit.coarse).length,
    labels: geometry.labels.length,
    droppedRings: geometry.droppedRings,
    squares: geometry.squares,
  }
  const layer = createLayerWriter('meta', ['level', ...Object.keys(figures)], EXTENT)
  const middle = Uint8Array.of(9, 0x80, 0x20, 0x80, 0x20)
  layer.feature(null, 1, middle, [
    layer.text(geometry.level),
    ...Object.values(figures).map((figure) => layer.uint(figure)),
  ])
  return layer
}

function appendUnits(
  out: ProtobufWriter,
  runs: SlotRun[],
  name: string,
  type: 1 | 3,
  units: readonly TileUnit[],
  columns: readonly ColumnSpec[] | null,
): void {
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
  const slots = emptySlots(units.length, columns)
  layer.endWith(slots)
  append(out, layer)
  if (columns)
    runs.push({ offset: out.length - slots.length, unitIds: Float64Array.from(units, (unit) => unit.id) })
}

/** Slots of value 0: what stays constant in every tail. */
function emptySlots(features: number, columns: readonly ColumnSpec[] | null): Uint8Array {
  if (!columns) return new Uint8Array(0)
  const uint = [0x22, 5, 0x28, 0x80, 0x80, 0x80, 0]
  const float = [0x22, 5, 0x15, 0, 0, 0, 0]
  const one = [uint, ...columns.map((column) => (column.kind === 'uint' ? uint : float))].flat()
  const slots = new Uint8Array(one.length * features)
  for (let i = 0; i < features; i++) slots.set(one, i * one.length)
  return slots
}
