// The other thread's side of importThread.ts: one task after the other.
import { parentPort } from 'node:worker_threads'
import type { IncidentColumns } from '#data/model/incidentColumns.ts'
import { IngestError } from '../ingestError.ts'
import { buffersOf } from './buffersOf.ts'
import type { Teller, ThreadAnswer, ThreadFailure, ThreadQuestion, ThreadTasks } from './threadJob.ts'

/** Batches with the store at a time: it writes one, the other waits for it, and a third is read. */
const BATCHES_UNDER_WAY = 2

let underWay = 0
let onTaken: (() => void) | null = null

const say = (answer: ThreadAnswer, given: ArrayBuffer[] = []): void => parentPort?.postMessage(answer, given)

const teller: Teller = {
  progress: (progress) => say({ progress }),
  async batch(batch: IncidentColumns) {
    while (underWay >= BATCHES_UNDER_WAY)
      await new Promise<void>((resolve) => {
        onTaken = resolve
      })
    underWay++
    say({ batch }, buffersOf(batch))
  },
}

parentPort?.on('message', async (question: ThreadQuestion) => {
  if ('taken' in question) {
    underWay--
    onTaken?.()
    return
  }
  try {
    say({ answer: await work(question) })
  } catch (error) {
    say({ failure: failureOf(error) })
  }
})

/** What a task does not need is not loaded for it. */
async function work(
  asked: Exclude<ThreadQuestion, { taken: true }>,
): Promise<ThreadTasks[keyof ThreadTasks]['answer']> {
  if (asked.task === 'readIncidents')
    return (await import('../readIncidentFile.ts')).readIncidentFile(asked.question, teller)
  const units = await import('../checkUnitFile.ts')
  return asked.task === 'checkUnits'
    ? units.checkUnitFile(asked.question, teller.progress)
    : units.sampleUnitFile(asked.question.file)
}

function failureOf(error: unknown): ThreadFailure {
  if (error instanceof IngestError) return { code: error.code, message: error.message }
  return { code: null, message: error instanceof Error ? (error.stack ?? error.message) : String(error) }
}
