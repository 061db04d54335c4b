// Runs one import in this process, whoever asks: the command itself, or a running server over its control socket.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { AssignmentReport, ImportReport, IncidentReport } from '#data/model/report.ts'
import type { Store } from '../store/store.ts'
import { importAssignments } from './importAssignments.ts'
import { importIncidents } from './importIncidents.ts'
import { IMPORT_KIND, type ImportJob, type ImportResult, type TellProgress } from './importJob.ts'
import { importOrganisations } from './importOrganisations.ts'
import { importPremises } from './importPremises.ts'
import { importUnits } from './importUnits.ts'
import { readMapping } from './mappingFile.ts'
import { keepSourceMapping } from './sourceMappings.ts'

export interface ImportParts {
  readonly store: Store
  /** Data folder: refused rows are written below it. */
  readonly folder: string
  readonly clock: () => number
  readonly onProgress: TellProgress
}

export async function runImport(
  job: ImportJob,
  { store, folder, clock, onProgress }: ImportParts,
): Promise<ImportResult> {
  const begunMs = clock()
  if (job.kind === 'premises')
    return { report: null, isStored: true, summary: await importPremises(store, job, onProgress) }
  if (job.kind === 'organisations')
    return { report: null, isStored: true, summary: await importOrganisations(store, job) }
  const id = `${new Date(begunMs).toISOString().replace(/\D/g, '').slice(0, 14)}-${job.kind}`
  const beside = join(folder, 'imports', id)
  const part =
    job.kind === 'units'
      ? await importUnits(store, job, onProgress, clock)
      : await importRows(job, { store, folder, clock, onProgress }, beside)
  // What made this report is kept, so that it can be corrected and run again.
  const yaml = readFileSync(job.mapping, 'utf8')
  writeBeside(beside, 'mapping.yaml', yaml)
  if (job.kind === 'incidents')
    await keepSourceMapping(folder, readMapping(job.mapping, 'incidents').source.key, yaml)
  const report: ImportReport = {
    id,
    createdAt: new Date(begunMs).toISOString(),
    title: basename(job.file),
    elapsedMs: clock() - begunMs,
    parts: [part],
  }
  await store.writeReport({ id, createdAtMs: begunMs, kind: IMPORT_KIND, title: report.title, body: report })
  onProgress({ doing: { zh: '完成', en: 'Done' }, progress: 1 })
  return { report, isStored: part.kind !== 'units' || part.outcome !== 'refused', summary: '' }
}

async function importRows(
  job: ImportJob,
  { store, clock, onProgress }: ImportParts,
  beside: string,
): Promise<IncidentReport | AssignmentReport> {
  const rejectedFile = join(beside, 'rejected.csv')
  try {
    const parts = { store, tell: onProgress, nowMs: clock, rejectedFile }
    if (job.kind === 'assignments') return await importAssignments(job, parts)
    const { report, remarks } = await importIncidents(job, parts)
    if (remarks.length > 0) writeBeside(beside, 'remarks.json', JSON.stringify(remarks))
    return report
  } catch (error) {
    // Refused rows of an import that ended early belong to no report.
    rmSync(beside, { recursive: true, force: true })
    throw error
  }
}

export function writeBeside(folder: string, name: string, text: string): void {
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, name), text)
}
