// An incident file read in the import thread: rows are read, placed, counted and handed over in batches of columns;
// what cannot be stored goes to a file with its row, field and reason.
import { createIncidentBatch } from '#data/ingest/incidentBatch.ts'
import { takeRows } from '#data/ingest/intake.ts'
import type { IncidentMapping } from '#data/ingest/mapping.ts'
import { droppedColumns } from '#data/ingest/propose.ts'
import { createIncidentReader } from '#data/ingest/readIncident.ts'
import { createRemarks } from '#data/ingest/remarks.ts'
import { createTally, type TallyReport } from '#data/ingest/tally.ts'
import type { ImportRemark } from '#data/model/report.ts'
import { createUnitTable } from '#data/model/unit.ts'
import type { PublishedVersion } from '../store/store.ts'
import type { ImportProgress } from './importJob.ts'
import { type CityRules, nearBorder, pathName, readerParts } from './readerParts.ts'
import { createRejectedFile } from './rejectedFile.ts'
import { requireColumns } from './requireColumns.ts'
import { openTable } from './tables/openTable.ts'
import type { TableSource } from './tables/tableSource.ts'
import type { Teller } from './thread/threadJob.ts'

export interface IncidentFileQuestion {
  readonly file: string
  readonly mapping: IncidentMapping
  readonly version: Pick<PublishedVersion, 'units' | 'coverage'>
  readonly city: CityRules
  /** What the file was said to be; absent: anything. */
  readonly format?: TableSource['format']
  /** Where refused rows go. */
  readonly rejectedFile: string
}

export interface IncidentFileRead {
  readonly source: Pick<TableSource, 'encoding' | 'format' | 'delimiter'>
  readonly counts: TallyReport
  /** Codes the file has. */
  readonly categories: readonly string[]
  /** Stored rows a person may want to look at. */
  readonly remarks: readonly ImportRemark[]
  readonly droppedColumns: readonly string[]
}

/** Above a row group of the store (122,880), so that batches go straight to its file and not to its log first. */
const BATCH = 150_000

/** @throws IngestError where the file is no table or lacks a column. */
export async function readIncidentFile(
  { file, mapping, version, city, format, rejectedFile }: IncidentFileQuestion,
  teller: Teller,
): Promise<IncidentFileRead> {
  const table = createUnitTable(version.units)
  const source = await openTable(file, { format })
  requireColumns(source.headers, mapping.columns)
  const tally = createTally({
    zone: mapping.zone,
    isNear: nearBorder(version),
    nameOf: (id) => pathName(table, table.rowOf(id)),
  })
  const parts = readerParts(version, table, mapping, city)
  const reader = createIncidentReader({ ...parts, headers: source.headers })
  const batch = createIncidentBatch(mapping.source.key, reader, BATCH)
  const rejected = createRejectedFile(rejectedFile)
  const remarks = createRemarks()
  const intake = { reader, tally, batch, remarks, onRejected: rejected.add }
  let rows = 0
  for await (const cells of source.cells()) {
    for (let at = 0; at < cells.rows; ) {
      at = takeRows(intake, cells, at)
      if (batch.isFull) await teller.batch(batch.take())
    }
    rows += cells.rows
    await rejected.drain()
    teller.progress(progressAt(rows, source.bytes))
  }
  if (batch.length > 0) await teller.batch(batch.take())
  await rejected.close()
  return {
    source: { encoding: source.encoding, format: source.format, delimiter: source.delimiter },
    counts: tally.report(),
    categories: reader.categories,
    remarks: remarks.list(),
    droppedColumns: await dropped(source, mapping),
  }
}

const progressAt = (rows: number, bytes: number): ImportProgress => ({
  rows,
  doing: { zh: `已读 ${rows.toLocaleString('en')} 行`, en: `${rows.toLocaleString('en')} rows` },
  progress: Math.min(0.99, (rows * 120) / Math.max(bytes, 1)),
})

async function dropped(source: TableSource, mapping: IncidentMapping): Promise<string[]> {
  const used = new Set(Object.values(mapping.columns))
  for await (const rows of source.rows()) {
    const sample = { file: '', headers: source.headers, rows: rows.slice(0, 200).map(({ values }) => values) }
    return [...new Set([...mapping.drop, ...droppedColumns(sample)])].filter((column) => !used.has(column))
  }
  return [...mapping.drop]
}
