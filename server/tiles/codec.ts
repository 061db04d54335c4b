// zlib behind the gzip splice. Heads and tails alike at a low level: tails are small, and heads are made often.
import { constants, crc32, deflateRawSync } from 'node:zlib'
import type { Codec } from '#data/tiles/gzipSplice.ts'

export const zlibCodec: Codec = {
  deflate: (bytes) => deflateRawSync(bytes, { level: 4, finishFlush: constants.Z_FULL_FLUSH }),
  crc32: (bytes, seed) => crc32(bytes, seed),
}
