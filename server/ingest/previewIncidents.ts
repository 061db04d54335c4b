// What an import would make of the first rows of a table: read by the same row reader, counted by the same tally,
// written nowhere.

import { SCALE } from '#data/coverage/coverage.ts'
import { createLocator } from '#data/coverage/locator.ts'
import { CAUSES, type IncidentRow } from '#data/ingest/incidentRow.ts'
import { createInstantParser } from '#data/ingest/instants.ts'
import type { IncidentMapping } from '#data/ingest/mapping.ts'
import { droppedColumns } from '#data/ingest/propose.ts'
import { createIncidentReader } from '#data/ingest/readIncident.ts'
import { createTally } from '#data/ingest/tally.ts'
import { createZone } from '#data/ingest/zone.ts'
import type { IncidentPreview } from '#data/model/uploads.ts'
import type { LoadedVersion } from '../versions.ts'
import { cityOutlines } from './cityOutlines.ts'
import { nearBorder, readerParts } from './readerParts.ts'
import { requireColumns } from './requireColumns.ts'
import { cellTableOf } from './tables/tableSource.ts'
import type { TableSample } from './uploadSample.ts'

const DATUMS = ['WGS84', 'GCJ02', 'BD09']
const MOST_CATEGORIES = 60

/** Building these takes longer than reading two thousand rows; a version never changes. */
const locators = new WeakMap<object, ReturnType<typeof createLocator>>()
function locatorOf({ coverage }: LoadedVersion): ReturnType<typeof createLocator> {
  const known = locators.get(coverage) ?? createLocator(coverage)
  locators.set(coverage, known)
  return known
}

/** @throws IngestError where the mapping names what the file has not. */
export function previewIncidents(
  { source, rows, hasMore }: TableSample,
  mapping: IncidentMapping,
  version: LoadedVersion,
): IncidentPreview {
  requireColumns(source.headers, mapping.columns)
  const unitAt = locatorOf(version)
  const cells = cellTableOf(rows)
  const readerIn = (datum: string) =>
    createIncidentReader({
      ...readerParts(version, version.table, { ...mapping, datum }, version.city, unitAt),
      headers: source.headers,
    })
  const reader = readerIn(mapping.datum)
  const tally = createTally({ zone: mapping.zone, isNear: nearBorder(version), nameOf: () => '' })
  const points: IncidentPreview['points'] = []
  const categories = new Map<string, Category>()
  const categoryAt = source.headers.indexOf(mapping.columns.category ?? '')
  for (let at = 0; at < cells.rows; at++) {
    const refused = reader.read(cells, at)
    if (refused) tally.addRejection(refused, cells.lines[at])
    else if (!reader.row.isFirst) tally.addDuplicate()
    else {
      tally.addStored(reader.row)
      addPoint(points, reader.row)
      countCategory(categories, rows[at].values[categoryAt] ?? '', reader.categories[reader.row.category])
    }
  }
  const counts = tally.report()
  return {
    kind: 'incidents',
    rows: rows.length,
    hasMore,
    located: counts.located,
    unlocated: counts.unlocated.byCause,
    outsideWithin50Meters: counts.unlocated.outsideWithin50Meters,
    duplicates: counts.duplicates,
    rejected: counts.rejected,
    rejections: counts.rejections,
    codeAgainstCoordinates: counts.codeAgainstCoordinates,
    points,
    outlines: cityOutlines(version),
    datums: compareDatums(cells, mapping, readerIn),
    received: readDates(source.headers, rows, mapping),
    hours: counts.hours,
    span: counts.span,
    categories: [...categories.values()].sort((a, b) => b.rows - a.rows).slice(0, MOST_CATEGORIES),
    droppedColumns: droppedOf(source.headers, rows, mapping),
  }
}

interface Category {
  readonly value: string
  readonly code: string
  rows: number
}

const OUTSIDE = CAUSES.indexOf('outside')

/** A sensitive matter has no place in its row. */
function addPoint(points: IncidentPreview['points'], { x, y, causeCode }: IncidentRow): void {
  if (!Number.isNaN(x)) points.push([x / SCALE, y / SCALE, causeCode === OUTSIDE ? 0 : 1])
}

function countCategory(categories: Map<string, Category>, written: string, code: string): void {
  const value = written.trim()
  const known = categories.get(value)
  if (known) known.rows++
  else categories.set(value, { value, code, rows: 1 })
}

/** How many rows would lie outside all units in each datum: a wrong one shows at the city's edge, if at all. */
function compareDatums(
  cells: ReturnType<typeof cellTableOf>,
  mapping: IncidentMapping,
  readerIn: (datum: string) => ReturnType<typeof createIncidentReader>,
): IncidentPreview['datums'] {
  const isPlaced = mapping.columns.point !== undefined || mapping.columns.lng !== undefined
  if (!isPlaced) return []
  return [...new Set([...DATUMS, mapping.datum])].map((datum) => {
    const reader = readerIn(datum)
    let [outside, compared] = [0, 0]
    for (let at = 0; at < cells.rows; at++) {
      if (reader.read(cells, at) || Number.isNaN(reader.row.pointX)) continue
      compared++
      if (!(reader.row.byPoint > 0)) outside++
    }
    return { datum, outside, compared }
  })
}

function readDates(
  headers: readonly string[],
  rows: TableSample['rows'],
  { columns, zone, dateForm }: IncidentMapping,
): IncidentPreview['received'] {
  const parse = createInstantParser(createZone(zone), dateForm)
  const at = headers.indexOf(columns.received ?? '')
  const written = [...new Set(rows.map(({ values }) => values[at]?.trim() ?? ''))].filter(
    (text) => text !== '',
  )
  const picked =
    written.length <= 3
      ? written
      : [0, 0.5, 1].map((part) => written[Math.floor(part * (written.length - 1))])
  return picked.map((text) => {
    const ms = parse(text)
    return { written: text.slice(0, 60), read: ms === null ? null : new Date(ms).toISOString() }
  })
}

function droppedOf(
  headers: readonly string[],
  rows: TableSample['rows'],
  mapping: IncidentMapping,
): string[] {
  const used = new Set(Object.values(mapping.columns))
  const sample = { file: '', headers, rows: rows.slice(0, 200).map(({ values }) => values) }
  return [...new Set([...mapping.drop, ...droppedColumns(sample)])].filter((column) => !used.has(column))
}
