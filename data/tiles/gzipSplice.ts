// gzip of head and tail without deflating the head again: what stands before the tail and after it is deflated once, each
// ending on a full flush (byte-aligned, nothing after it refers back), and the tail for each slice.
//
//   gzip header │ before │ tail │ after │ empty last block │ CRC-32, length of the whole
import { crcCombine, crcShift } from './crcCombine.ts'
import type { Head } from './head.ts'
import { joinParts } from './tail.ts'

/** What the platform brings (zlib on Node). */
export interface Codec {
  /** Raw deflate that ends on a full flush, without a final block. */
  deflate(bytes: Uint8Array): Uint8Array
  crc32(bytes: Uint8Array, seed: number): number
}

/** A head without its tail. */
export interface DeflatedHead {
  readonly before: Uint8Array
  readonly after: Uint8Array
  readonly crcBefore: number
  readonly crcAfter: number
  /** crcShift of `after`. */
  readonly shift: number
}

/** ID1 ID2, deflate, no flags, no time, no extra flags, unknown system. */
const HEADER = Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255)
const EMPTY_LAST_BLOCK = Uint8Array.of(3, 0)

export const deflateHead = ({ before, after }: Head, codec: Codec): DeflatedHead => ({
  before: codec.deflate(before),
  after: codec.deflate(after),
  crcBefore: codec.crc32(before, 0),
  crcAfter: codec.crc32(after, 0),
  shift: crcShift(after.length),
})

/** Checksum of the head, slots left out. */
export const headChecksum = ({ before, after }: Head, codec: Codec): number =>
  codec.crc32(after, codec.crc32(before, 0))

/** @param tail as encodeTail made it for `head` */
export function spliceGzip(
  head: Head,
  { before, after, crcBefore, crcAfter, shift }: DeflatedHead,
  tail: Uint8Array,
  codec: Codec,
): Uint8Array<ArrayBuffer> {
  const crc = crcCombine(codec.crc32(tail, crcBefore), crcAfter, shift)
  const trailer = new Uint8Array(EMPTY_LAST_BLOCK.length + 8)
  trailer.set(EMPTY_LAST_BLOCK)
  const view = new DataView(trailer.buffer)
  view.setUint32(EMPTY_LAST_BLOCK.length, crc, true)
  view.setUint32(EMPTY_LAST_BLOCK.length + 4, head.bytes.length, true)
  return joinParts([HEADER, before, codec.deflate(tail), after, trailer])
}
