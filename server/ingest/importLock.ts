// One import at a time, whoever asks: two would read the same version and write over each other's taxonomy.
import { IngestError } from './ingestError.ts'

export interface RunningImport {
  readonly title: string
  readonly by: 'browser' | 'command' | 'source'
  readonly startedAtMs: number
  /** Where its progress is asked for; null: in the terminal that started it. */
  readonly job: string | null
}

/** Another import is running. */
export class ImportBusy extends IngestError {
  constructor(readonly running: RunningImport) {
    const { title, by, startedAtMs } = running
    const at = new Date(startedAtMs).toISOString()
    super('import-running', `${title}, started from the ${by} at ${at}, is still being imported`)
  }
}

export interface ImportLock {
  running(): RunningImport | null
  /** @throws ImportBusy at once, before anything is begun. */
  run<T>(who: RunningImport, work: () => Promise<T>): Promise<T>
}

export function createImportLock(): ImportLock {
  let running: RunningImport | null = null
  return {
    running: () => running,
    run(who, work) {
      if (running) throw new ImportBusy(running)
      running = who
      return work().finally(() => {
        running = null
      })
    },
  }
}
