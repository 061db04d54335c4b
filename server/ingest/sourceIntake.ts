// Rows a source sends by itself: the import of a file, with the mapping the source was last imported with. Sent again they
// change nothing. One is taken in at a time, few wait. The answer is the report; it is kept only where rows were refused,
// the newest of each hour, so that a source that sends every minute does not fill the list of reports.
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { ImportReport } from '#data/model/report.ts'
import type { Store } from '../store/store.ts'
import { importIncidents } from './importIncidents.ts'
import { IMPORT_KIND } from './importJob.ts'
import type { ImportLock } from './importLock.ts'
import { IngestError } from './ingestError.ts'
import { readMapping } from './mappingFile.ts'
import { writeBeside } from './runImport.ts'
import { type SourceMappings, sourceMappings } from './sourceMappings.ts'
import type { TableSource } from './tables/tableSource.ts'
import { saveBody } from './uploads.ts'

export interface IntakeParts {
  readonly store: Store
  /** The data folder. */
  readonly folder: string
  readonly clock: () => number
  readonly lock: ImportLock
  readonly mostBytes: number
}

export interface SourceIntake {
  readonly mappings: SourceMappings
  readonly mostBytes: number
  /**
   * @param format of the body: another is refused. @param by who sends it, as reports name it
   * @throws IngestError source-unmapped, no-source-id, intake-full, import-running, and whatever a file can have wrong
   */
  take(
    source: string,
    body: ReadableStream<Uint8Array> | null,
    format: TableSource['format'],
    by: string,
  ): Promise<ImportReport>
}

const MOST_WAITING = 8

export function createSourceIntake(parts: IntakeParts): SourceIntake {
  const { folder, lock, clock, mostBytes } = parts
  const mappings = sourceMappings(folder)
  let last: Promise<unknown> = Promise.resolve()
  let waiting = 0

  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = last.then(work)
    last = turn.catch(() => {})
    return turn
  }
  return {
    mappings,
    mostBytes,
    async take(source, body, format, by) {
      const mapping = await mappings.find(source)
      if (mapping === null)
        throw new IngestError('source-unmapped', `no import of ${source} has left its mapping here yet`)
      if (readMapping(mapping, 'incidents').columns.sourceId === undefined)
        throw new IngestError(
          'no-source-id',
          `the mapping of ${source} names no column of ids: what is sent could not be told from what was sent before`,
          '在 columns.sourceId 写编号列，重新导入一次 (name columns.sourceId and import once more)',
        )
      if (waiting >= MOST_WAITING)
        throw new IngestError('intake-full', `${waiting} others wait; send it again in a moment`)
      waiting++
      const own = join(folder, 'tmp', 'sent', randomBytes(8).toString('hex'))
      try {
        await mkdir(own, { recursive: true, mode: 0o700 })
        const file = join(own, source)
        if ((await saveBody(body, file, mostBytes)) === 0)
          throw new IngestError('empty-file', 'the body is empty')
        return await inTurn(() => {
          const who = { title: by, by: 'source' as const, startedAtMs: clock(), job: null }
          return lock.run(who, () => importSent(parts, { source, by, file, format, mapping, own }))
        })
      } finally {
        waiting--
        await rm(own, { recursive: true, force: true })
      }
    },
  }
}

interface Sent {
  readonly source: string
  readonly by: string
  readonly file: string
  readonly format: TableSource['format']
  readonly mapping: string
  /** Folder that goes away with the answer. */
  readonly own: string
}

async function importSent(
  { store, folder, clock }: IntakeParts,
  { source, by, file, format, mapping, own }: Sent,
): Promise<ImportReport> {
  const begunMs = clock()
  const job = { kind: 'incidents', file, mapping, repair: false, toleranceMeters: 0 } as const
  const rejectedFile = join(own, 'rejected.csv')
  const parts = { store, tell: () => {}, nowMs: clock, rejectedFile, format }
  const { report: part } = await importIncidents(job, parts)
  const hour = new Date(begunMs).toISOString().replace(/\D/g, '').slice(0, 10)
  const report: ImportReport = {
    id: `${hour}-sent-${source.slice(0, 40)}`,
    createdAt: new Date(begunMs).toISOString(),
    title: by,
    elapsedMs: clock() - begunMs,
    parts: [part],
  }
  if (part.rejected > 0) {
    const beside = join(folder, 'imports', report.id)
    writeBeside(beside, 'mapping.yaml', readFileSync(mapping, 'utf8'))
    writeBeside(beside, 'rejected.csv', readFileSync(rejectedFile, 'utf8'))
    await store.writeReport({
      id: report.id,
      createdAtMs: begunMs,
      kind: IMPORT_KIND,
      title: report.title,
      body: report,
    })
  }
  return report
}
