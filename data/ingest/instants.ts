// Dates as people write them → milliseconds UTC. Local times are taken in a zone; offsets are asked of the
// runtime once an hour of the calendar and kept, because asking for every row is two thousand times slower.

export const DATE_FORMS = ['ymd', 'mdy', 'dmy'] as const
export type DateForm = (typeof DATE_FORMS)[number]

export interface ParsedInstant {
  readonly ms: number
  /** No time of day was written. */
  readonly isDateOnly: boolean
}

export type InstantParser = (text: string) => ParsedInstant | null

const HOUR_MS = 3_600_000
const NUMERIC =
  /^(\d{1,4})[-/.年](\d{1,2})[-/.月](\d{1,4})日?(?:[T ]+(\d{1,2})[:：时](\d{1,2})分?(?:[:：]?(\d{1,2})(?:\.(\d{1,9}))?秒?)? ?(AM|PM|am|pm|上午|下午)?)? ?(Z|UTC|[+-]\d{2}:?\d{2})?$/
const COMPACT = /^(\d{4})(\d{2})(\d{2})(?:[T ]?(\d{2})(\d{2})(\d{2})?)?$/
/** Spreadsheet day numbers: days since 1899-12-30; 20,000 is 1954, 80,000 is 2119. */
const SERIAL = /^\d{5}(?:\.\d+)?$/

/** @param form order of day, month and year where the year is not first. */
export function createInstantParser(zone: string, form: DateForm): InstantParser {
  const toUtc = createZone(zone)
  return (text) => {
    const plain = readPlain(text, toUtc)
    if (plain) return plain
    const trimmed = text.trim()
    const numeric = NUMERIC.exec(trimmed)
    if (numeric) return fromNumeric(numeric, form, toUtc)
    const compact = COMPACT.exec(trimmed)
    if (compact)
      return fromParts(
        compact.slice(1, 7).map((part) => Number(part ?? 0)),
        compact[4] === undefined,
        toUtc,
      )
    if (SERIAL.test(trimmed)) {
      const days = Number(trimmed)
      const localMs = Math.round((days - 25_569) * 86_400) * 1_000
      return { ms: toUtc(localMs), isDateOnly: Number.isInteger(days) }
    }
    return null
  }
}

/** The commonest form, yyyy-mm-dd hh:mm:ss, without a pattern: a million rows take a third of the time. */
function readPlain(text: string, toUtc: (localMs: number) => number): ParsedInstant | null {
  if (text.length !== 19 || text[4] !== '-' || text[7] !== '-' || text[13] !== ':' || text[16] !== ':')
    return null
  if (text[10] !== ' ' && text[10] !== 'T') return null
  const parts = [
    digits(text, 0, 4),
    digits(text, 5, 7),
    digits(text, 8, 10),
    digits(text, 11, 13),
    digits(text, 14, 16),
    digits(text, 17, 19),
  ]
  return parts.includes(-1) ? null : fromParts(parts, false, toUtc)
}

/** The number in text[from … to), −1 if any character is no digit. */
function digits(text: string, from: number, to: number): number {
  let number = 0
  for (let i = from; i < to; i++) {
    const digit = text.charCodeAt(i) - 48
    if (digit < 0 || digit > 9) return -1
    number = number * 10 + digit
  }
  return number
}

function fromNumeric(
  match: RegExpExecArray,
  form: DateForm,
  toUtc: (localMs: number) => number,
): ParsedInstant | null {
  const [, a, b, c, hour, minute, second, , half, offset] = match
  const yearFirst = a.length === 4
  if (!yearFirst && c.length !== 4) return null
  const [year, month, day] = yearFirst ? [a, b, c] : form === 'dmy' ? [c, b, a] : [c, a, b]
  let hours = Number(hour ?? 0)
  if (half && hours > 12) return null
  if (half && /am|上午/i.test(half) && hours === 12) hours = 0
  if (half && /pm|下午/i.test(half) && hours < 12) hours += 12
  const parts = [Number(year), Number(month), Number(day), hours, Number(minute ?? 0), Number(second ?? 0)]
  if (!offset) return fromParts(parts, hour === undefined, toUtc)
  const minutes = /^[+-]/.test(offset)
    ? (offset[0] === '-' ? -1 : 1) * (Number(offset.slice(1, 3)) * 60 + Number(offset.slice(-2)))
    : 0
  return fromParts(parts, hour === undefined, (localMs) => localMs - minutes * 60_000)
}

function fromParts(
  parts: number[],
  isDateOnly: boolean,
  toUtc: (localMs: number) => number,
): ParsedInstant | null {
  const [year, month, day, hour, minute, second] = parts
  if (hour > 23 || minute > 59 || second > 60) return null
  const localMs = Date.UTC(year, month - 1, day, hour, minute, Math.min(second, 59))
  const date = new Date(localMs)
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day || year < 1900 || year > 2200) return null
  return { ms: toUtc(localMs), isDateOnly }
}

/** Local wall time (as if UTC) → UTC, offsets kept by calendar hour. */
function createZone(zone: string): (localMs: number) => number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
  })
  const minute = new Intl.DateTimeFormat('en-US', { timeZone: zone, minute: 'numeric' })
  const offsets = new Map<number, number>()
  const offsetAt = (utcMs: number): number => {
    const hourStart = Math.floor(utcMs / HOUR_MS)
    const known = offsets.get(hourStart)
    if (known !== undefined) return known
    const parts = Object.fromEntries(
      format.formatToParts(hourStart * HOUR_MS).map(({ type, value }) => [type, Number(value)]),
    )
    const local = Date.UTC(parts.year, parts.month - 1, parts.day, parts.hour)
    // Zones off by half an hour show it in the minutes, which the hour's start hides: ask again exactly.
    const offset = local - hourStart * HOUR_MS + Number(minute.format(hourStart * HOUR_MS)) * 60_000
    offsets.set(hourStart, offset)
    return offset
  }
  return (localMs) => {
    const guess = localMs - offsetAt(localMs)
    return localMs - offsetAt(guess)
  }
}

/** Local calendar fields of an instant, by the same kept offsets. */
export function createLocalClock(zone: string): (ms: number) => { hour: number; month: string; day: string } {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' })
  const known = new Map<number, { hour: number; month: string; day: string }>()
  return (ms) => {
    const hourStart = Math.floor(ms / (HOUR_MS / 2))
    const cached = known.get(hourStart)
    if (cached) return cached
    const text = format.format(hourStart * (HOUR_MS / 2))
    const fields = { hour: Number(text.slice(11, 13)), month: text.slice(0, 7), day: text.slice(0, 10) }
    known.set(hourStart, fields)
    return fields
  }
}

/** The order that reads every sample, year-first dates apart; mdy where both do. */
export function guessDateForm(samples: readonly string[]): DateForm {
  const first = samples
    .map((text) => /^(\d{1,2})[-/.](\d{1,2})[-/.]\d{4}/.exec(text.trim()))
    .filter((match) => match !== null)
  if (first.length === 0) return 'ymd'
  return first.some((match) => Number(match[1]) > 12) ? 'dmy' : 'mdy'
}
