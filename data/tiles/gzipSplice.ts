// gzip of head and tail without deflating the head again: its pieces are deflated once, each ending on a full flush
// (byte-aligned, nothing after it refers back), and the slots are deflated for each slice and put between them.
//
//   gzip header │ head │ slots │ head │ slots │ empty last block │ CRC-32, length of the whole
import { crcCombine, crcShift } from './crcCombine.ts'
import { type Head, SLOT_BYTES } from './head.ts'

/** What the platform brings (zlib on Node). */
export interface Codec {
  /** Raw deflate that ends on a full flush, without a final block. */
  deflate(bytes: Uint8Array): Uint8Array
  crc32(bytes: Uint8Array, seed: number): number
}

/** A piece of the head that ends at byte `to`, before a run of slots or at the end. */
export interface DeflatedPiece {
  readonly to: number
  readonly deflated: Uint8Array
  readonly crc: number
  readonly shift: number
}

/** ID1 ID2, deflate, no flags, no time, no extra flags, unknown system. */
const HEADER = Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255)
const EMPTY_LAST_BLOCK = Uint8Array.of(3, 0)

const runEnd = (head: Head, run: number): number =>
  head.runs[run].offset + head.runs[run].unitIds.length * SLOT_BYTES * ((head.columns?.length ?? 0) + 1)

/** Bytes of the head between its runs of slots; empty ones left out. */
function headPieces(head: Head): { from: number; to: number }[] {
  const starts = [0, ...head.runs.map((_, run) => runEnd(head, run))]
  const ends = [...head.runs.map((run) => run.offset), head.bytes.length]
  return starts.map((from, i) => ({ from, to: ends[i] })).filter(({ from, to }) => to > from)
}

export const deflateHead = (head: Head, codec: Codec): DeflatedPiece[] =>
  headPieces(head).map(({ from, to }) => {
    const bytes = head.bytes.subarray(from, to)
    return { to, deflated: codec.deflate(bytes), crc: codec.crc32(bytes, 0), shift: crcShift(to - from) }
  })

/** Checksum of the head, slots left out. */
export const headChecksum = (head: Head, codec: Codec): number =>
  headPieces(head).reduce((crc, { from, to }) => codec.crc32(head.bytes.subarray(from, to), crc), 0)

/** Checksum of all slots, in order. */
export const tailChecksum = (head: Head, bytes: Uint8Array, codec: Codec): number =>
  head.runs.reduce((crc, run, index) => codec.crc32(bytes.subarray(run.offset, runEnd(head, index)), crc), 0)

/** @param bytes the tile as encodeTail made it from `head` (or head.bytes itself) */
export function spliceGzip(
  head: Head,
  pieces: readonly DeflatedPiece[],
  bytes: Uint8Array,
  codec: Codec,
): Uint8Array {
  const parts: Uint8Array[] = [HEADER]
  let crc = 0
  let run = 0
  for (const piece of pieces) {
    parts.push(piece.deflated)
    crc = crcCombine(crc, piece.crc, piece.shift)
    if (run < head.runs.length && head.runs[run].offset === piece.to) {
      const slots = bytes.subarray(piece.to, runEnd(head, run))
      parts.push(codec.deflate(slots))
      crc = codec.crc32(slots, crc)
      run++
    }
  }
  const trailer = new Uint8Array(EMPTY_LAST_BLOCK.length + 8)
  trailer.set(EMPTY_LAST_BLOCK)
  const view = new DataView(trailer.buffer)
  view.setUint32(EMPTY_LAST_BLOCK.length, crc, true)
  view.setUint32(EMPTY_LAST_BLOCK.length + 4, bytes.length, true)
  parts.push(trailer)
  return concatenate(parts)
}

function concatenate(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
