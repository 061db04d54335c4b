// Imports the browser asked for, run in this process one at a time, their progress kept to be asked for. A task is
// cancelled where it next says how far it is; rows stored until then stay, for an import run again changes nothing.
import { randomBytes } from 'node:crypto'
import type { ImportKind, ImportTask } from '#data/model/uploads.ts'
import { type Store, StoreRefusal } from '../store/store.ts'
import { faultsOf } from './importFaults.ts'
import type { ImportJob, ImportProgress, ImportResult } from './importJob.ts'
import type { ImportLock } from './importLock.ts'
import { IngestError } from './ingestError.ts'
import { runImport } from './runImport.ts'

export interface TaskParts {
  readonly store: Store
  readonly folder: string
  readonly clock: () => number
  readonly lock: ImportLock
  readonly onUnexpected: (error: unknown) => void
}

/** What a browser can ask for. */
export type BrowserJob = ImportJob & { readonly kind: ImportKind }

export interface ImportTasks {
  /** @throws ImportBusy */
  start(
    upload: string,
    title: string,
    job: BrowserJob,
    done: (result: ImportResult) => Promise<void>,
  ): ImportTask
  find(id: string): ImportTask | null
  /** The task goes on until it next tells its progress. */
  cancel(id: string): ImportTask | null
}

interface Task {
  readonly id: string
  readonly upload: string
  readonly kind: ImportKind
  readonly title: string
  readonly startedAtMs: number
  endedAtMs: number | null
  progress: ImportProgress
  state: ImportTask['state']
  report: string | null
  summary: string
  faults: ImportTask['faults']
  isCancelled: boolean
}

class Cancelled extends Error {}

const KEPT_TASKS = 20

export function createImportTasks(parts: TaskParts): ImportTasks {
  const { clock, lock } = parts
  const tasks = new Map<string, Task>()

  async function run(
    task: Task,
    job: ImportJob,
    done: (result: ImportResult) => Promise<void>,
  ): Promise<void> {
    const onProgress = (progress: ImportProgress): void => {
      if (task.isCancelled) throw new Cancelled()
      task.progress = progress
    }
    try {
      const result = await runImport(job, { ...parts, onProgress })
      await done(result)
      task.report = result.report?.id ?? null
      task.summary = result.summary
      task.state = result.isStored ? 'stored' : 'refused'
    } catch (error) {
      task.state = error instanceof Cancelled ? 'cancelled' : 'failed'
      if (task.state === 'failed') task.faults = faultsOf(error)
      if (task.state === 'failed' && !isExpected(error)) parts.onUnexpected(error)
    }
    task.endedAtMs = clock()
  }

  return {
    start(upload, title, job, done) {
      const id = randomBytes(8).toString('hex')
      const task = newTask(id, upload, title, job.kind, clock())
      const who = { title, by: 'browser' as const, startedAtMs: task.startedAtMs, job: id }
      void lock.run(who, () => run(task, job, done))
      tasks.set(id, task)
      if (tasks.size > KEPT_TASKS) tasks.delete(tasks.keys().next().value as string)
      return viewOf(task, clock())
    },
    find: (id) => {
      const task = tasks.get(id)
      return task ? viewOf(task, clock()) : null
    },
    cancel(id) {
      const task = tasks.get(id)
      if (!task) return null
      task.isCancelled = true
      return viewOf(task, clock())
    },
  }
}

const isExpected = (error: unknown): boolean => error instanceof IngestError || error instanceof StoreRefusal

function newTask(id: string, upload: string, title: string, kind: ImportKind, startedAtMs: number): Task {
  return {
    id,
    upload,
    kind,
    title,
    startedAtMs,
    endedAtMs: null,
    progress: { doing: { zh: '准备', en: 'Preparing' }, progress: 0 },
    state: 'running',
    report: null,
    summary: '',
    faults: [],
    isCancelled: false,
  }
}

function viewOf(task: Task, nowMs: number): ImportTask {
  const { startedAtMs, endedAtMs, progress, isCancelled: _, ...same } = task
  return {
    ...same,
    doing: progress.doing,
    progress: task.state === 'stored' ? 1 : progress.progress,
    rows: progress.rows ?? null,
    startedAt: new Date(startedAtMs).toISOString(),
    elapsedMs: (endedAtMs ?? nowMs) - startedAtMs,
  }
}
