// The bytes of a file, unpacked where it is gzip (by its magic bytes, whatever it is called).
import { createReadStream } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import { pipeline } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { IngestError } from '../ingestError.ts'

const CHUNK_BYTES = 1 << 18

/** The file's first bytes as stored, and its size. */
export async function readMagic(path: string): Promise<{ magic: Buffer; bytes: number }> {
  const info = await stat(path).catch(() => null)
  if (!info?.isFile()) throw new IngestError('no-file', `no file ${path} (没有这个文件)`, '请检查路径')
  const file = await open(path)
  try {
    const magic = Buffer.alloc(8)
    const { bytesRead } = await file.read(magic, 0, 8, 0)
    return { magic: magic.subarray(0, bytesRead), bytes: info.size }
  } finally {
    await file.close()
  }
}

/** Chunks of the unpacked file. */
export async function* byteChunks(path: string): AsyncGenerator<Buffer> {
  const { magic } = await readMagic(path)
  const file = createReadStream(path, { highWaterMark: CHUNK_BYTES })
  const isGzip = magic[0] === 0x1f && magic[1] === 0x8b
  // The callback does nothing: pipeline destroys the unpacker with the error, and the loop below throws it.
  const bytes = isGzip ? pipeline(file, createGunzip({ chunkSize: CHUNK_BYTES }), () => {}) : file
  try {
    for await (const chunk of bytes) yield chunk as Buffer
  } catch (error) {
    if (!isGzip) throw error
    throw new IngestError(
      'damaged-gzip',
      `the gzip file is cut short or damaged (gzip 文件不完整或已损坏): ${(error as Error).message}`,
      '请重新下载或重新压缩 (download or compress it again)',
    )
  } finally {
    file.destroy()
  }
}

/** The first unpacked bytes, at least `count` unless the file is shorter. */
export async function headBytes(path: string, count: number): Promise<Buffer> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of byteChunks(path)) {
    chunks.push(chunk)
    length += chunk.length
    if (length >= count) break
  }
  return Buffer.concat(chunks)
}
