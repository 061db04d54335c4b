// gzip of head and tail without deflating the head again: its pieces are deflated once, each ending on a full flush
// (byte-aligned, nothing after it refers back), and the slots are deflated for each slice and put between them.
//
//   gzip header │ head │ slots │ head │ slots │ empty last block │ CRC-32, length of the whole
import { crcCombine, crcShift } from './crcCombine.ts'
import type { Head } from './head.ts'
import { joinParts } from './tail.ts'

/** What the platform brings (zlib on Node). */
export interface Codec {
  /** Raw deflate that ends on a full flush, without a final block. */
  deflate(bytes: Uint8Array): Uint8Array
  crc32(bytes: Uint8Array, seed: number): number
}

/** A piece of the head. */
export interface DeflatedPiece {
  readonly deflated: Uint8Array
  readonly crc: number
  readonly shift: number
}

/** ID1 ID2, deflate, no flags, no time, no extra flags, unknown system. */
const HEADER = Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255)
const EMPTY_LAST_BLOCK = Uint8Array.of(3, 0)

export const deflateHead = (head: Head, codec: Codec): DeflatedPiece[] =>
  head.pieces.map((piece) => ({
    deflated: codec.deflate(piece),
    crc: codec.crc32(piece, 0),
    shift: crcShift(piece.length),
  }))

/** Checksum of the head, slots left out. */
export const headChecksum = (head: Head, codec: Codec): number =>
  head.pieces.reduce((crc, piece) => codec.crc32(piece, crc), 0)

/** @param tail as encodeTail made it for `head` */
export function spliceGzip(
  head: Head,
  pieces: readonly DeflatedPiece[],
  tail: Uint8Array,
  codec: Codec,
): Uint8Array<ArrayBuffer> {
  const parts: Uint8Array[] = [HEADER]
  let crc = 0
  pieces.forEach((piece, index) => {
    parts.push(piece.deflated)
    crc = crcCombine(crc, piece.crc, piece.shift)
    if (index >= head.runs.length) return
    const { tailOffset, length } = head.runs[index]
    const slots = tail.subarray(tailOffset, tailOffset + length)
    parts.push(codec.deflate(slots))
    crc = codec.crc32(slots, crc)
  })
  const trailer = new Uint8Array(EMPTY_LAST_BLOCK.length + 8)
  trailer.set(EMPTY_LAST_BLOCK)
  const view = new DataView(trailer.buffer)
  view.setUint32(EMPTY_LAST_BLOCK.length, crc, true)
  view.setUint32(EMPTY_LAST_BLOCK.length + 4, head.bytes.length, true)
  parts.push(trailer)
  return joinParts(parts)
}
