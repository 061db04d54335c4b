// One row of a source file → one incident, or the reason why not. No row is dropped in silence.
import { createWorkingClock } from '../calendar/workingTime.ts'
import type { UnitId } from '../model/ids.ts'
import { fallsUnder } from '../model/sensitivity.ts'
import { createCellDictionary, TextList } from './cellDictionary.ts'
import { type CellTable, cellAt, trimmedText } from './cellTable.ts'
import { createContentIdReader } from './contentId.ts'
import { emptyRow, type IncidentRow, type Rejection, ROW_MOMENTS, shorten } from './incidentRow.ts'
import { createInstantParser } from './instants.ts'
import { INCIDENT_FIELDS, type IncidentField, type IncidentMapping } from './mapping.ts'
import { plainInstant } from './plainCells.ts'
import { createPlaceReader } from './readPlace.ts'
import { createSourceIdReader } from './readSourceId.ts'
import { createZone, type Zone } from './zone.ts'

export interface ReadContext {
  readonly mapping: IncidentMapping
  readonly headers: readonly string[]
  /** Degrees in the file's datum → degrees WGS 84; null where that is no place. */
  readonly toWgs84: (lng: number, lat: number) => readonly [number, number] | null
  readonly unitAt: (x: number, y: number) => number
  readonly unitOfCode: (code: string) => UnitId | null
  /** The unit a sensitive matter is counted in instead. */
  readonly coarsen: (unitId: UnitId) => UnitId
}

/** Where each field stands in the file, −1 where it does not. */
export type ColumnIndex = Readonly<Record<IncidentField, number>>

export interface IncidentReader {
  /** Filled by `read`. */
  readonly row: IncidentRow
  /** Texts of the row's numbers. */
  readonly categories: readonly string[]
  readonly urgencies: readonly string[]
  readonly organisations: readonly (string | null)[]
  /** Reads a row into `row`. @returns why not, or null. */
  read(table: CellTable, at: number): Rejection | null
}

const HOUR_MS = 3_600_000

export function createIncidentReader(context: ReadContext): IncidentReader {
  const { mapping, headers } = context
  const column = columnIndex(context)
  const row = emptyRow()
  const categories = new TextList()
  const urgencies = new TextList()
  const organisations = new TextList()
  const categoryOf = createCellDictionary((text) => {
    const read = readCategory(text, mapping)
    return typeof read === 'string'
      ? { code: categories.codeOf(read), isSensitive: fallsUnder(read, mapping.sensitive) }
      : read
  })
  const urgencyOf = createCellDictionary((text) => urgencies.codeOf(text || 'normal'))
  // '' is no organisation; taken first, it has number 0.
  const organisationOf = createCellDictionary((text) => organisations.codeOf(text))
  const sourceId =
    column.sourceId < 0
      ? createContentIdReader(column, row)
      : createSourceIdReader(column.sourceId, mapping, row)
  const readMoments = createMomentReader(column, mapping, row)
  const readPlace = createPlaceReader(column, context, row)
  const read = (table: CellTable, at: number): Rejection | null => {
    if (table.first[at + 1] - table.first[at] > headers.length) {
      const surplus = surplusOf(table, at, headers.length)
      if (surplus) return surplus
    }
    const refused = sourceId.read(table, at) ?? readMoments(table, at)
    if (refused) return refused
    const category = categoryOf(table, cellAt(table, at, column.category))
    if ('reason' in category) return category
    row.category = category.code
    row.urgency = urgencyOf(table, cellAt(table, at, column.urgency))
    row.organisation = organisationOf(table, cellAt(table, at, column.organisation))
    const misplaced = readPlace(table, at, category.isSensitive)
    // An id is taken only by a row that is stored.
    if (!misplaced) sourceId.take()
    return misplaced
  }
  return {
    row,
    categories: categories.texts,
    urgencies: urgencies.texts,
    get organisations() {
      return organisations.texts.map((text) => text || null)
    },
    read,
  }
}

function columnIndex({ mapping, headers }: ReadContext): ColumnIndex {
  const at = (field: IncidentField): number => {
    const name = mapping.columns[field]
    return name === undefined ? -1 : headers.indexOf(name)
  }
  return Object.fromEntries(INCIDENT_FIELDS.map((field) => [field, at(field)])) as Record<
    IncidentField,
    number
  >
}

/** Values beyond the last column: a delimiter within a value has shifted the others. */
function surplusOf(table: CellTable, at: number, width: number): Rejection | null {
  for (let cell = table.first[at] + width; cell < table.first[at + 1]; cell++) {
    const text = trimmedText(table, cell)
    if (text !== '') return { field: `#${width + 1}`, reason: 'surplus-values', example: shorten(text) }
  }
  return null
}

function createMomentReader(column: ColumnIndex, mapping: IncidentMapping, row: IncidentRow) {
  const zone = createZone(mapping.zone)
  const parse = createInstantParser(zone, mapping.dateForm)
  const moments = ROW_MOMENTS.filter((field) => column[field] >= 0).map((field) => ({
    field,
    name: mapping.columns[field] ?? field,
    at: column[field],
  }))
  /** The text that was no date, '' where there was none to read. */
  let wrong = ''
  /** NaN: empty or no date. */
  const instantAt = (table: CellTable, cell: number): number => {
    wrong = ''
    if (cell < 0) return Number.NaN
    const plain = plainInstant(table.bytes, table.starts[cell], table.ends[cell])
    if (!Number.isNaN(plain)) return zone.toUtc(plain)
    const text = trimmedText(table, cell)
    const parsed = text === '' ? Number.NaN : parse(text)
    if (parsed !== null) return parsed
    wrong = text
    return Number.NaN
  }
  const dueAfter = deadlineRule(mapping, zone)
  return (table: CellTable, at: number): Rejection | null => {
    for (const { field, name, at: place } of moments) {
      row[field] = instantAt(table, cellAt(table, at, place))
      if (wrong !== '') return { field: name, reason: 'not-a-date', example: shorten(wrong) }
      if (field === 'received' && Number.isNaN(row.received))
        return { field: name, reason: 'empty', example: '' }
    }
    if (column.handled < 0 || Number.isNaN(row.handled)) row.handled = row.closed
    row.closedBeforeOpened = row.closed < row.received
    if (row.closedBeforeOpened) row.closed = row.handled = Number.NaN
    const written = instantAt(table, cellAt(table, at, column.deadline))
    row.deadlineUnread = wrong !== ''
    row.deadlineAt = Number.isNaN(written) ? dueAfter(row.received) : written
    return null
  }
}

/** NaN: the source has no deadlines. @throws where hours of work are asked for without knowing when is worked. */
function deadlineRule(mapping: IncidentMapping, { toLocal, toUtc }: Zone): (receivedMs: number) => number {
  const { deadlineHours, deadlineClock, workingTime } = mapping
  const allowedMs = (deadlineHours ?? Number.NaN) * HOUR_MS
  if (deadlineHours === null || deadlineClock === 'natural') return (received) => received + allowedMs
  if (!workingTime) throw new Error('hours of work without working time')
  const after = createWorkingClock(workingTime)
  return (received) => toUtc(after(toLocal(received), allowedMs))
}

function readCategory(written: string, mapping: IncidentMapping): string | Rejection {
  if (mapping.columns.category === undefined) return mapping.category
  if (written === '') return { field: mapping.columns.category, reason: 'empty', example: '' }
  const code = mapping.categories[written]
  if (code === undefined && mapping.onlyListedCategories)
    return { field: mapping.columns.category, reason: 'unknown-category', example: shorten(written) }
  return code ?? written
}
