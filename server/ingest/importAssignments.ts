// A table of assignments → the store: rows are gathered by their matter, since a matter's assignments are written together.
// What the source does not know is told row by row in the file of refused rows. Running it twice changes nothing.
import { basename } from 'node:path'
import { createAssignmentIntake, type MatterRows } from '#data/ingest/assignmentIntake.ts'
import type { AssignmentMapping } from '#data/ingest/mapping.ts'
import { createAssignmentReader } from '#data/ingest/readAssignment.ts'
import type { AssignmentReport } from '#data/model/report.ts'
import type { Store } from '../store/store.ts'
import type { ImportJob, TellProgress } from './importJob.ts'
import { IngestError } from './ingestError.ts'
import { readMapping } from './mappingFile.ts'
import { createRejectedFile } from './rejectedFile.ts'
import { requireColumns } from './requireColumns.ts'
import { openTable } from './tables/openTable.ts'

/** Matters of one commit. */
const BATCH = 20_000
const MOST_NAMED = 20

export interface AssignmentImportParts {
  readonly store: Store
  readonly tell: TellProgress
  readonly nowMs: () => number
  /** Where every refused row goes, and every row of a matter that is not known. */
  readonly rejectedFile: string
}

export async function importAssignments(
  job: ImportJob,
  { store, tell, nowMs, rejectedFile }: AssignmentImportParts,
): Promise<AssignmentReport> {
  const begunMs = nowMs()
  const mapping = readMapping(job.mapping, 'assignments')
  const organisations = await knownOrganisations(store, mapping)
  const source = await openTable(job.file)
  requireColumns(source.headers, mapping.columns)
  const intake = createAssignmentIntake(createAssignmentReader(mapping, source.headers))
  const rejected = createRejectedFile(rejectedFile)
  for await (const rows of source.rows()) {
    for (const { line, values } of rows) {
      const why = intake.take(line, values)
      if (why) rejected.add([line, why.field, why.reason, why.example])
    }
    await rejected.drain()
    const { read } = intake.counts()
    const known = read.toLocaleString('en')
    tell({ rows: read, doing: { zh: `已读 ${known} 行`, en: `${known} rows` }, progress: 0.4 })
  }
  const matters = [...intake.matters.values()]
  const told = { updated: 0, unchanged: 0, unknown: 0 }
  const unknown: MatterRows[] = []
  for (let at = 0; at < matters.length; at += BATCH) {
    const batch = matters.slice(at, at + BATCH)
    const result = await store.assignIncidents(batch.map((each) => ({ source: mapping.source, ...each })))
    told.updated += result.updated
    told.unchanged += result.unchanged
    const missing = new Set(result.unknown)
    unknown.push(...batch.filter(({ sourceId }) => missing.has(sourceId)))
    const done = Math.min(matters.length, at + BATCH)
    const words = done.toLocaleString('en')
    tell({
      doing: { zh: `已写 ${words} 件`, en: `${words} matters` },
      progress: 0.4 + (0.59 * done) / matters.length,
    })
  }
  const field = mapping.columns.sourceId
  for (const { sourceId, lines } of unknown)
    for (const line of lines) rejected.add([line, field, 'unknown-incident', sourceId])
  await rejected.close()
  const counts = intake.counts()
  const unknownRows = unknown.reduce((sum, { lines }) => sum + lines.length, 0)
  return {
    kind: 'assignments',
    file: basename(job.file),
    ...{ encoding: source.encoding, format: source.format, delimiter: source.delimiter },
    zone: mapping.zone,
    source: mapping.source,
    elapsedMs: nowMs() - begunMs,
    ...counts,
    stored: counts.read - counts.duplicates - counts.rejected - unknownRows,
    unknown: unknownRows,
    unknownIds: unknown.slice(0, MOST_NAMED).map(({ sourceId }) => sourceId),
    matters: { ...told, unknown: unknown.length },
    strangers: strangersOf(matters, organisations),
    droppedColumns: mapping.drop.filter((column) => source.headers.includes(column)),
    mapping: Object.entries(mapping.columns).map(([name, column]) => ({ column, field: name, note: '' })),
  }
}

/** Keys of the city's organisations; empty: it has none to compare with. @throws IngestError without the source. */
async function knownOrganisations(store: Store, { source }: AssignmentMapping): Promise<ReadonlySet<string>> {
  const city = await store.readCity()
  if (!city?.sources.some(({ key }) => key === source))
    throw new IngestError(
      'no-source',
      `no incidents were imported from "${source}"; there are ${city?.sources.map(({ key }) => key).join(', ') || 'none'}`,
      '先导入事件，source 写导入时的来源标识 (import its incidents first; source is the key they were imported with)',
    )
  return new Set((city.organisations ?? []).map(({ key }) => key))
}

function strangersOf(matters: readonly MatterRows[], known: ReadonlySet<string>): string[] {
  if (known.size === 0) return []
  const all = new Set(
    matters.flatMap(({ assignments }) => assignments.map(({ organisation }) => organisation)),
  )
  return [...all].filter((key) => !known.has(key)).slice(0, MOST_NAMED)
}
