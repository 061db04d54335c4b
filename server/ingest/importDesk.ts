// Imports from the browser, put together: uploads in the data folder, their proposals, the one import that runs.
import { readFile, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { parseDocument, stringify } from 'yaml'
import type { z } from 'zod'
import type { Outlines } from '#data/model/report.ts'
import type { ImportOrigin, ImportProposal, ImportTask, runBodySchema } from '#data/model/uploads.ts'
import type { Store } from '../store/store.ts'
import type { VersionService } from '../versions.ts'
import { cityOutlines } from './cityOutlines.ts'
import type { ImportProgress } from './importJob.ts'
import { createImportLock, type ImportLock } from './importLock.ts'
import { type ImportSidecars, importSidecars } from './importSidecars.ts'
import { createImportTasks, type ImportTasks } from './importTasks.ts'
import { faultsBeforeRun, type ProposeRequest, proposeUpload } from './proposeUpload.ts'
import { createSourceIntake, type SourceIntake } from './sourceIntake.ts'
import { createChecks } from './uploadChecks.ts'
import { createUploadSamples } from './uploadSample.ts'
import { createUploads, type UploadedFile, type Uploads } from './uploads.ts'

export interface DeskParts {
  readonly store: Store
  readonly versions: VersionService
  /** The data folder. */
  readonly folder: string
  readonly clock: () => number
  readonly onUnexpected: (error: unknown) => void
  readonly mostUploadBytes?: number
  readonly lock?: ImportLock
}

export interface ImportDesk {
  readonly uploads: Uploads
  readonly tasks: ImportTasks
  readonly lock: ImportLock
  readonly sidecars: ImportSidecars
  /** Of rows that sources send by themselves. */
  readonly intake: SourceIntake
  /** The city as it stands, small enough to draw marks on. */
  outlines(): Promise<Outlines | null>
  receive(name: string, body: ReadableStream<Uint8Array> | null): Promise<UploadedFile>
  /** A newer question about a file ends the older one. @param signal aborts when nobody waits for the answer any more. */
  propose(file: UploadedFile, request: ProposeRequest, signal?: AbortSignal): Promise<ImportProposal>
  /** How far the check of a file is; null: none runs. */
  checking(file: UploadedFile): ImportProgress | null
  /** @throws MappingFaults, ImportBusy */
  run(file: UploadedFile, request: z.output<typeof runBodySchema>): Promise<ImportTask>
  /** @param kind of the report's first part. */
  origin(reportId: string, kind: ImportOrigin['kind']): Promise<ImportOrigin>
}

/** The mapping cannot be run. */
export class MappingFaults extends Error {
  constructor(readonly faults: ImportProposal['faults']) {
    super(faults.map(({ path, message }) => `${path}: ${message}`).join('; '))
  }
}

export function createImportDesk(parts: DeskParts): ImportDesk {
  const { folder, clock } = parts
  const lock = parts.lock ?? createImportLock()
  const uploads = createUploads(join(folder, 'tmp', 'uploads'), clock, parts.mostUploadBytes)
  const samples = createUploadSamples()
  const tasks = createImportTasks({ ...parts, lock })
  const checks = createChecks()
  const proposing = { ...parts, samples, listener: {} }
  const sidecars = importSidecars(folder)
  return {
    uploads,
    tasks,
    lock,
    sidecars,
    intake: createSourceIntake({ ...parts, lock, mostBytes: uploads.mostBytes }),
    async outlines() {
      const version = await parts.versions.current()
      return version && cityOutlines(version)
    },
    async receive(name, body) {
      await uploads.clean()
      const file = await uploads.receive(name, body)
      // What cannot be read is said when it is looked at; the file itself has arrived.
      return uploads.setKind(file, await samples.guessKind(file).catch(() => null))
    },
    propose: (file, request, signal) =>
      checks.run(file.id, signal, (listener) => proposeUpload({ ...proposing, listener }, file, request)),
    checking: ({ id }) => checks.progressOf(id),
    async run(file, { mapping, repair, toleranceMeters }) {
      const faults = await faultsBeforeRun(proposing, file, mapping)
      if (faults.length > 0) throw new MappingFaults([...faults])
      const kind = mapping.kind as ImportTask['kind']
      const yaml = join(file.folder, 'mapping.yaml')
      const job = { kind, file: file.path, mapping: yaml, repair, toleranceMeters }
      // The lock is taken before the file is written over.
      if (lock.running() === null) await writeFile(yaml, stringify(mapping, { lineWidth: 110 }))
      return tasks.start(file.id, basename(file.path), job, async ({ report }) => {
        if (!report) return
        const origin = { kind, repair, toleranceMeters, upload: file.id }
        await writeFile(join(folder, 'imports', report.id, 'origin.json'), JSON.stringify(origin))
      })
    },
    async origin(reportId, kind) {
      const [yaml, text] = await Promise.all([
        sidecars.mapping(reportId),
        readFile(join(folder, 'imports', basename(reportId), 'origin.json'), 'utf8').catch(() => null),
      ])
      const known = text === null ? null : (JSON.parse(text) as Omit<ImportOrigin, 'mapping'>)
      const upload = known?.upload ? await uploads.find(known.upload) : null
      return {
        kind,
        repair: known?.repair ?? false,
        toleranceMeters: known?.toleranceMeters ?? 30,
        mapping: yaml === null ? null : (parseDocument(yaml).toJS() as Record<string, unknown>),
        upload: upload?.id ?? null,
      }
    },
  }
}
