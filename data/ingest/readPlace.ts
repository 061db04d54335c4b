// Where a row says it lies: by coordinates, by a unit's code, or both. A place that is sensitive or unknown is not kept.
import { SCALE } from '../coverage/coverage.ts'
import type { UnitId } from '../model/ids.ts'
import type { UnlocatedCause } from '../model/incident.ts'
import { createCellDictionary } from './cellDictionary.ts'
import { type CellTable, cellAt, trimmedText } from './cellTable.ts'
import { isScientific } from './columns.ts'
import { CAUSES, type IncidentRow, LOCATED, type Rejection, shorten } from './incidentRow.ts'
import { plainDecimal } from './plainCells.ts'
import type { ColumnIndex, ReadContext } from './readIncident.ts'

const causeCode = (cause: UnlocatedCause): number => CAUSES.indexOf(cause)
const [ZERO, OUTSIDE, NO_COORDINATES, UNKNOWN_CODE] = [
  causeCode('zero-coordinates'),
  causeCode('outside'),
  causeCode('no-coordinates'),
  causeCode('unknown-code'),
]

interface NamedUnit {
  readonly isEmpty: boolean
  /** 0: none. */
  readonly unitId: number
}

export type PlaceReader = (table: CellTable, at: number, isSensitive: boolean) => Rejection | null

export function createPlaceReader(column: ColumnIndex, context: ReadContext, row: IncidentRow): PlaceReader {
  const { mapping, unitOfCode, unitAt, toWgs84, coarsen } = context
  const codeWins = mapping.locate === 'code'
  const codeField = mapping.columns.unitCode ?? ''
  const unitOfCell = createCellDictionary<NamedUnit | Rejection>((code) =>
    isScientific(code)
      ? { field: codeField, reason: 'scientific-code', example: code }
      : { isEmpty: code === '', unitId: code === '' ? 0 : (unitOfCode(code) ?? 0) },
  )
  const readPoint = createPointReader(column, mapping)
  const badPoint = (table: CellTable, at: number): Rejection => ({
    field: mapping.columns.point ?? mapping.columns.lng ?? '',
    reason: 'bad-coordinates',
    example: shorten(
      ([column.point, column.lng, column.lat] as const)
        .map((place) => trimmedText(table, cellAt(table, at, place)))
        .filter((text) => text !== '')
        .join(', '),
    ),
  })
  return (table, at, isSensitive) => {
    const code = unitOfCell(table, cellAt(table, at, column.unitCode))
    if ('reason' in code) return code
    const state = readPoint.read(table, at)
    if (state === 'bad') return badPoint(table, at)
    row.byCode = code.unitId
    row.byPoint = 0
    row.pointX = row.pointY = Number.NaN
    const isZero = state === 'point' && readPoint.lng === 0 && readPoint.lat === 0
    if (state === 'point' && !isZero) {
      const place = toWgs84(readPoint.lng, readPoint.lat)
      if (!place) return badPoint(table, at)
      row.pointX = Math.round(place[0] * SCALE)
      row.pointY = Math.round(place[1] * SCALE)
      row.byPoint = unitAt(row.pointX, row.pointY)
    }
    const unitId = codeWins ? row.byCode || row.byPoint : row.byPoint || row.byCode
    row.unitId = unitId > 0 && isSensitive ? coarsen(unitId as UnitId) : unitId
    row.x = isSensitive ? Number.NaN : row.pointX
    row.y = isSensitive ? Number.NaN : row.pointY
    row.causeCode =
      unitId > 0
        ? LOCATED
        : isZero
          ? ZERO
          : state === 'point'
            ? OUTSIDE
            : code.isEmpty
              ? NO_COORDINATES
              : UNKNOWN_CODE
    return null
  }
}

interface PointReader {
  /** Filled where there is a point. */
  lng: number
  lat: number
  read(table: CellTable, at: number): 'none' | 'point' | 'bad'
}

/** Two numbers as written, from a column each or one for both. */
function createPointReader(
  column: ColumnIndex,
  { columns, pointOrder }: ReadContext['mapping'],
): PointReader {
  if (columns.point !== undefined) return inOneColumn(column.point, pointOrder === 'lat,lng')
  const reader: PointReader = {
    lng: 0,
    lat: 0,
    read: (table, at) => {
      const lng = numberAt(table, cellAt(table, at, column.lng))
      const lat = numberAt(table, cellAt(table, at, column.lat))
      if (lng === null && lat === null) return 'none'
      if (lng === null || lat === null || !Number.isFinite(lng + lat)) return 'bad'
      reader.lng = lng
      reader.lat = lat
      return 'point'
    },
  }
  return reader
}

/** null: empty; NaN: no number. */
function numberAt(table: CellTable, cell: number): number | null {
  if (cell < 0) return null
  const plain = plainDecimal(table.bytes, table.starts[cell], table.ends[cell])
  if (!Number.isNaN(plain)) return plain
  const text = trimmedText(table, cell)
  return text === '' ? null : Number(text)
}

function inOneColumn(column: number, latFirst: boolean): PointReader {
  const reader: PointReader = {
    lng: 0,
    lat: 0,
    read: (table, at) => {
      const parts = trimmedText(table, cellAt(table, at, column)).match(/-?\d+(?:\.\d+)?/g)
      if (!parts) return 'none'
      if (parts.length !== 2) return 'bad'
      const [first, second] = parts.map(Number)
      reader.lng = latFirst ? second : first
      reader.lat = latFirst ? first : second
      return 'point'
    },
  }
  return reader
}
