// A cell of a workbook as text. Codes matter most here: Excel keeps 15 digits of a number, so a longer integer
// has already lost digits and is written as the rounded number it is (1.40402E+17), never as a plausible code.
import type { CellValue } from 'exceljs'

/** Integers from here on have more than the 15 digits a cell keeps. */
const BEYOND_DIGITS = 1e15

export function cellText(value: CellValue | undefined): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'string') return value
  if (typeof value === 'number') return numberText(value)
  if (typeof value === 'boolean') return String(value)
  if (value instanceof Date) return dateText(value)
  if ('richText' in value) return value.richText.map(({ text }) => text).join('')
  if ('result' in value) return cellText(value.result)
  // A link's text may itself be rich.
  if ('text' in value) return cellText(value.text as CellValue)
  // An error (#N/A, #REF!) or a formula never calculated: no value.
  return ''
}

function numberText(value: number): string {
  if (!Number.isFinite(value)) return ''
  if (Math.abs(value) >= BEYOND_DIGITS) return value.toExponential(5).toUpperCase()
  const text = String(value)
  // Below a millionth JavaScript writes an exponent; as decimals it cannot be taken for a rounded code.
  return text.includes('e') ? value.toFixed(20).replace(/\.?0+$/, '') : text
}

/** exceljs puts a serial date, which has no zone, into the UTC fields; half a second makes up for its rounding. */
function dateText(date: Date): string {
  if (Number.isNaN(date.getTime())) return ''
  const rounded = new Date(Math.round(date.getTime() / 1000) * 1000)
  return rounded.toISOString().slice(0, 19).replace('T', ' ')
}
