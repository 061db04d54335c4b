// The commonest forms of dates and numbers, read from bytes: yyyy-mm-dd, with hh:mm or hh:mm:ss, and plain decimals.
// NaN means "not in this form", never "wrong": such a cell is read as text.

const [ZERO, DASH, POINT, SLASH, COLON, BLANK, T] = [48, 45, 46, 47, 58, 32, 84]
const DAY_MS = 86_400_000

/** Local time as if UTC, in milliseconds. */
export function plainInstant(bytes: Uint8Array, start: number, end: number): number {
  const length = end - start
  if (length !== 19 && length !== 16 && length !== 10) return Number.NaN
  const separator = bytes[start + 4]
  if ((separator !== DASH && separator !== SLASH) || bytes[start + 7] !== separator) return Number.NaN
  const year = two(bytes, start) * 100 + two(bytes, start + 2)
  const month = two(bytes, start + 5)
  const day = two(bytes, start + 8)
  if (!(year >= 1900 && year <= 2200 && month >= 1 && month <= 12 && day >= 1)) return Number.NaN
  if (day > 28 && day > daysOfMonth(year, month)) return Number.NaN
  const ms = daysSince1970(year, month, day) * DAY_MS
  return length === 10 ? ms : ms + plainTime(bytes, start + 10, length === 19)
}

function plainTime(bytes: Uint8Array, at: number, hasSeconds: boolean): number {
  if ((bytes[at] !== BLANK && bytes[at] !== T) || bytes[at + 3] !== COLON) return Number.NaN
  const hour = two(bytes, at + 1)
  const minute = two(bytes, at + 4)
  const second = hasSeconds ? two(bytes, at + 7) : 0
  if (hasSeconds && bytes[at + 6] !== COLON) return Number.NaN
  if (!(hour <= 23 && minute <= 59 && second <= 59)) return Number.NaN
  return ((hour * 60 + minute) * 60 + second) * 1000
}

/** Two digits as a number, NaN where they are none. */
function two(bytes: Uint8Array, at: number): number {
  const tens = bytes[at] - ZERO
  const ones = bytes[at + 1] - ZERO
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN
}

function daysOfMonth(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}

/** Years counted from March, so that a leap day is the last of its year (Howard Hinnant, days_from_civil). */
function daysSince1970(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1
  return 365 * y + Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400) + dayOfYear - 719_468
}

const POWERS = Float64Array.from({ length: 16 }, (_, exponent) => 10 ** exponent)

/** Exactly what Number() gives: up to 15 digits and the power of ten are exact, so one division rounds once. */
export function plainDecimal(bytes: Uint8Array, start: number, end: number): number {
  const first = bytes[start] === DASH ? start + 1 : start
  let digits = 0
  let point = -1
  let number = 0
  for (let at = first; at < end; at++) {
    const digit = bytes[at] - ZERO
    if (digit >= 0 && digit <= 9) {
      number = number * 10 + digit
      digits++
    } else if (bytes[at] === POINT && point < 0) point = at
    else return Number.NaN
  }
  if (digits === 0 || digits > 15) return Number.NaN
  const value = point < 0 ? number : number / POWERS[end - point - 1]
  return first > start ? -value : value
}
