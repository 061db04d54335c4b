// Dates as people write them → milliseconds UTC. Local times are taken in a zone.
import type { Zone } from './zone.ts'

export const DATE_FORMS = ['ymd', 'mdy', 'dmy'] as const
export type DateForm = (typeof DATE_FORMS)[number]

/** Milliseconds UTC, null where the text is no date. */
export type InstantParser = (text: string) => number | null

const NUMERIC =
  /^(\d{1,4})[-/.年](\d{1,2})[-/.月](\d{1,4})日?(?:[T ]+(\d{1,2})[:：时](\d{1,2})分?(?:[:：]?(\d{1,2})(?:\.(\d{1,9}))?秒?)? ?(AM|PM|am|pm|上午|下午)?)? ?(Z|UTC|[+-]\d{2}:?\d{2})?$/
const COMPACT = /^(\d{4})(\d{2})(\d{2})(?:[T ]?(\d{2})(\d{2})(\d{2})?)?$/
/** Spreadsheet day numbers: days since 1899-12-30; 20,000 is 1954, 80,000 is 2119. */
const SERIAL = /^\d{5}(?:\.\d+)?$/

/** @param form order of day, month and year where the year is not first. */
export function createInstantParser({ toUtc }: Zone, form: DateForm): InstantParser {
  return (text) => {
    const trimmed = text.trim()
    const numeric = NUMERIC.exec(trimmed)
    if (numeric) return fromNumeric(numeric, form, toUtc)
    const compact = COMPACT.exec(trimmed)
    if (compact)
      return fromParts(
        compact.slice(1, 7).map((part) => Number(part ?? 0)),
        toUtc,
      )
    return SERIAL.test(trimmed) ? toUtc(Math.round((Number(trimmed) - 25_569) * 86_400) * 1_000) : null
  }
}

function fromNumeric(
  match: RegExpExecArray,
  form: DateForm,
  toUtc: (localMs: number) => number,
): number | null {
  const [, a, b, c, hour, minute, second, , half, offset] = match
  const yearFirst = a.length === 4
  if (!yearFirst && c.length !== 4) return null
  const [year, month, day] = yearFirst ? [a, b, c] : form === 'dmy' ? [c, b, a] : [c, a, b]
  let hours = Number(hour ?? 0)
  if (half && hours > 12) return null
  if (half && /am|上午/i.test(half) && hours === 12) hours = 0
  if (half && /pm|下午/i.test(half) && hours < 12) hours += 12
  const parts = [Number(year), Number(month), Number(day), hours, Number(minute ?? 0), Number(second ?? 0)]
  if (!offset) return fromParts(parts, toUtc)
  const minutes = /^[+-]/.test(offset)
    ? (offset[0] === '-' ? -1 : 1) * (Number(offset.slice(1, 3)) * 60 + Number(offset.slice(-2)))
    : 0
  return fromParts(parts, (localMs) => localMs - minutes * 60_000)
}

function fromParts(parts: number[], toUtc: (localMs: number) => number): number | null {
  const [year, month, day, hour, minute, second] = parts
  if (hour > 23 || minute > 59 || second > 60) return null
  const localMs = Date.UTC(year, month - 1, day, hour, minute, Math.min(second, 59))
  const date = new Date(localMs)
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day || year < 1900 || year > 2200) return null
  return toUtc(localMs)
}

const CLOCK = /[T \d日](\d{1,2})[:：时](\d{2})/
/** Whether some sample tells when in the day, not the midnight that a date alone is written with. */
export const hasTimeOfDay = (samples: readonly string[]): boolean =>
  samples.some((text) => {
    const clock = CLOCK.exec(text) ?? /^\d{8}[T ]?(\d{2})(\d{2})(\d{2})?$/.exec(text.trim())
    return clock !== null && Number(clock[1]) + Number(clock[2]) > 0
  })

/** The order that reads every sample, year-first dates apart; mdy where both do. */
export function guessDateForm(samples: readonly string[]): DateForm {
  const first = samples
    .map((text) => /^(\d{1,2})[-/.](\d{1,2})[-/.]\d{4}/.exec(text.trim()))
    .filter((match) => match !== null)
  if (first.length === 0) return 'ymd'
  return first.some((match) => Number(match[1]) > 12) ? 'dmy' : 'mdy'
}
