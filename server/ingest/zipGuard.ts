// Before anything unpacks an archive (a workbook, a zipped Shapefile): how much it would unpack to, counted by
// unpacking it to nowhere. The sizes an archive states may lie; the count stops at the bound.

import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { createInflateRaw } from 'node:zlib'
import { IngestError } from './ingestError.ts'

const ENTRY = 0x02014b50
const END = 0x06054b50

/** @throws IngestError zip-too-large, zip-damaged. Other files pass. */
export async function guardArchive(path: string, mostBytes: number): Promise<void> {
  const entries = await entriesOf(path)
  let left = mostBytes
  for (const { from, packed, method } of entries) {
    left -= method === 8 ? await unpackedBytes(path, from, packed, left) : packed
    if (left < 0)
      throw new IngestError('zip-too-large', `the archive unpacks to more than ${mostBytes} bytes`)
  }
}

interface Entry {
  readonly from: number
  readonly packed: number
  readonly method: number
}

async function entriesOf(path: string): Promise<Entry[]> {
  const file = await open(path)
  try {
    const { size } = await file.stat()
    const read = async (at: number, length: number): Promise<Buffer> => {
      const buffer = Buffer.alloc(Math.max(0, Math.min(length, size - at)))
      await file.read(buffer, 0, buffer.length, at)
      return buffer
    }
    if ((await read(0, 2)).toString('latin1') !== 'PK') return []
    const tail = await read(Math.max(0, size - 65_557), 65_557)
    let end = tail.length - 22
    while (end >= 0 && tail.readUInt32LE(end) !== END) end--
    if (end < 0) throw damaged()
    const directory = await read(tail.readUInt32LE(end + 16), tail.readUInt32LE(end + 12))
    const entries: Entry[] = []
    for (let at = 0; at + 46 <= directory.length && directory.readUInt32LE(at) === ENTRY; ) {
      const local = await read(directory.readUInt32LE(at + 42), 30)
      if (local.length < 30) throw damaged()
      entries.push({
        from: directory.readUInt32LE(at + 42) + 30 + local.readUInt16LE(26) + local.readUInt16LE(28),
        packed: directory.readUInt32LE(at + 20),
        method: directory.readUInt16LE(at + 10),
      })
      at +=
        46 +
        directory.readUInt16LE(at + 28) +
        directory.readUInt16LE(at + 30) +
        directory.readUInt16LE(at + 32)
    }
    return entries
  } finally {
    await file.close()
  }
}

/** As many as there are, or just over `most`. */
async function unpackedBytes(path: string, from: number, packed: number, most: number): Promise<number> {
  if (packed === 0) return 0
  const input = createReadStream(path, { start: from, end: from + packed - 1 })
  const inflate = input.pipe(createInflateRaw({ chunkSize: 1 << 18 }))
  let bytes = 0
  try {
    for await (const chunk of inflate) {
      bytes += (chunk as Buffer).length
      if (bytes > most) break
    }
  } catch {
    throw damaged()
  } finally {
    input.destroy()
    inflate.destroy()
  }
  return bytes
}

const damaged = (): IngestError => new IngestError('zip-damaged', 'the archive is damaged', '请重新压缩')
