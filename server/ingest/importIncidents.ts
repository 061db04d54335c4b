// An incident file → the store: rows are read, placed, counted and appended in batches; what cannot be stored is
// listed with its row, field and reason. Running it twice changes nothing.
import { basename } from 'node:path'
import { setImmediate as breathe } from 'node:timers/promises'
import { createDistanceToCoverage } from '#data/coverage/distanceToCoverage.ts'
import { createLocator, type Locator } from '#data/coverage/locator.ts'
import { createIncidentBatch } from '#data/ingest/incidentBatch.ts'
import { type RejectedRow, takeRows } from '#data/ingest/intake.ts'
import type { IncidentMapping } from '#data/ingest/mapping.ts'
import { droppedColumns } from '#data/ingest/propose.ts'
import { createIncidentReader, type ReadContext } from '#data/ingest/readIncident.ts'
import { createRemarks } from '#data/ingest/remarks.ts'
import { createTally } from '#data/ingest/tally.ts'
import type { City } from '#data/model/city.ts'
import type { ImportRemark, IncidentReport } from '#data/model/report.ts'
import { ancestorAt, createUnitTable, type UnitTable } from '#data/model/unit.ts'
import type { PublishedVersion, Store } from '../store/store.ts'
import { createDatum } from './datum.ts'
import type { ImportJob, ImportProgress, TellProgress } from './importJob.ts'
import { IngestError } from './ingestError.ts'
import { readMapping } from './mappingFile.ts'
import { requireVersion } from './newestVersion.ts'
import { requireColumns } from './requireColumns.ts'
import { openTable } from './tables/openTable.ts'
import type { TableSource } from './tables/tableSource.ts'

/** Above a row group of the store (122,880), so that batches go straight to its file and not to its log first. */
const BATCH = 150_000
const BATCHES_UNDER_WAY = 2
const NEAR_METERS = 50

export interface IncidentImport {
  readonly report: IncidentReport
  /** Every refused row: line, field, reason, value. */
  readonly rejectedRows: readonly RejectedRow[]
  /** Stored rows a person may want to look at. */
  readonly remarks: readonly ImportRemark[]
}

export async function importIncidents(
  store: Store,
  job: ImportJob,
  tell: TellProgress,
  nowMs: () => number,
): Promise<IncidentImport> {
  const begunMs = nowMs()
  const mapping = readMapping(job.mapping, 'incidents')
  const version = await requireVersion(store)
  const table = createUnitTable(version.units)
  const source = await openTable(job.file)
  requireColumns(source.headers, mapping.columns)
  const tally = createTally({
    zone: mapping.zone,
    isNear: nearBorder(version),
    nameOf: (id) => pathOf(table, table.rowOf(id)),
  })
  const reader = createIncidentReader({ ...readerParts(version, table, mapping), headers: source.headers })
  const batch = createIncidentBatch(mapping.source.key, reader, BATCH)
  const rejectedRows: RejectedRow[] = []
  const remarks = createRemarks()
  const intake = { reader, tally, batch, remarks, onRejected: (row: RejectedRow) => rejectedRows.push(row) }
  const totals = { inserted: 0, updated: 0, unchanged: 0 }
  const underWay: Promise<void>[] = []
  const flush = async (): Promise<void> => {
    const writing = store.appendIncidentColumns(batch.take()).then(({ inserted, updated, unchanged }) => {
      totals.inserted += inserted
      totals.updated += updated
      totals.unchanged += unchanged
    })
    underWay.push(writing)
    // The store writes one batch while the next rows are read; more would only wait.
    if (underWay.length >= BATCHES_UNDER_WAY) await underWay.shift()
  }
  await addTaxonomy(store, mapping, [])
  let rowsRead = 0
  for await (const cells of source.cells()) {
    for (let at = 0; at < cells.rows; ) {
      at = takeRows(intake, cells, at)
      if (!batch.isFull) continue
      await flush()
    }
    rowsRead += cells.rows
    tell(progressAt(rowsRead, source.bytes))
    // Rows already in memory come without a wait: others the server answers get their turn here.
    await breathe()
  }
  if (batch.length > 0) await flush()
  await Promise.all(underWay)
  await addTaxonomy(store, mapping, reader.categories)
  const counts = tally.report()
  const report: IncidentReport = {
    kind: 'incidents',
    file: basename(job.file),
    encoding: source.encoding,
    format: source.format,
    delimiter: source.delimiter,
    zone: mapping.zone,
    datum: mapping.datum,
    elapsedMs: nowMs() - begunMs,
    ...counts,
    stored: counts.located + counts.unlocated.total,
    ...totals,
    droppedColumns: await dropped(source, mapping),
    mapping: Object.entries(mapping.columns).map(([field, column]) => ({ column, field, note: '' })),
  }
  return { report, rejectedRows, remarks: remarks.list() }
}

