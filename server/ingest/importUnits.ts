// A unit file → a published version. It is checked as a coverage first; a dirty file is refused with the list,
// or mended within the tolerance when asked. The same file again publishes nothing, and what is refused writes nothing.
import { basename } from 'node:path'
import type { UnitMapping } from '#data/ingest/mapping.ts'
import type { City } from '#data/model/city.ts'
import type { UnitsReport } from '#data/model/report.ts'
import type { Store } from '../store/store.ts'
import type { UnitFileCheck } from './checkUnitFile.ts'
import { requireLaterDate, requireSameCity } from './fitsCity.ts'
import type { ImportJob, TellProgress } from './importJob.ts'
import { readMapping } from './mappingFile.ts'
import { newestVersion } from './newestVersion.ts'
import { inThread, type ThreadListener } from './thread/importThread.ts'

export async function importUnits(
  store: Store,
  job: ImportJob,
  tell: TellProgress,
  nowMs: () => number,
): Promise<UnitsReport> {
  const begunMs = nowMs()
  const mapping = readMapping(job.mapping, 'units')
  const check = await checkJob(store, job, mapping, { onProgress: tell })
  if (isPublished(check)) {
    tell({ doing: { zh: '发布边界', en: 'Publishing boundaries' }, progress: 0.8 })
    await store.publishVersion({
      effectiveFrom: mapping.effectiveFrom,
      note: basename(job.file),
      units: check.units,
      coverage: check.coverage,
      city: cityOf(mapping, await store.readCity()),
    })
  }
  return unitsReport(job, mapping, check, nowMs() - begunMs)
}

/** The check of a file against what the store has; nothing is written. @throws IngestError where it could not be published. */
export async function checkJob(
  store: Store,
  { file, toleranceMeters, repair }: ImportJob,
  mapping: UnitMapping,
  listener: ThreadListener,
): Promise<UnitFileCheck> {
  await requireSameCity(store, mapping)
  const newest = await newestVersion(store)
  const current = newest && { units: newest.units, coverage: newest.coverage }
  const question = { file, mapping, current, toleranceMeters, repair }
  const check = await inThread('checkUnits', question, listener)
  if (isPublished(check)) await requireLaterDate(store, mapping)
  return check
}

const isPublished = ({ outcome }: UnitFileCheck): boolean => outcome === 'stored' || outcome === 'repaired'

export function unitsReport(
  { file }: ImportJob,
  { datum }: UnitMapping,
  { format, findings, outcome, outlines, droppedColumns }: UnitFileCheck,
  elapsedMs: number,
): UnitsReport {
  return {
    kind: 'units',
    file: basename(file),
    format,
    datum,
    elapsedMs,
    ...findings,
    outcome,
    outlines,
    droppedColumns: [...droppedColumns],
  }
}

/** What was known of categories, sources, organisations and calendars stays; name, zone and levels are the mapping's. */
function cityOf({ city, levels, root }: UnitMapping, known: City | null): City {
  return {
    categories: [],
    sources: [],
    urgencies: [{ key: 'normal', name: { zh: '一般', en: 'Normal' } }],
    ...known,
    ...city,
    levels,
    homeCode: root.code,
    syntheticBoundaries: false,
    demo: false,
  }
}
