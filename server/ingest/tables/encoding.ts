// Which encoding a text file is in, and its text as a stream. Order of evidence: byte-order mark, NUL bytes
// (UTF-16), then the first bytes beyond ASCII, wherever they are: UTF-8 if they can be, else GB18030.
import { isAscii, isUtf8 } from 'node:buffer'
import { IngestError } from '../ingestError.ts'
import { byteChunks, headBytes } from './byteStream.ts'

export type Encoding = 'UTF-8' | 'UTF-8 BOM' | 'UTF-16LE' | 'UTF-16BE' | 'GB18030'

const LABELS: Readonly<Record<Encoding, string>> = {
  'UTF-8': 'utf-8',
  'UTF-8 BOM': 'utf-8',
  'UTF-16LE': 'utf-16le',
  'UTF-16BE': 'utf-16be',
  GB18030: 'gb18030',
}

export async function detectEncoding(path: string): Promise<Encoding> {
  const head = await headBytes(path, 1 << 16)
  return fromMark(head) ?? fromNulBytes(head) ?? (await fromFirstWideText(path))
}

function fromMark(head: Buffer): Encoding | null {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return 'UTF-8 BOM'
  if (head[0] === 0xff && head[1] === 0xfe) return 'UTF-16LE'
  if (head[0] === 0xfe && head[1] === 0xff) return 'UTF-16BE'
  return null
}

/**
 * Delimiters, digits and line breaks of UTF-16 have a NUL on one side; no text in the other
 * encodings has any. Three to one, for 一 (U+4E00) has its NUL on the other side.
 */
function fromNulBytes(head: Buffer): Encoding | null {
  const counts = [0, 0]
  for (let at = head.indexOf(0); at >= 0; at = head.indexOf(0, at + 1)) counts[at & 1]++
  const [even, odd] = counts
  if (even === 0 && odd === 0) return null
  if (even > 3 * odd) return 'UTF-16BE'
  if (odd > 3 * even) return 'UTF-16LE'
  throw new IngestError(
    'binary-file',
    'this is a binary file, not a table (这是二进制文件，不是表格)',
    '请提供 CSV、xlsx、NDJSON 或 GeoJSON 文件 (bring CSV, xlsx, NDJSON or GeoJSON)',
  )
}

async function fromFirstWideText(path: string): Promise<Encoding> {
  for await (const chunk of byteChunks(path)) if (!isAscii(chunk)) return wideEncoding(chunk)
  return 'UTF-8'
}

/** One bad byte does not make a UTF-8 file GB18030: the reading with fewer unreadable places wins. */
function wideEncoding(chunk: Buffer): Encoding {
  if (isUtf8(chunk)) return 'UTF-8'
  const unreadable = (label: string): number =>
    new TextDecoder(label).decode(chunk, { stream: true }).split('\ufffd').length
  return unreadable('gb18030') < unreadable('utf-8') ? 'GB18030' : 'UTF-8'
}

/** The text in pieces, without its mark. Pieces of pure ASCII skip the decoder: several times as fast. */
export async function* textChunks(path: string, encoding: Encoding): AsyncGenerator<string> {
  const decoder = new TextDecoder(LABELS[encoding])
  const keepsAscii = !encoding.startsWith('UTF-16')
  let isBetweenCharacters = true
  for await (const chunk of byteChunks(path)) {
    if (keepsAscii && isBetweenCharacters && isAscii(chunk)) {
      yield chunk.toString('latin1')
      continue
    }
    yield decoder.decode(chunk, { stream: true })
    // An ASCII byte ends no character begun before it, save in GB18030, where it may be a second byte.
    isBetweenCharacters = encoding !== 'GB18030' && chunk[chunk.length - 1] < 0x80
  }
  yield decoder.decode()
}

/** The text in pieces of UTF-8, without its mark. A piece may end within a character. */
export async function* utf8Chunks(path: string, encoding: Encoding): AsyncGenerator<Buffer> {
  if (!encoding.startsWith('UTF-8')) {
    for await (const text of textChunks(path, encoding)) yield Buffer.from(text)
    return
  }
  let skip = encoding === 'UTF-8 BOM' ? 3 : 0
  for await (const chunk of byteChunks(path)) {
    yield chunk.subarray(skip)
    skip = Math.max(0, skip - chunk.length)
  }
}
