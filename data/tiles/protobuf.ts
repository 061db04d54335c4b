// The few protobuf forms a vector tile needs, written into one growing buffer.

export const VARINT = 0
export const BYTES = 2

export const tag = (field: number, wire: number): number => field * 8 + wire

export class ProtobufWriter {
  private buffer: Uint8Array
  length = 0

  constructor(capacity = 1024) {
    this.buffer = new Uint8Array(capacity)
  }

  /** What was written; shares memory until the writer grows. */
  view(): Uint8Array {
    return this.buffer.subarray(0, this.length)
  }

  copy(): Uint8Array {
    return this.buffer.slice(0, this.length)
  }

  clear(): void {
    this.length = 0
  }

  private reserve(bytes: number): void {
    if (this.length + bytes <= this.buffer.length) return
    const grown = new Uint8Array(Math.max(this.buffer.length * 2, this.length + bytes))
    grown.set(this.view())
    this.buffer = grown
  }

  byte(value: number): void {
    this.reserve(1)
    this.buffer[this.length++] = value
  }

  /** Unsigned, exact to 2^53. */
  varint(value: number): void {
    this.reserve(10)
    let rest = value
    while (rest > 0x7fffffff) {
      this.buffer[this.length++] = (rest % 128) | 0x80
      rest = Math.floor(rest / 128)
    }
    while (rest > 0x7f) {
      this.buffer[this.length++] = (rest & 0x7f) | 0x80
      rest >>>= 7
    }
    this.buffer[this.length++] = rest
  }

  uint(field: number, value: number): void {
    this.varint(tag(field, VARINT))
    this.varint(value)
  }

  bytes(field: number, value: Uint8Array): void {
    this.varint(tag(field, BYTES))
    this.varint(value.length)
    this.raw(value)
  }

  raw(value: Uint8Array): void {
    this.reserve(value.length)
    this.buffer.set(value, this.length)
    this.length += value.length
  }

  string(field: number, value: string): void {
    this.bytes(field, utf8(value))
  }
}

/** UTF-8 bytes; a lone surrogate becomes U+FFFD. (TextEncoder is not part of the language.) */
export function utf8(text: string): Uint8Array {
  const bytes: number[] = []
  for (const character of text) {
    const read = character.codePointAt(0)!
    const code = read >= 0xd800 && read <= 0xdfff ? 0xfffd : read
    if (code < 0x80) bytes.push(code)
    else if (code < 0x800) bytes.push(0xc0 | (code >> 6), 0x80 | (code & 63))
    else if (code < 0x10000) bytes.push(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63))
    else
      bytes.push(
        0xf0 | (code >> 18),
        0x80 | ((code >> 12) & 63),
        0x80 | ((code >> 6) & 63),
        0x80 | (code & 63),
      )
  }
  return Uint8Array.from(bytes)
}

export const varintLength = (value: number): number => {
  let length = 1
  for (let rest = value; rest >= 128; rest = Math.floor(rest / 128)) length++
  return length
}
