// Memory for tails. There are thousands a second, each alive only until it is sent; memory made new for each would
// make the collector mark the whole heap every few hundred tiles, which costs more than the tiles.

const SMALLEST_BYTES = 4096

export interface BytePool {
  /** Bytes of any content. Not giving them back is allowed: they are collected then. */
  take(length: number): Uint8Array<ArrayBuffer>
  /** Gives back what `take` gave, once nobody reads it any more. */
  give(bytes: Uint8Array<ArrayBuffer>): void
}

/** @param limitBytes of what lies ready */
export function createBytePool(limitBytes: number): BytePool {
  const ready = new Map<number, ArrayBuffer[]>()
  let readyBytes = 0
  return {
    take(length) {
      const size = sizeClass(length)
      const buffer = ready.get(size)?.pop()
      if (buffer) readyBytes -= size
      return new Uint8Array(buffer ?? new ArrayBuffer(size), 0, length)
    },
    give({ buffer }) {
      if (readyBytes + buffer.byteLength > limitBytes) return
      readyBytes += buffer.byteLength
      const buffers = ready.get(buffer.byteLength)
      if (buffers) buffers.push(buffer)
      else ready.set(buffer.byteLength, [buffer])
    },
  }
}

/** The power of two that holds it. */
const sizeClass = (length: number): number =>
  length <= SMALLEST_BYTES ? SMALLEST_BYTES : 2 ** (32 - Math.clz32(length - 1))
