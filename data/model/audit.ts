// One line of the audit: who did what to what, when, from where, and how it ended. It names accounts and things, never
// what was written in them: no query values, no bodies, no secrets.
import { z } from 'zod'

/** done: carried out; refused: not permitted or not valid; failed: permitted, but it could not be done. */
export const AUDIT_OUTCOMES = ['done', 'refused', 'failed'] as const
export type AuditOutcome = (typeof AUDIT_OUTCOMES)[number]

export const auditEntrySchema = z.object({
  /** 1, 2, 3 … without a hole. */
  sequence: z.int().positive(),
  /** UTC, ISO 8601 with milliseconds. */
  at: z.iso.datetime({ precision: 3 }),
  /** null: nobody was signed in. */
  who: z.object({ id: z.string(), name: z.string(), role: z.string() }).nullable(),
  /** Network address; `local` for the command line. */
  from: z.string(),
  /** A permission's or an event's name, such as `sign-in`. */
  action: z.string(),
  /** The path, account or token concerned. */
  target: z.string().nullable(),
  outcome: z.enum(AUDIT_OUTCOMES),
})
export type AuditEntry = z.infer<typeof auditEntrySchema>

export const auditPageSchema = z.object({
  /** Newest first. */
  entries: z.array(auditEntrySchema),
  /** `before` of the next page; null: this was the last. */
  next: z.int().positive().nullable(),
  /** The newest line: kept elsewhere, it proves that nothing was taken from the end. */
  head: z.object({ sequence: z.int().nonnegative(), hash: z.string() }),
})
export type AuditPage = z.infer<typeof auditPageSchema>
