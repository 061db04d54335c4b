// One layer of a vector tile. Equal texts, numbers and booleans share a value; keys are written in the order of their first
// use, and those that no feature has are not.
import { BYTES, ProtobufWriter, tag, utf8, varintLength } from './protobuf.ts'

export type GeometryType = 1 | 2 | 3

/** A value index for each key, in key order; null: the feature has none. */
export type Tags = readonly (number | null)[]

export interface LayerWriter {
  /** Index of a value in the layer's table. */
  text(value: string): number
  uint(value: number): number
  boolean(value: boolean): number
  valueCount(): number
  feature(id: number | null, type: GeometryType, geometry: Uint8Array, tags: Tags): void
  /** Values of the caller's own, before all others: called before anything else. @returns where they stand */
  beginWith(values: Uint8Array, count: number): number
  /** The same after all others: called last. */
  endWith(values: Uint8Array): void
  finish(): Uint8Array
}

export function createLayerWriter(name: string, keys: readonly string[], extent: number): LayerWriter {
  const out = new ProtobufWriter(4096)
  const values = new ProtobufWriter(1024)
  const tagBytes = new ProtobufWriter(64)
  const known = new Map<string | number | boolean, number>()
  const usedKeys = new Map<number, number>()
  let end = new Uint8Array(0)
  let given = 0
  out.uint(15, 2)
  out.string(1, name)
  const index = (value: string | number | boolean, write: () => void): number => {
    const existing = known.get(value)
    if (existing !== undefined) return existing
    const created = given + known.size
    known.set(value, created)
    write()
    return created
  }
  const keyIndex = (key: number): number => {
    const used = usedKeys.get(key) ?? usedKeys.size
    usedKeys.set(key, used)
    return used
  }
  return {
    text: (value) =>
      index(value, () => {
        const bytes = utf8(value)
        values.varint(tag(4, BYTES))
        values.varint(1 + varintLength(bytes.length) + bytes.length)
        values.bytes(1, bytes)
      }),
    uint: (value) =>
      index(value, () => {
        values.varint(tag(4, BYTES))
        values.varint(1 + varintLength(value))
        values.uint(5, value)
      }),
    boolean: (value) => index(value, () => values.raw(Uint8Array.of(tag(4, BYTES), 2, 0x38, value ? 1 : 0))),
    valueCount: () => given + known.size,
    feature(id, type, geometry, tags) {
      tagBytes.clear()
      tags.forEach((value, key) => {
        if (value === null) return
        tagBytes.varint(keyIndex(key))
        tagBytes.varint(value)
      })
      const length =
        (id === null ? 0 : 1 + varintLength(id)) +
        (1 + varintLength(tagBytes.length) + tagBytes.length) +
        2 +
        (1 + varintLength(geometry.length) + geometry.length)
      out.varint(tag(2, BYTES))
      out.varint(length)
      if (id !== null) out.uint(1, id)
      out.bytes(2, tagBytes.view())
      out.uint(3, type)
      out.bytes(4, geometry)
    },
    beginWith(bytes, count) {
      given = count
      out.raw(bytes)
      return out.length - bytes.length
    },
    endWith(bytes) {
      end = new Uint8Array(bytes)
    },
    finish() {
      for (const key of usedKeys.keys()) out.string(3, keys[key])
      out.uint(5, extent)
      out.raw(values.view())
      out.raw(end)
      return out.view()
    },
  }
}
