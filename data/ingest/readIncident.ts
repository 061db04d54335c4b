// One row of a source file → one incident, or the reason why not. No row is dropped in silence.
import { SCALE } from '../coverage/coverage.ts'
import type { UnitId } from '../model/ids.ts'
import type { IncidentRecord, UnlocatedCause } from '../model/incident.ts'
import { isScientific } from './columns.ts'
import { createInstantParser, type InstantParser } from './instants.ts'
import { INCIDENT_FIELDS, type IncidentField, type IncidentMapping } from './mapping.ts'

export interface Rejection {
  readonly field: string
  /** empty, not-a-date, scientific-code, unknown-category, bad-coordinates */
  readonly reason: string
  readonly example: string
}

export interface Reading {
  readonly record: IncidentRecord
  readonly closedBeforeOpened: boolean
  /** Units named by the row's code and by its point; null where it has none. */
  readonly byCode: UnitId | null
  readonly byPoint: UnitId | null
  /** The point, 1e-7 degrees WGS 84, also where it lies outside or is not stored. */
  readonly point: { readonly x: number; readonly y: number } | null
}

export interface ReadContext {
  readonly mapping: IncidentMapping
  readonly headers: readonly string[]
  /** Degrees in the file's datum → degrees WGS 84. */
  readonly toWgs84: (lng: number, lat: number) => readonly [number, number]
  readonly unitAt: (x: number, y: number) => number
  readonly unitOfCode: (code: string) => UnitId | null
  /** The unit a sensitive matter is counted in instead: village level or above. */
  readonly coarsen: (unitId: UnitId) => UnitId
}

export type RowReader = (values: readonly string[], line: number) => Reading | Rejection

export const isRejection = (result: Reading | Rejection): result is Rejection => 'reason' in result

const HOUR_MS = 3_600_000

export function createRowReader(context: ReadContext): RowReader {
  const { mapping } = context
  const parse = createInstantParser(mapping.zone, mapping.dateForm)
  const column = columnIndex(context)
  const sensitive = new Set(mapping.sensitive)
  return (values, line) => {
    const text = (field: IncidentField): string =>
      column[field] < 0 ? '' : (values[column[field]] ?? '').trim()
    const sourceId = column.sourceId < 0 ? String(line) : text('sourceId')
    if (sourceId === '')
      return { field: mapping.columns.sourceId ?? 'sourceId', reason: 'empty', example: '' }
    if (isScientific(sourceId))
      return { field: mapping.columns.sourceId ?? '', reason: 'scientific-code', example: sourceId }
    const moments = readMoments(text, parse, mapping)
    if ('reason' in moments) return moments
    const category = readCategory(text('category'), mapping)
    if (typeof category !== 'string') return category
    const place = readPlace(text, context)
    if ('reason' in place) return place
    const { located, ...evidence } = place
    const isSensitive = sensitive.has(category)
    const { received, closed, handled = closed, ...rest } = moments
    const closedBeforeOpened = closed !== undefined && closed < received
    return {
      ...evidence,
      closedBeforeOpened,
      record: {
        source: mapping.source.key,
        sourceId,
        category,
        urgency: text('urgency') || 'normal',
        ...(isSensitive ? hidePlace(located, context) : located),
        approximate: false,
        moments: { received, ...rest, ...(closedBeforeOpened ? {} : { closed, handled }) },
        deadlineAt: readDeadline(text('deadline'), parse, received, mapping),
        responseDeadlineAt: null,
        organisation: text('organisation') || null,
        handlingLevel: null,
        selfClosed: false,
        satisfied: null,
        exclusion: null,
      },
    }
  }
}

function columnIndex({ mapping, headers }: ReadContext): Record<IncidentField, number> {
  const at = (field: IncidentField): number => {
    const name = mapping.columns[field]
    return name === undefined ? -1 : headers.indexOf(name)
  }
  return Object.fromEntries(INCIDENT_FIELDS.map((field) => [field, at(field)])) as Record<
    IncidentField,
    number
  >
}

type Text = (field: IncidentField) => string

