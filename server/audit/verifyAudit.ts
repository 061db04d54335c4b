// Goes through every line of the audit, oldest first, and names each that was changed, removed, moved or made unreadable.
import { linesOf, monthFiles, readHead } from './auditFiles.ts'
import { check, type LineFault, type Link, readLink, START } from './chain.ts'

export interface AuditBreak {
  readonly file: string
  /** From 1. */
  readonly line: number
  readonly fault: LineFault | 'cut-off'
  /** How many lines are not there, where that can be told. */
  readonly missing: number
  /** As the line states it, null where it cannot be read. */
  readonly sequence: number | null
}

export interface AuditVerdict {
  readonly lines: number
  readonly head: Link
  readonly breaks: readonly AuditBreak[]
}

/** @param expected a head noted elsewhere earlier; proves that the chain still goes through it */
export async function verifyAudit(folder: string, expected?: Link): Promise<AuditVerdict> {
  const stated = await readHead(folder)
  const breaks: AuditBreak[] = []
  let [previous, last, lines]: [Link | null, Link, number] = [START, START, 0]
  let isThrough = expected === undefined || expected.sequence === 0
  let where = { file: 'head.json', line: 0 }
  for (const file of await monthFiles(folder)) {
    where = { file, line: 0 }
    for await (const text of linesOf(folder, file)) {
      where.line++
      if (isBeingWritten(text, stated)) continue
      lines++
      const { fault, link, missing } = check(text, previous)
      if (fault) breaks.push({ ...where, fault, missing, sequence: link?.sequence ?? null })
      if (link?.sequence === expected?.sequence && link?.hash === expected?.hash) isThrough = true
      previous = link
      last = link ?? last
    }
  }
  if (last.sequence < stated.sequence)
    breaks.push({
      ...where,
      fault: 'cut-off',
      missing: stated.sequence - last.sequence,
      sequence: stated.sequence,
    })
  else if (last.sequence === stated.sequence && last.hash !== stated.hash)
    breaks.push({ ...where, fault: 'changed', missing: 0, sequence: last.sequence })
  if (!isThrough && expected)
    breaks.push({ ...where, fault: 'cut-off', missing: 0, sequence: expected.sequence })
  return { lines, head: last, breaks }
}

/** The line a running server is just writing: beyond the head and not whole. */
const isBeingWritten = (text: string, head: Link): boolean => {
  if (text.endsWith('"}')) return false
  const begun = /^\{"sequence":(\d+)/.exec(text)
  return readLink(text) === null && begun !== null && Number(begun[1]) > head.sequence
}
