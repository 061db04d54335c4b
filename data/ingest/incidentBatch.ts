// Rows gathered into the columns the store takes.
import { MOMENTS } from '../model/incident.ts'
import {
  type IncidentColumns,
  type NumberField,
  PLAIN_NUMBER_FIELDS,
  type TextColumn,
} from '../model/incidentColumns.ts'
import { CAUSES, type IncidentRow, ROW_MOMENTS } from './incidentRow.ts'
import type { IncidentReader } from './readIncident.ts'

export interface IncidentBatch {
  readonly isFull: boolean
  readonly length: number
  add(row: IncidentRow): void
  /** What was gathered; the batch is empty again. */
  take(): IncidentColumns
}

export function createIncidentBatch(source: string, reader: IncidentReader, capacity: number): IncidentBatch {
  let gathered = new Gathered(capacity)
  return {
    get isFull() {
      return gathered.length >= capacity
    },
    get length() {
      return gathered.length
    },
    add: (row) => gathered.add(row),
    take: () => {
      const taken = columnsOf(gathered, source, reader)
      gathered = new Gathered(capacity)
      return taken
    },
  }
}

const NUMBERS = [...ROW_MOMENTS, 'unitId', 'x', 'y', 'deadlineAt'] as const
const CODES = ['category', 'urgency', 'organisation', 'causeCode'] as const

class Gathered {
  length = 0
  ids = new Uint8Array(1 << 16)
  readonly offsets: Uint32Array
  readonly numbers: Readonly<Record<(typeof NUMBERS)[number], Float64Array>>
  readonly codes: Readonly<Record<(typeof CODES)[number], Int32Array>>

  constructor(capacity: number) {
    this.offsets = new Uint32Array(capacity + 1)
    this.numbers = columns(NUMBERS, () => new Float64Array(capacity))
    this.codes = columns(CODES, () => new Int32Array(capacity))
  }

  // Column by column in so many words: a loop over names is three times as slow.
  add(row: IncidentRow): void {
    const at = this.length++
    this.#addId(row, at)
    const { numbers, codes } = this
    numbers.received[at] = row.received
    numbers.accepted[at] = row.accepted
    numbers.dispatched[at] = row.dispatched
    numbers.responded[at] = row.responded
    numbers.handled[at] = row.handled
    numbers.closed[at] = row.closed
    numbers.unitId[at] = row.unitId
    numbers.x[at] = row.x
    numbers.y[at] = row.y
    numbers.deadlineAt[at] = row.deadlineAt
    codes.category[at] = row.category
    codes.urgency[at] = row.urgency
    codes.organisation[at] = row.organisation
    codes.causeCode[at] = row.causeCode
  }

  #addId({ idBytes, idStart, idEnd }: IncidentRow, at: number): void {
    const from = this.offsets[at]
    const to = from + idEnd - idStart
    if (to > this.ids.length) {
      const longer = new Uint8Array(Math.max(to, this.ids.length * 2))
      longer.set(this.ids)
      this.ids = longer
    }
    for (let byte = idStart; byte < idEnd; byte++) this.ids[from + byte - idStart] = idBytes[byte]
    this.offsets[at + 1] = to
  }
}

const columns = <K extends string, C>(names: readonly K[], make: () => C): Record<K, C> =>
  Object.fromEntries(names.map((name) => [name, make()])) as Record<K, C>

function columnsOf(gathered: Gathered, source: string, reader: IncidentReader): IncidentColumns {
  const { length, ids, offsets, numbers, codes } = gathered
  const coded = (name: (typeof CODES)[number], texts: readonly (string | null)[]): TextColumn => ({
    texts: [...texts],
    codes: codes[name].subarray(0, length),
  })
  const always = (text: string | null): TextColumn => ({ texts: [text], codes: null })
  const numberOf = (field: NumberField) => {
    if (field in numbers) return numbers[field as keyof typeof numbers].subarray(0, length)
    return field === 'approximate' || field === 'selfClosed' ? 0 : Number.NaN
  }
  const fields = [...MOMENTS, ...PLAIN_NUMBER_FIELDS].map((field) => [field, numberOf(field)])
  return {
    length,
    // The reader takes each id once.
    isDistinct: true,
    sourceIds: { bytes: ids.subarray(0, offsets[length]), offsets: offsets.subarray(0, length + 1) },
    texts: {
      source: always(source),
      category: coded('category', reader.categories),
      urgency: coded('urgency', reader.urgencies),
      organisation: coded('organisation', reader.organisations),
      unlocatedCause: coded('causeCode', CAUSES),
      exclusion: always(null),
    },
    numbers: Object.fromEntries(fields) as IncidentColumns['numbers'],
  }
}
