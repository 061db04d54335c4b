// Reading and checking in a thread of its own: no request of the server waits while a file is read, and the store
// writes one batch while the next is read. A thread is kept a while for the next task; giving up ends it at once.
import type { Worker } from 'node:worker_threads'
import type { IncidentColumns } from '#data/model/incidentColumns.ts'
import { loadWorker } from '../../loadWorker.ts'
import type { TellProgress } from '../importJob.ts'
import { IngestError } from '../ingestError.ts'
import type { TaskName, ThreadAnswer, ThreadQuestion, ThreadTasks } from './threadJob.ts'

export interface ThreadListener {
  /** What it throws ends the task: that is how an import is cancelled. */
  readonly onProgress?: TellProgress
  /** Settles when the store has it. */
  readonly onBatch?: (columns: IncidentColumns) => Promise<void>
  readonly signal?: AbortSignal
}

const IDLE_MS = 60_000
const idle: { readonly worker: Worker; readonly end: NodeJS.Timeout }[] = []

/** @throws IngestError as the task does, whatever a listener throws, or the signal's reason. */
export async function inThread<K extends TaskName>(
  task: K,
  question: ThreadTasks[K]['question'],
  listener: ThreadListener = {},
): Promise<ThreadTasks[K]['answer']> {
  listener.signal?.throwIfAborted()
  const worker = takeWorker()
  try {
    const answer = await converse(worker, { task, question } as ThreadQuestion, listener)
    keep(worker)
    return answer as ThreadTasks[K]['answer']
  } catch (error) {
    // What it may still be doing is nobody's any more.
    await worker.terminate()
    throw error
  }
}

function converse(
  worker: Worker,
  question: ThreadQuestion,
  { onProgress, onBatch, signal }: ThreadListener,
): Promise<ThreadTasks[TaskName]['answer']> {
  return new Promise((resolve, reject) => {
    const stored: Promise<void>[] = []
    const settle = (end: () => void): void => {
      worker.off('error', fail).off('exit', exited).off('message', hear)
      signal?.removeEventListener('abort', abort)
      // What was given to the store is waited for, however the task ended.
      void Promise.allSettled(stored).then(end)
    }
    const fail = (error: unknown): void => settle(() => reject(error))
    const abort = (): void => fail(signal?.reason)
    signal?.addEventListener('abort', abort)
    const exited = (code: number): void => fail(new Error(`the import thread ended with ${code}`))
    const hear = (said: ThreadAnswer): void => {
      try {
        if ('progress' in said) onProgress?.(said.progress)
        else if ('batch' in said) stored.push(takeBatch(said.batch))
        else if ('failure' in said) fail(errorOf(said.failure))
        else settle(() => Promise.all(stored).then(() => resolve(said.answer), reject))
      } catch (error) {
        fail(error)
      }
    }
    const takeBatch = async (batch: IncidentColumns): Promise<void> => {
      try {
        await onBatch?.(batch)
        worker.postMessage({ taken: true } satisfies ThreadQuestion)
      } catch (error) {
        fail(error)
      }
    }
    worker.on('error', fail).on('exit', exited).on('message', hear)
    worker.postMessage(question)
  })
}

function errorOf({ code, message }: { code: string | null; message: string }): Error {
  return code === null ? new Error(message) : new IngestError(code, message)
}

function takeWorker(): Worker {
  const known = idle.pop()
  if (!known) return startWorker()
  clearTimeout(known.end)
  known.worker.ref()
  return known.worker
}

function keep(worker: Worker): void {
  worker.unref()
  const end = setTimeout(() => void worker.terminate(), IDLE_MS).unref()
  idle.push({ worker, end })
}

function startWorker(): Worker {
  const worker = loadWorker('importWorker', import.meta.url)
  worker.once('exit', () => {
    const at = idle.findIndex((each) => each.worker === worker)
    if (at >= 0) clearTimeout(idle.splice(at, 1)[0].end)
  })
  return worker
}
