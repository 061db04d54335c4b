// Records as columns, so that there is one way into the table.
import { responsibleAt } from '#data/model/assignment.ts'
import { type IncidentRecord, MOMENTS } from '#data/model/incident.ts'
import {
  type ByteTexts,
  type IncidentColumns,
  type NumberColumn,
  PLAIN_NUMBER_FIELDS,
  TEXT_FIELDS,
  type TextColumn,
  type TextField,
} from '#data/model/incidentColumns.ts'

export function columnsOfRecords(given: readonly IncidentRecord[]): IncidentColumns {
  const isAssigned = given.some(({ assignments }) => assignments !== undefined)
  const records = isAssigned ? given.map(withResponsible) : given
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
    sourceIds: byteTexts(records.map(({ sourceId }) => sourceId)),
    texts: Object.fromEntries(texts) as IncidentColumns['texts'],
    numbers: Object.fromEntries([...moments, ...plain]) as IncidentColumns['numbers'],
    ...(isAssigned && { assignments: records.map(({ assignments }) => assignments ?? null) }),
  }
}

/** Where assignments are told they say who is responsible. */
const withResponsible = (record: IncidentRecord): IncidentRecord =>
  record.assignments === undefined || record.assignments.length === 0
    ? record
    : { ...record, organisation: responsibleAt(record.assignments, Number.POSITIVE_INFINITY) }

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

function byteTexts(texts: readonly string[]): ByteTexts {
  const offsets = new Uint32Array(texts.length + 1)
  texts.forEach((text, row) => {
    offsets[row + 1] = offsets[row] + Buffer.byteLength(text)
  })
  const bytes = Buffer.alloc(offsets[texts.length])
  texts.forEach((text, row) => {
    bytes.write(text, offsets[row])
  })
  return { bytes, offsets }
}
