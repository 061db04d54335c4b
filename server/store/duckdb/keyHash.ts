// A stable 64-bit hash of (source, source id) as two unsigned halves: two multiplicative hashes over the
// UTF-16 units with final mixing (the construction of cyrb53). It only narrows the search; collisions are harmless.

const SEPARATOR = 0x1f
const HIGH = 2654435761
const LOW = 1597334677

// The state is kept here and not in an object or a closure: this runs once for every incident.
let high = 0
let low = 0

export interface KeyHashes {
  readonly high: Uint32Array
  readonly low: Uint32Array
}

/** Writes row's hash. The id is bytes[start … end) in UTF-8. */
export function hashKey(
  { high: highs, low: lows }: KeyHashes,
  row: number,
  source: string,
  bytes: Uint8Array,
  start: number,
  end: number,
): void {
  high = 0xdeadbeef
  low = 0x41c6ce57
  takeText(source)
  take(SEPARATOR)
  if (isAscii(bytes, start, end)) for (let at = start; at < end; at++) take(bytes[at])
  else takeText(utf8Text(bytes, start, end))
  const mixedHigh = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909)
  highs[row] = mixedHigh
  lows[row] =
    Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(mixedHigh ^ (mixedHigh >>> 13), 3266489909)
}

function take(unit: number): void {
  high = Math.imul(high ^ unit, HIGH)
  low = Math.imul(low ^ unit, LOW)
}

function takeText(text: string): void {
  for (let i = 0; i < text.length; i++) take(text.charCodeAt(i))
}

function isAscii(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (bytes[at] >= 0x80) return false
  return true
}

export const utf8Text = (bytes: Uint8Array, start: number, end: number): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('utf8')

/** @returns the high and the low 32 bits. */
export function keyHash(source: string, sourceId: string): [number, number] {
  const hashes = { high: new Uint32Array(1), low: new Uint32Array(1) }
  const bytes = Buffer.from(sourceId)
  hashKey(hashes, 0, source, bytes, 0, bytes.length)
  return [hashes.high[0], hashes.low[0]]
}

/** The hash as an SQL literal. */
export const hashLiteral = ([high, low]: readonly [number, number]): string =>
  `${((BigInt(high) << 32n) | BigInt(low)).toString()}::UBIGINT`