function readMoments(text: Text, parse: InstantParser, { columns }: IncidentMapping) {
  const moments: { received: number } & Partial<
    Record<'accepted' | 'dispatched' | 'responded' | 'handled' | 'closed', number>
  > = {
    received: 0,
  }
  for (const field of ['received', 'accepted', 'dispatched', 'responded', 'handled', 'closed'] as const) {
    const written = text(field)
    if (written === '') {
      if (field === 'received') return { field: columns.received ?? field, reason: 'empty', example: '' }
      continue
    }
    const parsed = parse(written)
    if (!parsed) return { field: columns[field] ?? field, reason: 'not-a-date', example: shorten(written) }
    moments[field] = parsed.ms
  }
  return moments
}

function readCategory(written: string, mapping: IncidentMapping): string | Rejection {
  if (mapping.columns.category === undefined) return mapping.category
  if (written === '') return { field: mapping.columns.category, reason: 'empty', example: '' }
  const code = mapping.categories[written]
  if (code === undefined && mapping.onlyListedCategories)
    return { field: mapping.columns.category, reason: 'unknown-category', example: shorten(written) }
  return code ?? written
}

function readDeadline(
  written: string,
  parse: InstantParser,
  received: number,
  mapping: IncidentMapping,
): number | null {
  const parsed = written === '' ? null : parse(written)
  if (parsed) return parsed.ms
  return mapping.deadlineHours === null ? null : received + mapping.deadlineHours * HOUR_MS
}

type Located = Pick<IncidentRecord, 'unitId' | 'unlocatedCause' | 'x' | 'y'>

function readPlace(
  text: Text,
  context: ReadContext,
): (Pick<Reading, 'byCode' | 'byPoint' | 'point'> & { located: Located }) | Rejection {
  const { mapping, unitOfCode, unitAt } = context
  const code = text('unitCode')
  if (isScientific(code))
    return { field: mapping.columns.unitCode ?? '', reason: 'scientific-code', example: code }
  const byCode = code === '' ? null : unitOfCode(code)
  const numbers = readNumbers(text, mapping)
  if (numbers === 'bad')
    return {
      field: mapping.columns.point ?? mapping.columns.lng ?? '',
      reason: 'bad-coordinates',
      example: shorten(text('point') || `${text('lng')}, ${text('lat')}`),
    }
  const isZero = numbers !== null && numbers[0] === 0 && numbers[1] === 0
  const point = numbers === null || isZero ? null : toUnits(context.toWgs84(...numbers))
  const at = point ? unitAt(point.x, point.y) : 0
  const byPoint = at === 0 ? null : (at as UnitId)
  const unitId = mapping.locate === 'code' ? (byCode ?? byPoint) : (byPoint ?? byCode)
  const cause: UnlocatedCause = isZero
    ? 'zero-coordinates'
    : point
      ? 'outside'
      : code === ''
        ? 'no-coordinates'
        : 'unknown-code'
  return {
    byCode,
    byPoint,
    point,
    located: {
      unitId,
      unlocatedCause: unitId === null ? cause : null,
      x: point?.x ?? null,
      y: point?.y ?? null,
    },
  }
}

function hidePlace({ unitId, unlocatedCause }: Located, { coarsen }: ReadContext): Located {
  return { unitId: unitId === null ? null : coarsen(unitId), unlocatedCause, x: null, y: null }
}

const toUnits = ([lng, lat]: readonly [number, number]): { x: number; y: number } => ({
  x: Math.round(lng * SCALE),
  y: Math.round(lat * SCALE),
})

/** Two numbers as written, lng first; null where nothing is written. */
function readNumbers(text: Text, { columns, pointOrder }: IncidentMapping): [number, number] | null | 'bad' {
  const parts = columns.point
    ? (text('point').match(/-?\d+(?:\.\d+)?/g) ?? [])
    : [text('lng'), text('lat')].filter((part) => part !== '')
  if (parts.length === 0) return null
  const [first, second] = parts.map(Number)
  const pair: [number, number] = columns.point && pointOrder === 'lat,lng' ? [second, first] : [first, second]
  if (parts.length !== 2 || !pair.every(Number.isFinite)) return 'bad'
  return pair
}

const shorten = (text: string): string => (text.length > 40 ? `${text.slice(0, 39)}…` : text)
