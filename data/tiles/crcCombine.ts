// The CRC-32 of two pieces put together, from the CRC of each and the second's length, as zlib's crc32_combine:
// appending n bytes multiplies the first CRC by x^8n modulo the polynomial (bits reflected).

const POLYNOMIAL = 0xedb88320

function multiply(a: number, b: number): number {
  let product = 0
  let factor = b
  for (let bit = 0x80000000; bit !== 0; bit >>>= 1) {
    if (a & bit) product ^= factor
    factor = factor & 1 ? (factor >>> 1) ^ POLYNOMIAL : factor >>> 1
  }
  return product >>> 0
}

/** x^(8 · length): made once per head piece, since its length never changes. */
export function crcShift(length: number): number {
  let power = 0x80000000 // x^0
  let square = 0x00800000 // x^8
  for (let rest = length; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) power = multiply(square, power)
    square = multiply(square, square)
  }
  return power
}

/** @param shift crcShift(length of the second piece) */
export const crcCombine = (first: number, second: number, shift: number): number =>
  (multiply(shift, first) ^ second) >>> 0
