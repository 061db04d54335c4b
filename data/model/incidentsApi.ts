// The wire contract of single incidents: lists and one of them. Instants are ISO 8601 UTC; coordinates [lng, lat] in degrees.
import { z } from 'zod'
import { ASSIGNMENT_OUTCOMES, ASSIGNMENT_ROLES } from './assignment.ts'
import { resolvedSliceSchema } from './figuresApi.ts'
import { textSchema } from './text.ts'

const instant = z.iso.datetime()

/** Names of the organisations an answer speaks of, by key; those without a name are left out. */
const organisationNames = z.record(z.string(), textSchema)

/** One incident in lists. */
export const incidentSummarySchema = z.object({
  id: z.number().int(),
  source: z.string(),
  sourceId: z.string(),
  category: z.string(),
  urgency: z.string(),
  /** `path` and `ancestorIds` are of the units above, coarsest first. */
  unit: z
    .object({
      id: z.number().int(),
      code: z.string(),
      name: z.string(),
      level: z.string(),
      path: z.array(z.string()),
      ancestorIds: z.array(z.number().int()),
    })
    .nullable(),
  receivedAt: instant,
  state: z.enum(['open', 'overdue', 'handled', 'closed', 'voided', 'refused']),
  /** Extensions included. */
  deadlineAt: instant.nullable(),
  /** When it was handled, closed, refused or voided, whichever was first; null while it is open, reopened too. */
  endedAt: instant.nullable(),
  /** Reworked or reopened. */
  returned: z.boolean(),
  /** Key of the organisation responsible as of the slice's moment; null: none, or it is not told. */
  organisation: z.string().nullable(),
  /** Key of the level it was handled at. */
  handlingLevel: z.string().nullable(),
  /** A sensitive category: no point, no place below the village. */
  sensitive: z.boolean(),
  lngLat: z.tuple([z.number(), z.number()]).nullable(),
  approximate: z.boolean(),
})
export type IncidentSummary = z.infer<typeof incidentSummarySchema>

export const INCIDENT_STATES = ['all', 'open', 'overdue', 'handled', 'returned'] as const
export const INCIDENT_SORTS = ['received', 'deadline', 'age', 'duration'] as const

/**
 * GET /api/incidents?within&state&sort&order&cursor&limit&<slice>. `total` is the figure the slice has: of `all`
 * received, of open and overdue those stocks, whose rows are told as they stood at min(to, asOf). `withheld` of them
 * are not listed (sensitive, below the village). Of a sensitive slice whose figure is hidden `total` is null and there
 * are no rows.
 */
export const incidentListSchema = z.object({
  slice: resolvedSliceSchema,
  total: z.number().int().nullable(),
  withheld: z.number().int(),
  rows: z.array(incidentSummarySchema),
  organisationNames,
  nextCursor: z.string().nullable(),
})
export type IncidentList = z.infer<typeof incidentListSchema>

/** GET /api/incidents/{id} */
export const incidentDetailSchema = incidentSummarySchema.extend({
  moments: z.record(z.string(), instant),
  link: z.string().nullable(),
  selfClosed: z.boolean(),
  changedSeq: z.number().int(),
  /** The deadline as it was first set, where it has been moved since. */
  originalDeadlineAt: instant.nullable(),
  /** In the order they began, as known by the moment; empty: none are told. */
  assignments: z.array(
    z.object({
      organisation: z.string(),
      role: z.enum(ASSIGNMENT_ROLES),
      from: instant,
      to: instant.nullable(),
      deadlineAt: instant.nullable(),
      outcome: z.enum(ASSIGNMENT_OUTCOMES).nullable(),
    }),
  ),
  organisationNames,
  /** Writings that corrected what had been written, newest first; moments that were merely added are none. */
  corrections: z.array(z.object({ seq: z.number().int(), writtenAt: instant, fields: z.array(z.string()) })),
})
export type IncidentDetail = z.infer<typeof incidentDetailSchema>