const progressAt = (rows: number, bytes: number): ImportProgress => ({
  rows,
  doing: { zh: `已读 ${rows.toLocaleString('en')} 行`, en: `${rows.toLocaleString('en')} rows` },
  progress: Math.min(0.99, (rows * 120) / Math.max(bytes, 1)),
})

/** What reads a row of this city: exported for the preview, which reads the first rows the same way. */
export function readerParts(
  version: Pick<PublishedVersion, 'coverage'>,
  table: UnitTable,
  mapping: IncidentMapping,
  unitAt: Locator = createLocator(version.coverage),
): Omit<ReadContext, 'headers'> {
  const finest = table.rowsOfLevel.length - 1
  return {
    mapping,
    toWgs84: placeOrNull(mapping.datum),
    unitAt,
    unitOfCode: (code) => {
      const row = table.rowOfCode(code)
      return row < 0 ? null : table.units[row].id
    },
    coarsen: (id) => {
      const row = ancestorAt(table, table.rowOf(id), Math.max(0, finest - 1))
      return row < 0 ? id : table.units[row].id
    },
  }
}

/** One place that is none is one refused row, not the end of the import. */
function placeOrNull(datum: string): ReadContext['toWgs84'] {
  const toWgs84 = createDatum(datum)
  return (lng, lat) => {
    try {
      return toWgs84(lng, lat)
    } catch (error) {
      if (error instanceof IngestError) return null
      throw error
    }
  }
}

/** Whether a point lies within 50 metres of a border. */
export function nearBorder(version: Pick<PublishedVersion, 'coverage'>): (x: number, y: number) => boolean {
  const find = createDistanceToCoverage(version.coverage)
  return (x, y) => find(x, y, NEAR_METERS) !== null
}

/** Names below the root, coarsest first. */
function pathOf(table: UnitTable, row: number): string {
  const names: string[] = []
  for (let at = row; at >= 0 && table.parent[at] >= 0; at = table.parent[at])
    names.unshift(table.units[at].name)
  return names.slice(-2).join(' ') || (row >= 0 ? table.units[row].name : '')
}

async function dropped(source: TableSource, mapping: IncidentMapping): Promise<string[]> {
  const used = new Set(Object.values(mapping.columns))
  for await (const rows of source.rows()) {
    const sample = { file: '', headers: source.headers, rows: rows.slice(0, 200).map(({ values }) => values) }
    return [...new Set([...mapping.drop, ...droppedColumns(sample)])].filter((column) => !used.has(column))
  }
  return [...mapping.drop]
}

/** The city learns the source and any category it did not know; known names stay. */
async function addTaxonomy(store: Store, mapping: IncidentMapping, codes: readonly string[]): Promise<void> {
  const city = await store.readCity()
  if (!city)
    throw new IngestError('no-city', 'the data folder has units but no city', '重新运行 jingwei import units')
  const next: City = {
    ...city,
    sources: [
      ...city.sources.filter(({ key }) => key !== mapping.source.key),
      {
        ...mapping.source,
        hasDeadlines: mapping.deadlineHours !== null || mapping.columns.deadline !== undefined,
      },
    ].sort((a, b) => (a.key < b.key ? -1 : 1)),
    categories: [
      ...city.categories,
      ...codes
        .filter((code) => !city.categories.some((known) => known.code === code))
        .map((code) => ({ code, name: { zh: code, en: code }, sensitive: mapping.sensitive.includes(code) })),
    ].sort((a, b) => (a.code < b.code ? -1 : 1)),
  }
  if (JSON.stringify(next) !== JSON.stringify(city)) await store.writeCity(next)
}
