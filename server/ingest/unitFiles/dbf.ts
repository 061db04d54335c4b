// dBASE tables beside shapefiles. Our own reader rather than the shapefile library's: that one makes local
// dates of dates, NaN of blanks, rounds long numeric codes and cannot tell deleted records.
import { IngestError } from '../ingestError.ts'
import { type Decode, decoderNamed, decoderOfLanguageDriver, decodeUnsaid } from './codePages.ts'

/** Records in the file's order; null for a deleted one, so that records keep in step with shapes. */
export type DbfRecords = (Record<string, unknown> | null)[]

interface Field {
  readonly name: string
  readonly type: string
  readonly offset: number
  readonly length: number
}

const FIELD_LENGTH = 32
const HEADER_END = 0x0d
const DELETED = 0x2a
const LANGUAGE_DRIVER_AT = 29

export function readDbf(bytes: Uint8Array, cpg: string | null): DbfRecords {
  if (bytes.length < FIELD_LENGTH) throw new IngestError('dbf-truncated', 'The .dbf file ends in its header')
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const [count, start, length] = [view.getUint32(4, true), view.getUint16(8, true), view.getUint16(10, true)]
  if (start + count * length > bytes.length) {
    throw new IngestError(
      'dbf-truncated',
      `The .dbf file announces ${count} records of ${length} bytes and ends before the last`,
      'Copy the file again',
    )
  }
  const decode =
    (cpg === null ? null : decoderNamed(cpg)) ??
    decoderOfLanguageDriver(bytes[LANGUAGE_DRIVER_AT]) ??
    decodeUnsaidTable(bytes.subarray(start))
  const fields = fieldsOf(bytes.subarray(0, start), decode)
  return Array.from({ length: count }, (_, at) =>
    recordOf(bytes.subarray(start + at * length, start + (at + 1) * length), fields, decode),
  )
}

/** One encoding for the whole table: a single value can be valid UTF-8 by chance. */
function decodeUnsaidTable(bytes: Uint8Array): Decode {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return decodeUnsaid
  } catch {
    return (value) => new TextDecoder('gb18030').decode(value)
  }
}

function fieldsOf(header: Uint8Array, decode: Decode): Field[] {
  const fields: Field[] = []
  let offset = 1
  for (
    let at = FIELD_LENGTH;
    at + FIELD_LENGTH <= header.length && header[at] !== HEADER_END;
    at += FIELD_LENGTH
  ) {
    const length = header[at + 16]
    const type = String.fromCharCode(header[at + 11])
    fields.push({ name: cleaned(decode(header.subarray(at, at + 11))), type, offset, length })
    offset += length
  }
  return fields
}

function recordOf(bytes: Uint8Array, fields: readonly Field[], decode: Decode): DbfRecords[number] {
  if (bytes[0] === DELETED) return null
  const values = fields.map((field): [string, unknown] => {
    return [
      field.name,
      fieldValue(bytes.subarray(field.offset, field.offset + field.length), field.type, decode),
    ]
  })
  return Object.fromEntries(values)
}

function fieldValue(bytes: Uint8Array, type: string, decode: Decode): unknown {
  if (type === 'M') return null
  if (type === 'C') return cleaned(decode(bytes))
  const ascii = cleaned(String.fromCharCode(...bytes))
  if (type === 'N' || type === 'F') return numberOf(ascii)
  if (type === 'L') return /^[ty]$/i.test(ascii) ? true : /^[fn]$/i.test(ascii) ? false : null
  if (type === 'D') return /^\d{8}$/.test(ascii) ? ascii.replace(/(....)(..)(..)/, '$1-$2-$3') : null
  return cleaned(decode(bytes))
}

/** Null for blanks and asterisks; whole numbers too long for a number stay text: they are codes. */
function numberOf(text: string): number | string | null {
  if (text === '' || !Number.isFinite(Number(text))) return null
  const value = Number(text)
  return /^-?\d+$/.test(text) && !Number.isSafeInteger(value) ? text : value
}

/** Up to the first NUL, without padding and without a character that the field's end cuts. */
function cleaned(text: string): string {
  return text
    .split('\0', 1)[0]
    .replace(/\ufffd$/, '')
    .trim()
}
