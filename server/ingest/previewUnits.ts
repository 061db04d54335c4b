// What an import of a unit file would do: the same check, and nothing written.
import type { UnitMapping } from '#data/ingest/mapping.ts'
import type { UnitsPreview } from '#data/model/uploads.ts'
import type { Store } from '../store/store.ts'
import type { ImportJob } from './importJob.ts'
import { checkJob, unitsReport } from './importUnits.ts'
import type { ThreadListener } from './thread/importThread.ts'

export interface PreviewUnitsParts {
  readonly store: Store
  readonly clock: () => number
  readonly listener: ThreadListener
}

/** @throws IngestError as the import would. */
export async function previewUnits(
  job: ImportJob,
  mapping: UnitMapping,
  { store, clock, listener }: PreviewUnitsParts,
): Promise<UnitsPreview> {
  const begunMs = clock()
  const check = await checkJob(store, job, mapping, listener)
  const report = unitsReport(job, mapping, check, clock() - begunMs)
  const levels = check.levels.map((level) => ({ ...level }))
  return { kind: 'units', report, levels, against: check.against }
}
