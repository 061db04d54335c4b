// An incident file → the store: the import thread reads and places, the store appends what it is given meanwhile.
// Running it twice changes nothing.
import { basename } from 'node:path'
import type { IncidentMapping } from '#data/ingest/mapping.ts'
import type { City } from '#data/model/city.ts'
import type { IncidentColumns } from '#data/model/incidentColumns.ts'
import type { ImportRemark, IncidentReport } from '#data/model/report.ts'
import { fallsUnder } from '#data/model/sensitivity.ts'
import type { Unit } from '#data/model/unit.ts'
import type { Store } from '../store/store.ts'
import type { ImportJob, TellProgress } from './importJob.ts'
import { IngestError } from './ingestError.ts'
import { readMapping } from './mappingFile.ts'
import { requireVersion } from './newestVersion.ts'
import type { TableSource } from './tables/tableSource.ts'
import { inThread } from './thread/importThread.ts'
import { withWorkingTime } from './workingTime.ts'

export interface IncidentImport {
  readonly report: IncidentReport
  /** Stored rows a person may want to look at. */
  readonly remarks: readonly ImportRemark[]
}

export interface IncidentImportParts {
  readonly store: Store
  readonly tell: TellProgress
  readonly nowMs: () => number
  /** Where every refused row goes; not made where there is none. */
  readonly rejectedFile: string
  /** What the file was said to be; absent: anything. */
  readonly format?: TableSource['format']
}

export async function importIncidents(
  job: ImportJob,
  { store, tell, nowMs, rejectedFile, format }: IncidentImportParts,
): Promise<IncidentImport> {
  const begunMs = nowMs()
  const mapping = withWorkingTime(readMapping(job.mapping, 'incidents'), await store.readCity())
  const { units, coverage } = await requireVersion(store)
  requireUnitOfSource(mapping, units)
  const { levels, categories } = await addTaxonomy(store, mapping, [])
  const totals = { inserted: 0, updated: 0, unchanged: 0 }
  const onBatch = async (columns: IncidentColumns): Promise<void> => {
    const { inserted, updated, unchanged } = await store.appendIncidentColumns(columns)
    totals.inserted += inserted
    totals.updated += updated
    totals.unchanged += unchanged
  }
  const read = await inThread(
    'readIncidents',
    {
      file: job.file,
      mapping,
      version: { units, coverage },
      city: { levels, categories },
      format,
      rejectedFile,
    },
    { onProgress: tell, onBatch },
  )
  await addTaxonomy(store, mapping, read.categories)
  const report: IncidentReport = {
    kind: 'incidents',
    file: basename(job.file),
    ...read.source,
    zone: mapping.zone,
    datum: mapping.datum,
    elapsedMs: nowMs() - begunMs,
    ...read.counts,
    stored: read.counts.located + read.counts.unlocated.total,
    ...totals,
    droppedColumns: [...read.droppedColumns],
    mapping: Object.entries(mapping.columns).map(([field, column]) => ({ column, field, note: '' })),
  }
  return { report, remarks: read.remarks }
}

function requireUnitOfSource({ source }: IncidentMapping, units: readonly Unit[]): void {
  if (!source.unit || units.some(({ code }) => code === source.unit)) return
  throw new IngestError(
    'unknown-unit',
    `source.unit: the newest boundaries have no unit ${source.unit}`,
    '写该来源所辖区划的代码；来源覆盖全市的留空',
  )
}

const countsWork = ({ deadlineHours, deadlineClock }: IncidentMapping): boolean =>
  deadlineHours !== null && deadlineClock === 'working'

/** The city learns the source and any category it did not know; known names stay. */
async function addTaxonomy(store: Store, mapping: IncidentMapping, codes: readonly string[]): Promise<City> {
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
    ...(mapping.workingTime && { workingTime: mapping.workingTime }),
    categories: [
      ...city.categories.map((known) =>
        // What a mapping calls sensitive is so from now on; what it does not name stays as it was.
        fallsUnder(known.code, mapping.sensitive) ? { ...known, sensitive: true } : known,
      ),
      ...codes
        .filter((code) => !city.categories.some((known) => known.code === code))
        .map((code) => ({
          code,
          name: { zh: code, en: code },
          sensitive: fallsUnder(code, mapping.sensitive),
          ...(countsWork(mapping) && { deadlineClock: 'working' as const }),
        })),
    ].sort((a, b) => (a.code < b.code ? -1 : 1)),
  }
  if (JSON.stringify(next) !== JSON.stringify(city)) await store.writeCity(next)
  return next
}
