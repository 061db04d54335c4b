// The checks of uploads that run now: how far each is, and their end when a newer question about the same file comes
// or nobody waits any more.
import type { ImportProgress } from './importJob.ts'
import { IngestError } from './ingestError.ts'
import type { ThreadListener } from './thread/importThread.ts'

interface Check {
  readonly controller: AbortController
  progress: ImportProgress
}

export interface UploadChecks {
  /** @throws IngestError check-ended where it was given up. */
  run<T>(
    upload: string,
    signal: AbortSignal | undefined,
    work: (listener: ThreadListener) => Promise<T>,
  ): Promise<T>
  progressOf(upload: string): ImportProgress | null
}

const WAITING: ImportProgress = { doing: { zh: '准备', en: 'Preparing' }, progress: 0 }

const ended = (): IngestError =>
  new IngestError('check-ended', 'the check was ended: another was asked for, or nobody waited for it')

export function createChecks(): UploadChecks {
  const running = new Map<string, Check>()
  return {
    async run(upload, signal, work) {
      const check: Check = { controller: new AbortController(), progress: WAITING }
      const end = (): void => check.controller.abort(ended())
      running.get(upload)?.controller.abort(ended())
      running.set(upload, check)
      signal?.addEventListener('abort', end)
      try {
        return await work({
          signal: check.controller.signal,
          onProgress: (progress) => {
            check.progress = progress
          },
        })
      } finally {
        signal?.removeEventListener('abort', end)
        if (running.get(upload) === check) running.delete(upload)
      }
    },
    progressOf: (upload) => running.get(upload)?.progress ?? null,
  }
}
