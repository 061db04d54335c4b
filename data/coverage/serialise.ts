// A coverage as bytes, in its canonical order (see assemble.ts): equal coverages give equal bytes whatever
// order or direction their arcs came in, so a hash of the bytes is a hash of the geometry.
// Layout: "JWC1", number of units and arcs; unit ids rising, as differences; per arc left and right as
// positions in (0, …ids), vertex count, then x and y as zigzag differences from the vertex before (the first
// from the first vertex of the arc before). All numbers are LEB128 varints, 7 bits a byte.
import { assembleCoverage } from './assemble.ts'
import type { Coverage } from './coverage.ts'
import { explode } from './explode.ts'

const MAGIC = [0x4a, 0x57, 0x43, 0x31]

/** The one form of a coverage: same faces, arcs from node to node, directions and order fixed. */
export const canonicalise = (coverage: Coverage): Coverage => assembleCoverage(explode(coverage))

export function encodeCoverage(coverage: Coverage): Uint8Array {
  const { offsets, xs, ys, left, right } = canonicalise(coverage)
  const units = [...new Set([...left, ...right])].filter((id) => id !== 0).sort((a, b) => a - b)
  const position = new Map(units.map((id, i) => [id, i + 1]))
  const writer = createWriter()
  writer.write(units.length)
  writer.write(left.length)
  units.forEach((id, i) => {
    writer.write(id - (units[i - 1] ?? 0))
  })
  let [arcX, arcY] = [0, 0]
  for (let arc = 0; arc < left.length; arc++) {
    writer.write(position.get(left[arc]) ?? 0)
    writer.write(position.get(right[arc]) ?? 0)
    writer.write(offsets[arc + 1] - offsets[arc])
    let [x, y] = [arcX, arcY]
    for (let v = offsets[arc]; v < offsets[arc + 1]; v++) {
      writer.write(zigzag(xs[v] - x))
      writer.write(zigzag(ys[v] - y))
      x = xs[v]
      y = ys[v]
    }
    arcX = xs[offsets[arc]]
    arcY = ys[offsets[arc]]
  }
  return writer.finish()
}

/** @throws if the bytes are not an encoded coverage, or end early */
export function decodeCoverage(bytes: Uint8Array): Coverage {
  MAGIC.forEach((byte, i) => {
    if (bytes[i] !== byte) throw new Error(`not a coverage: byte ${i} is ${bytes[i]}, not ${byte}`)
  })
  const read = createReader(bytes, MAGIC.length)
  const unitCount = read()
  const arcs = read()
  const units = [0]
  for (let i = 0; i < unitCount; i++) units.push(units[i] + read())
  const offsets = new Uint32Array(arcs + 1)
  const [left, right] = [new Float64Array(arcs), new Float64Array(arcs)]
  const xs: number[] = []
  const ys: number[] = []
  let [arcX, arcY] = [0, 0]
  for (let arc = 0; arc < arcs; arc++) {
    left[arc] = units[read()]
    right[arc] = units[read()]
    const count = read()
    let [x, y] = [arcX, arcY]
    for (let i = 0; i < count; i++) {
      x += unzigzag(read())
      y += unzigzag(read())
      if (i === 0) [arcX, arcY] = [x, y]
      xs.push(x)
      ys.push(y)
    }
    offsets[arc + 1] = xs.length
  }
  return { offsets, xs: Int32Array.from(xs), ys: Int32Array.from(ys), left, right }
}

/** FNV-1a, 64 bits, as 16 hexadecimal digits (Fowler, Noll, Vo; RFC 9923). Not against tampering. */
export function contentHash(bytes: Uint8Array): string {
  // 0x100000001b3 = 2^40 + 0x1b3, on two 32-bit halves: × 2^40 moves the low half up by 8 bits.
  let [high, low] = [0xcbf29ce4, 0x84222325]
  for (const byte of bytes) {
    low = (low ^ byte) >>> 0
    const product = low * 0x1b3
    high = (Math.imul(high, 0x1b3) + Math.floor(product / 2 ** 32) + (low << 8)) >>> 0
    low = product >>> 0
  }
  return high.toString(16).padStart(8, '0') + low.toString(16).padStart(8, '0')
}

// Differences of 32-bit numbers need 33 bits: multiplication, not shifts.
const zigzag = (value: number): number => (value < 0 ? -2 * value - 1 : 2 * value)
const unzigzag = (value: number): number => (value % 2 === 0 ? value / 2 : -(value + 1) / 2)

function createWriter(): { write(value: number): void; finish(): Uint8Array } {
  let bytes = new Uint8Array(1 << 16)
  bytes.set(MAGIC)
  let at = MAGIC.length
  return {
    write(value) {
      if (at + 8 > bytes.length) {
        const larger = new Uint8Array(bytes.length * 2)
        larger.set(bytes)
        bytes = larger
      }
      let rest = value
      while (rest >= 128) {
        bytes[at++] = 128 + (rest % 128)
        rest = Math.floor(rest / 128)
      }
      bytes[at++] = rest
    },
    finish: () => bytes.slice(0, at),
  }
}

function createReader(bytes: Uint8Array, from: number): () => number {
  let at = from
  return () => {
    let value = 0
    for (let factor = 1; ; factor *= 128) {
      if (at >= bytes.length) throw new Error(`coverage ends early, after ${bytes.length} bytes`)
      const byte = bytes[at++]
      if (byte < 128) return value + byte * factor
      value += (byte - 128) * factor
    }
  }
}
