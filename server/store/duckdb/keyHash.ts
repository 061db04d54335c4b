// A stable 64-bit hash of (source, source id) as two unsigned halves: two multiplicative hashes over the
// UTF-16 units with final mixing (the construction of cyrb53). It only narrows the search; collisions are harmless.

const SEPARATOR = 0x1f

/** @returns the high and the low 32 bits. */
export function keyHash(source: string, sourceId: string): [number, number] {
  let high = 0xdeadbeef
  let low = 0x41c6ce57
  const add = (unit: number) => {
    high = Math.imul(high ^ unit, 2654435761)
    low = Math.imul(low ^ unit, 1597334677)
  }
  for (let i = 0; i < source.length; i++) add(source.charCodeAt(i))
  add(SEPARATOR)
  for (let i = 0; i < sourceId.length; i++) add(sourceId.charCodeAt(i))
  const mixedHigh = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909)
  const mixedLow =
    Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(mixedHigh ^ (mixedHigh >>> 13), 3266489909)
  return [mixedHigh >>> 0, mixedLow >>> 0]
}

/** The hash as an SQL literal. */
export const hashLiteral = ([high, low]: readonly [number, number]): string =>
  `${((BigInt(high) << 32n) | BigInt(low)).toString()}::UBIGINT`
