// The audit as auditors read it: newest first, a page at a time, by when, who, what and outcome.
import { type AuditEntry, type AuditOutcome, auditEntrySchema } from '#data/model/audit.ts'
import { linesBackward } from './auditFiles.ts'

export interface AuditQuestion {
  /** ISO instants, from inclusive, to exclusive. */
  readonly from?: string
  readonly to?: string
  /** Part of the account's name or its id. */
  readonly who?: string
  readonly action?: string
  readonly outcome?: AuditOutcome
  /** Only lines before this one. */
  readonly before?: number
}

/** Entries that answer the question, newest first; lines that cannot be read are `verify`'s to report. */
export async function* auditEntries(folder: string, question: AuditQuestion): AsyncGenerator<AuditEntry> {
  const from = question.from === undefined ? '' : new Date(question.from).toISOString()
  const to = question.to === undefined ? '\uffff' : new Date(question.to).toISOString()
  for await (const line of linesBackward(folder)) {
    const entry = readEntry(line)
    if (!entry || entry.at >= to) continue
    // Lines are in the order of their time.
    if (entry.at < from) return
    if (answers(entry, question)) yield entry
  }
}

export async function auditPage(
  folder: string,
  question: AuditQuestion,
  limit: number,
): Promise<{ entries: AuditEntry[]; next: number | null }> {
  const entries: AuditEntry[] = []
  for await (const entry of auditEntries(folder, question)) {
    if (entries.length === limit) return { entries, next: entries[limit - 1].sequence }
    entries.push(entry)
  }
  return { entries, next: null }
}

function answers({ sequence, who, action, outcome }: AuditEntry, question: AuditQuestion): boolean {
  if (question.before !== undefined && sequence >= question.before) return false
  if (question.action !== undefined && action !== question.action) return false
  if (question.outcome !== undefined && outcome !== question.outcome) return false
  if (question.who === undefined) return true
  return who !== null && (who.id === question.who || who.name.includes(question.who))
}

function readEntry(line: string): AuditEntry | null {
  try {
    return auditEntrySchema.safeParse(JSON.parse(line)).data ?? null
  } catch {
    return null
  }
}
