// Rows gathered into the columns the store takes. Only what the mapping can fill has a column of its own.
import { MOMENTS } from '../model/incident.ts'
import {
  type IncidentColumns,
  type NumberColumn,
  type NumberField,
  PLAIN_NUMBER_FIELDS,
  type TextColumn,
} from '../model/incidentColumns.ts'
import { CAUSES, type IncidentRow, ROW_MOMENTS } from './incidentRow.ts'
import type { IncidentMapping } from './mapping.ts'
import type { IncidentReader } from './readIncident.ts'

const CODES = ['category', 'urgency', 'organisation', 'causeCode'] as const
type Code = (typeof CODES)[number]

export interface IncidentBatch {
  readonly isFull: boolean
  readonly length: number
  add(row: IncidentRow): void
  /** What was gathered; the batch is empty again. */
  take(): IncidentColumns
}

export function createIncidentBatch(
  mapping: IncidentMapping,
  reader: IncidentReader,
  capacity: number,
): IncidentBatch {
  const filled = filledFields(mapping)
  let numbers: Float64Array[] = []
  let codes: Int32Array[] = []
  let sourceIds: string[] = []
  const renew = (): void => {
    numbers = filled.map(() => new Float64Array(capacity))
    codes = CODES.map(() => new Int32Array(capacity))
    sourceIds = []
  }
  renew()
  return {
    get isFull() {
      return sourceIds.length >= capacity
    },
    get length() {
      return sourceIds.length
    },
    add: (row) => {
      const at = sourceIds.push(row.sourceId) - 1
      for (let field = 0; field < filled.length; field++) numbers[field][at] = row[filled[field]]
      for (let code = 0; code < CODES.length; code++) codes[code][at] = row[CODES[code]]
    },
    take: () => {
      const length = sourceIds.length
      const column = (code: Code, texts: readonly (string | null)[]): TextColumn => ({
        texts: [...texts],
        codes: codes[CODES.indexOf(code)].subarray(0, length),
      })
      const taken: IncidentColumns = {
        length,
        sourceIds,
        texts: {
          source: { texts: [mapping.source.key], codes: null },
          category: column('category', reader.categories),
          urgency: column('urgency', reader.urgencies),
          organisation: column('organisation', reader.organisations),
          unlocatedCause: column('causeCode', CAUSES),
          exclusion: { texts: [null], codes: null },
        },
        numbers: numbersOf(new Map(filled.map((field, n) => [field, numbers[n].subarray(0, length)]))),
      }
      renew()
      return taken
    },
  }
}

type Filled = (typeof ROW_MOMENTS)[number] | 'unitId' | 'x' | 'y' | 'deadlineAt'

function filledFields({ columns, deadlineHours }: IncidentMapping): Filled[] {
  const moments = ROW_MOMENTS.filter(
    (moment) => columns[moment] !== undefined || (moment === 'handled' && columns.closed !== undefined),
  )
  const hasDeadline = columns.deadline !== undefined || deadlineHours !== null
  return [...moments, 'unitId', 'x', 'y', ...(hasDeadline ? (['deadlineAt'] as const) : [])]
}

function numbersOf(filled: ReadonlyMap<NumberField, NumberColumn>): IncidentColumns['numbers'] {
  const never: Partial<Record<NumberField, number>> = { approximate: 0, selfClosed: 0 }
  const fields: readonly NumberField[] = [...MOMENTS, ...PLAIN_NUMBER_FIELDS]
  return Object.fromEntries(
    fields.map((field) => [field, filled.get(field) ?? never[field] ?? Number.NaN]),
  ) as IncidentColumns['numbers']
}
