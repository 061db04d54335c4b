// The files of a zip archive, by its central directory. Names not marked UTF-8 are guessed, as Chinese systems
// write GBK; a bound on the unpacked size keeps small archives from filling the memory.
import { inflateRawSync } from 'node:zlib'
import { IngestError } from '../ingestError.ts'
import { decodeUnsaid } from './codePages.ts'

const END_SIGNATURE = 0x06054b50
const ENTRY_SIGNATURE = 0x02014b50
const END_LENGTH = 22
const ENTRY_LENGTH = 46
const LOCAL_LENGTH = 30
const MAX_COMMENT = 0xffff
const MAX_UNPACKED_BYTES = 1 << 30
const CURE = 'Zip the files again, without a password and without splitting'

interface Entry {
  readonly path: string
  readonly encrypted: boolean
  readonly method: number
  readonly packedBytes: number
  readonly unpackedBytes: number
  readonly localAt: number
}

export function readZip(archive: Uint8Array, wanted: (path: string) => boolean): Map<string, Uint8Array> {
  const buffer = Buffer.from(archive.buffer, archive.byteOffset, archive.byteLength)
  const files = new Map<string, Uint8Array>()
  let left = MAX_UNPACKED_BYTES
  try {
    for (const entry of entriesOf(buffer)) {
      if (!wanted(entry.path)) continue
      left -= entry.unpackedBytes
      if (left < 0) throw new IngestError('zip-too-large', 'The zip archive unpacks to more than 1 GiB')
      files.set(entry.path, unpack(buffer, entry))
    }
  } catch (error) {
    if (error instanceof IngestError) throw error
    throw new IngestError('zip-damaged', `The zip archive is damaged: ${String(error)}`, CURE)
  }
  return files
}

function entriesOf(buffer: Buffer): Entry[] {
  const end = endAt(buffer)
  const entries: Entry[] = []
  let at = buffer.readUInt32LE(end + 16)
  for (let left = buffer.readUInt16LE(end + 10); left > 0; left--) {
    if (buffer.readUInt32LE(at) !== ENTRY_SIGNATURE) throw damaged('its directory is broken')
    const nameLength = buffer.readUInt16LE(at + 28)
    entries.push({
      path: decodeUnsaid(buffer.subarray(at + ENTRY_LENGTH, at + ENTRY_LENGTH + nameLength)),
      encrypted: (buffer.readUInt16LE(at + 8) & 1) === 1,
      method: buffer.readUInt16LE(at + 10),
      packedBytes: buffer.readUInt32LE(at + 20),
      unpackedBytes: buffer.readUInt32LE(at + 24),
      localAt: buffer.readUInt32LE(at + 42),
    })
    at += ENTRY_LENGTH + nameLength + buffer.readUInt16LE(at + 30) + buffer.readUInt16LE(at + 32)
  }
  return entries
}

function endAt(buffer: Buffer): number {
  const first = Math.max(0, buffer.length - END_LENGTH - MAX_COMMENT)
  for (let at = buffer.length - END_LENGTH; at >= first; at--) {
    if (buffer.readUInt32LE(at) === END_SIGNATURE) return at
  }
  throw damaged('its end is missing')
}

function unpack(buffer: Buffer, entry: Entry): Uint8Array {
  if (entry.encrypted) {
    throw new IngestError('zip-encrypted', `${entry.path} in the zip archive is encrypted`, CURE)
  }
  const start =
    entry.localAt +
    LOCAL_LENGTH +
    buffer.readUInt16LE(entry.localAt + 26) +
    buffer.readUInt16LE(entry.localAt + 28)
  const packed = buffer.subarray(start, start + entry.packedBytes)
  if (entry.method === 0) return Uint8Array.from(packed)
  if (entry.method !== 8) {
    throw new IngestError('zip-unsupported', `${entry.path} is packed by a method other than deflate`, CURE)
  }
  const unpacked = inflateRawSync(packed, { maxOutputLength: Math.max(1, entry.unpackedBytes) })
  if (unpacked.length !== entry.unpackedBytes) throw damaged(`${entry.path} ends too early`)
  return unpacked
}

function damaged(what: string): IngestError {
  return new IngestError('zip-damaged', `The zip archive is damaged: ${what}`, CURE)
}
