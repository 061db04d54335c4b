// Incidents by column, as an import hands them to the store: a million objects cost more than what is in them.
// Row i of every column is incident i; a column whose value is the same in all rows is that one value.
import { type IncidentRecord, MOMENTS, type Moment } from './incident.ts'

export const TEXT_FIELDS = [
  'source',
  'category',
  'urgency',
  'unlocatedCause',
  'organisation',
  'exclusion',
] as const
export type TextField = (typeof TEXT_FIELDS)[number]

export const PLAIN_NUMBER_FIELDS = [
  'unitId',
  'x',
  'y',
  'approximate',
  'deadlineAt',
  'responseDeadlineAt',
  'handlingLevel',
  'selfClosed',
  'satisfied',
] as const
export type NumberField = Moment | (typeof PLAIN_NUMBER_FIELDS)[number]

/** NaN is null; false and true are 0 and 1. */
export type NumberColumn = number | Float64Array

/** Texts that repeat: row i has texts[codes[i]], or texts[0] where `codes` is null. */
export interface TextColumn {
  readonly texts: readonly (string | null)[]
  readonly codes: Int32Array | null
}

export interface IncidentColumns {
  readonly length: number
  readonly sourceIds: readonly string[]
  readonly texts: Readonly<Record<TextField, TextColumn>>
  readonly numbers: Readonly<Record<NumberField, NumberColumn>>
}

export const numberAt = (column: NumberColumn, row: number): number =>
  typeof column === 'number' ? column : column[row]

export function columnsOfRecords(records: readonly IncidentRecord[]): IncidentColumns {
  const texts = TEXT_FIELDS.map((field) => [field, textColumn(records, field)])
  const moments = MOMENTS.map((moment) => [
    moment,
    numberColumn(records, (record) => asNumber(record.moments[moment])),
  ])
  const plain = PLAIN_NUMBER_FIELDS.map((field) => [
    field,
    numberColumn(records, (record) => asNumber(record[field])),
  ])
  return {
    length: records.length,
    sourceIds: records.map(({ sourceId }) => sourceId),
    texts: Object.fromEntries(texts) as IncidentColumns['texts'],
    numbers: Object.fromEntries([...moments, ...plain]) as IncidentColumns['numbers'],
  }
}

const asNumber = (value: number | boolean | null | undefined): number =>
  value === null || value === undefined ? Number.NaN : Number(value)

function numberColumn(
  records: readonly IncidentRecord[],
  value: (record: IncidentRecord) => number,
): NumberColumn {
  if (records.length === 0) return Number.NaN
  const first = value(records[0])
  let same = 1
  while (same < records.length && Object.is(value(records[same]), first)) same++
  if (same === records.length) return first
  const column = new Float64Array(records.length).fill(first, 0, same)
  for (let row = same; row < records.length; row++) column[row] = value(records[row])
  return column
}

function textColumn(records: readonly IncidentRecord[], field: TextField): TextColumn {
  const codeOf = new Map<string | null, number>()
  const codes = new Int32Array(records.length)
  for (let row = 0; row < records.length; row++) {
    const text = records[row][field]
    let code = codeOf.get(text)
    if (code === undefined) {
      code = codeOf.size
      codeOf.set(text, code)
    }
    codes[row] = code
  }
  return { texts: [...codeOf.keys()], codes: codeOf.size > 1 ? codes : null }
}
