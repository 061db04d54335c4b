// A stable 64-bit hash of (source, source id) as two unsigned halves: two multiplicative hashes over the
// UTF-16 units with final mixing (the construction of cyrb53). It only narrows the search; collisions are harmless.

const SEPARATOR = 0x1f
const HIGH = 2654435761
const LOW = 1597334677

// The state is kept here and not in an object or a closure: this runs once for every incident.
let high = 0
let low = 0

/** @returns the high and the low 32 bits. */
export function keyHash(source: string, sourceId: string): [number, number] {
  high = 0xdeadbeef
  low = 0x41c6ce57
  take(source)
  high = Math.imul(high ^ SEPARATOR, HIGH)
  low = Math.imul(low ^ SEPARATOR, LOW)
  take(sourceId)
  const mixedHigh = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909)
  const mixedLow =
    Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(mixedHigh ^ (mixedHigh >>> 13), 3266489909)
  return [mixedHigh >>> 0, mixedLow >>> 0]
}

function take(text: string): void {
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    high = Math.imul(high ^ unit, HIGH)
    low = Math.imul(low ^ unit, LOW)
  }
}

/** The hash as an SQL literal. */
export const hashLiteral = ([high, low]: readonly [number, number]): string =>
  `${((BigInt(high) << 32n) | BigInt(low)).toString()}::UBIGINT`
