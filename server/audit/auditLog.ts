// The audit as the server writes it: one writer, lines in the order they were given, on the disk before `record`
// resolves. What several ask for at once goes out in one write.
import type { AuditEntry } from '#data/model/audit.ts'
import {
  appendLines,
  dropTornLine,
  linesBackward,
  monthFile,
  monthFiles,
  readHead,
  writeHead,
} from './auditFiles.ts'
import { type HashAlgorithm, type Link, readLink, seal } from './chain.ts'

export type AuditEvent = Omit<AuditEntry, 'sequence' | 'at'>

export interface AuditLog {
  /** @throws when the disk refuses it; nothing was written then */
  record(event: AuditEvent): Promise<void>
  head(): Link
  /** After everything given is written. */
  close(): Promise<void>
}

export interface AuditOptions {
  readonly folder: string
  readonly clock: () => number
  readonly algorithm: HashAlgorithm
}

interface Waiting {
  readonly at: string
  readonly event: AuditEvent
  readonly done: () => void
  readonly fail: (error: unknown) => void
}

export async function openAuditLog({ folder, clock, algorithm }: AuditOptions): Promise<AuditLog> {
  let { head, at: latest } = await reached(folder)
  let waiting: Waiting[] = []
  let writing: Promise<void> | null = null

  async function writeAll(): Promise<void> {
    while (waiting.length > 0) {
      const batch = sameMonth(waiting)
      waiting = waiting.slice(batch.length)
      try {
        head = await write(folder, head, batch, algorithm)
        for (const { done } of batch) done()
      } catch (error) {
        for (const { fail } of batch) fail(error)
      }
    }
    writing = null
  }

  return {
    record(event) {
      return new Promise((done, fail) => {
        const now = new Date(clock()).toISOString()
        // A clock set back does not turn the order of the lines, or of the months' files.
        if (now > latest) latest = now
        waiting.push({ at: latest, event, done, fail })
        writing ??= writeAll()
      })
    },
    head: () => head,
    close: async () => {
      await writing
    },
  }
}

function sameMonth(waiting: readonly Waiting[]): Waiting[] {
  const file = monthFile(waiting[0].at)
  const other = waiting.findIndex(({ at }) => monthFile(at) !== file)
  return waiting.slice(0, other < 0 ? waiting.length : other)
}

async function write(
  folder: string,
  head: Link,
  batch: readonly Waiting[],
  algorithm: HashAlgorithm,
): Promise<Link> {
  let link = head
  const lines = batch.map(({ at, event }) => {
    const { who, from, action, target, outcome } = event
    const sealed = seal(link, { at, who, from, action, target, outcome }, algorithm)
    link = sealed.link
    return sealed.line
  })
  await appendLines(folder, monthFile(batch[0].at), lines)
  await writeHead(folder, link)
  return link
}

/**
 * Where to go on from. A file ahead of the head (the power failed between the two) is believed; one behind it has lost
 * lines: going on from the head then leaves the hole in the chain for ever, for `verify` to find.
 */
async function reached(folder: string): Promise<{ head: Link; at: string }> {
  const head = await readHead(folder)
  const last = (await monthFiles(folder)).at(-1)
  if (last === undefined) return { head, at: '' }
  await dropTornLine(folder, last)
  for await (const line of linesBackward(folder)) {
    const read = readLink(line)
    if (!read) break
    return { head: read.link.sequence > head.sequence ? read.link : head, at: read.at }
  }
  return { head, at: '' }
}
