// Incidents by column, as an import hands them to the store: a million objects cost more than what is in them.
// Row i of every column is incident i; a column whose value is the same in all rows is that one value.
import type { Assignment } from './assignment.ts'
import type { Moment } from './incident.ts'

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
  'originalDeadlineAt',
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

/** Texts that do not repeat: row i has the UTF-8 of bytes[offsets[i] … offsets[i + 1]). */
export interface ByteTexts {
  readonly bytes: Uint8Array
  readonly offsets: Uint32Array
}

export interface IncidentColumns {
  readonly length: number
  /** The giver has made sure that no two rows have the same source and id. */
  readonly isDistinct?: boolean
  readonly sourceIds: ByteTexts
  readonly texts: Readonly<Record<TextField, TextColumn>>
  readonly numbers: Readonly<Record<NumberField, NumberColumn>>
  /** Row by row; null: not told. Absent: of none. */
  readonly assignments?: readonly (readonly Assignment[] | null)[]
}

export const numberAt = (column: NumberColumn, row: number): number =>
  typeof column === 'number' ? column : column[row]
