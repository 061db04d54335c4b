// What the import thread is asked and what it says: plain data, columns of numbers handed over and not copied.
import type { IncidentColumns } from '#data/model/incidentColumns.ts'
import type { UnitFileCheck, UnitFileQuestion, UnitSample } from '../checkUnitFile.ts'
import type { ImportProgress } from '../importJob.ts'
import type { IncidentFileQuestion, IncidentFileRead } from '../readIncidentFile.ts'

/** What can be done in the thread: the question and the answer of each task. */
export interface ThreadTasks {
  readIncidents: { question: IncidentFileQuestion; answer: IncidentFileRead }
  checkUnits: { question: UnitFileQuestion; answer: UnitFileCheck }
  sampleUnits: { question: { readonly file: string }; answer: UnitSample }
}
export type TaskName = keyof ThreadTasks

/** To the thread: a task, or that a batch was taken and one more may come. */
export type ThreadQuestion =
  | { [K in TaskName]: { readonly task: K; readonly question: ThreadTasks[K]['question'] } }[TaskName]
  | { readonly taken: true }

export type ThreadAnswer =
  | { readonly progress: ImportProgress }
  | { readonly batch: IncidentColumns }
  | { readonly answer: ThreadTasks[TaskName]['answer'] }
  | { readonly failure: ThreadFailure }

export interface ThreadFailure {
  /** Code of an IngestError; null: an unexpected failure. */
  readonly code: string | null
  readonly message: string
}

/** What a task may say while it works. */
export interface Teller {
  progress(progress: ImportProgress): void
  /** Hands a batch over; waits first while two are still with the store. */
  batch(columns: IncidentColumns): Promise<void>
}
