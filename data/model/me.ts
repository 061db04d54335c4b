// Who is looking, as the page needs it to leave out what one may not use.
import { z } from 'zod'

export const meSchema = z.object({
  displayName: z.string(),
  kind: z.enum(['account', 'demo', 'device', 'ingest', 'public']),
  role: z.enum(['public', 'viewer', 'planner', 'administrator', 'auditor']),
  scope: z.object({
    kind: z.enum(['all', 'unit', 'organisation']),
    /** Of the unit or organisation; null: everything. */
    code: z.string().nullable(),
    /** As its tree calls it; null where it is not there (any more). */
    name: z.string().nullable(),
  }),
  /** Of a wall: the page it is bound to, path and query; null for others. */
  scene: z.string().nullable().default(null),
  /** Names of server/access/permissions.ts. */
  permissions: z.array(z.string()),
})
export type Me = z.infer<typeof meSchema>
