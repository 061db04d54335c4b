// One incident as it is read from a row. One object is filled again for every row: a million rows make no garbage.
// Numbers that are not there are NaN, units that are not there 0.
import { UNLOCATED_CAUSES, type UnlocatedCause } from '../model/incident.ts'

/** The moments a file can have, in the order of a matter's life. */
export const ROW_MOMENTS = ['received', 'accepted', 'dispatched', 'responded', 'handled', 'closed'] as const

/** Texts of `causeCode`; a located row has the last. */
export const CAUSES: readonly (UnlocatedCause | null)[] = [...UNLOCATED_CAUSES, null]
export const LOCATED = CAUSES.indexOf(null)

export interface IncidentRow {
  /** The source id is idBytes[idStart … idEnd), UTF-8. */
  idBytes: Uint8Array
  idStart: number
  idEnd: number
  /** No earlier row had its source id. */
  isFirst: boolean
  /** Numbers of the reader's texts. */
  category: number
  urgency: number
  organisation: number
  /** Index of CAUSES. */
  causeCode: number
  unitId: number
  /** As stored: NaN where unknown or sensitive. */
  x: number
  y: number
  /** As written, 1e-7 degrees WGS 84, also where it is not stored. */
  pointX: number
  pointY: number
  /** Units named by the row's code and by its point. */
  byCode: number
  byPoint: number
  received: number
  accepted: number
  dispatched: number
  responded: number
  handled: number
  closed: number
  deadlineAt: number
  closedBeforeOpened: boolean
  /** The column of deadlines holds something that is no date: the hours of the mapping stand for it. */
  deadlineUnread: boolean
}

export const emptyRow = (): IncidentRow => ({
  idBytes: new Uint8Array(0),
  idStart: 0,
  idEnd: 0,
  isFirst: true,
  category: 0,
  urgency: 0,
  organisation: 0,
  causeCode: LOCATED,
  unitId: 0,
  x: Number.NaN,
  y: Number.NaN,
  pointX: Number.NaN,
  pointY: Number.NaN,
  byCode: 0,
  byPoint: 0,
  received: Number.NaN,
  accepted: Number.NaN,
  dispatched: Number.NaN,
  responded: Number.NaN,
  handled: Number.NaN,
  closed: Number.NaN,
  deadlineAt: Number.NaN,
  closedBeforeOpened: false,
  deadlineUnread: false,
})

export interface Rejection {
  readonly field: string
  /** empty, not-a-date, scientific-code, unknown-category, bad-coordinates, surplus-values */
  readonly reason: string
  readonly example: string
}

/** Values shown as examples. */
export const shorten = (text: string): string => (text.length > 40 ? `${text.slice(0, 39)}…` : text)
