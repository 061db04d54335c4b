// The wire contract of imports from the browser: an uploaded file, what it would become (proposal and preview),
// and the job that imports it.
import { z } from 'zod'
import { outlinesSchema, rejectionSchema, unitsReportSchema } from './report.ts'
import { textSchema } from './text.ts'

const instant = z.iso.datetime()
const count = z.number().int().min(0)
export const importKindSchema = z.enum(['units', 'incidents', 'premises', 'assignments'])
export type ImportKind = z.infer<typeof importKindSchema>

const faultSchema = z.object({
  /** Where in the mapping, or `file`. */
  path: z.string(),
  message: z.string(),
  /** Stable; the interface has words for it. */
  code: z.string().optional(),
})
export type ImportFault = z.infer<typeof faultSchema>

/** GET /api/imports/jobs/{id} */
export const importTaskSchema = z.object({
  id: z.string(),
  upload: z.string(),
  kind: importKindSchema,
  title: z.string(),
  state: z.enum(['running', 'stored', 'refused', 'failed', 'cancelled']),
  doing: textSchema,
  /** 0–1. */
  progress: z.number().min(0).max(1),
  rows: count.nullable(),
  startedAt: instant,
  elapsedMs: z.number(),
  /** Id of the report, once there is one. */
  report: z.string().nullable(),
  /** A line for kinds without a report. */
  summary: z.string(),
  faults: z.array(faultSchema),
})
export type ImportTask = z.infer<typeof importTaskSchema>

/** GET /api/imports/uploads/{id} */
export const uploadSchema = z.object({
  id: z.string(),
  name: z.string(),
  bytes: count,
  createdAt: instant,
  /** When it is removed. */
  expiresAt: instant,
  /** What it looks like; null: cannot tell. */
  kind: importKindSchema.nullable(),
})
export type Upload = z.infer<typeof uploadSchema>

/** GET /api/imports/uploads: newest first. */
export const uploadListSchema = z.object({
  rows: z.array(uploadSchema),
  /** The import that is running now. */
  running: z
    .object({
      title: z.string(),
      startedAt: instant,
      by: z.enum(['browser', 'command', 'source']),
      job: z.string().nullable(),
    })
    .nullable(),
  mostBytes: count,
})
export type UploadList = z.infer<typeof uploadListSchema>

/** A column (or property) of the file, with values as they stand there. */
const columnSchema = z.object({
  name: z.string(),
  samples: z.array(z.string()),
  /** Looks personal or is free text: dropped unless it is mapped. */
  isPersonal: z.boolean(),
})

export const incidentPreviewSchema = z.object({
  kind: z.literal('incidents'),
  /** The first rows only; figures below are of these. */
  rows: count,
  hasMore: z.boolean(),
  located: count,
  unlocated: z.record(z.string(), count),
  outsideWithin50Meters: count,
  /** Rows of a matter told by an earlier row: rows = located + unlocated + duplicates + rejected. */
  duplicates: count,
  rejected: count,
  rejections: z.array(rejectionSchema),
  codeAgainstCoordinates: z.object({ compared: count, agree: count, differ: count }),
  /** [lng, lat, 1 inside | 0 outside], WGS 84; without sensitive categories. */
  points: z.array(z.tuple([z.number(), z.number(), z.number()])),
  /** The city as it stands, to draw them on. */
  outlines: outlinesSchema.nullable(),
  /** Rows with coordinates that lie outside all units, if the file were in that datum. */
  datums: z.array(z.object({ datum: z.string(), outside: count, compared: count })),
  /** As written, and as it is read: an instant in UTC. */
  received: z.array(z.object({ written: z.string(), read: instant.nullable() })),
  hours: z.array(count).length(24),
  span: z.object({ first: z.string(), last: z.string() }).nullable(),
  categories: z.array(z.object({ value: z.string(), code: z.string(), rows: count })),
  droppedColumns: z.array(z.string()),
})
export type IncidentPreview = z.infer<typeof incidentPreviewSchema>

export const unitsPreviewSchema = z.object({
  kind: z.literal('units'),
  /** What the import would report if it ran now. */
  report: unitsReportSchema,
  levels: z.array(z.object({ key: z.string(), units: count })),
  /** Units by code against the newest version: in both, in the file alone, in the version alone; null: there is none yet. */
  against: z.object({ kept: count, added: count, gone: count }).nullable(),
})
export type UnitsPreview = z.infer<typeof unitsPreviewSchema>

export const premisesPreviewSchema = z.object({
  kind: z.literal('premises'),
  rows: count,
  hasMore: z.boolean(),
  households: count,
  withoutUnit: count,
  points: z.array(z.tuple([z.number(), z.number(), z.number()])),
  /** The city as it stands, to draw them on. */
  outlines: outlinesSchema.nullable(),
})
export type PremisesPreview = z.infer<typeof premisesPreviewSchema>

export const assignmentsPreviewSchema = z.object({
  kind: z.literal('assignments'),
  rows: count,
  hasMore: z.boolean(),
  lead: count,
  support: count,
  rejected: count,
  rejections: z.array(rejectionSchema),
  /** Of the first few matters: whether the source has them. */
  matters: z.object({ looked: count, unknown: count }),
  /** When they were given, as written and as it is read. */
  assigned: z.array(z.object({ written: z.string(), read: instant.nullable() })),
  droppedColumns: z.array(z.string()),
})
export type AssignmentsPreview = z.infer<typeof assignmentsPreviewSchema>

/** POST /api/imports/uploads/{id}/propose */
export const proposalSchema = z.object({
  kind: importKindSchema,
  /** As mappingSchema takes it; a draft may have gaps, which `faults` names. */
  mapping: z.record(z.string(), z.unknown()),
  /** What to look at: the interface has words for the code; `detail` is the name it is about. */
  notes: z.array(z.object({ code: z.string(), message: z.string(), detail: z.string() })),
  format: z.string(),
  encoding: z.string().nullable(),
  delimiter: z.string().nullable(),
  /** What the file itself says of its datum. */
  fileDatum: z.string().nullable(),
  columns: z.array(columnSchema),
  faults: z.array(faultSchema),
  /** null: the mapping has faults. */
  preview: z
    .discriminatedUnion('kind', [
      incidentPreviewSchema,
      unitsPreviewSchema,
      premisesPreviewSchema,
      assignmentsPreviewSchema,
    ])
    .nullable(),
})
export type ImportProposal = z.infer<typeof proposalSchema>

export const proposeBodySchema = z.strictObject({
  kind: importKindSchema.optional(),
  /** Left out: one is drafted. */
  mapping: z.record(z.string(), z.unknown()).optional(),
  /** IANA zone of a draft. */
  zone: z.string().max(64).optional(),
  repair: z.boolean().default(false),
  toleranceMeters: z.number().min(0).max(10_000).default(30),
})
export type ProposeBody = z.input<typeof proposeBodySchema>

/** GET /api/imports/uploads/{id}/check */
export const uploadCheckSchema = z.object({
  check: z.object({ doing: textSchema, progress: z.number().min(0).max(1) }).nullable(),
})
export type UploadCheck = z.infer<typeof uploadCheckSchema>

/** POST /api/imports/uploads/{id}/run */
export const runBodySchema = z.strictObject({
  mapping: z.record(z.string(), z.unknown()),
  repair: z.boolean().default(false),
  toleranceMeters: z.number().min(0).max(10_000).default(30),
})
export type RunBody = z.input<typeof runBodySchema>

/** GET /api/imports/{id}/origin: what to run again. */
export const importOriginSchema = z.object({
  kind: importKindSchema,
  /** null: not kept. */
  mapping: z.record(z.string(), z.unknown()).nullable(),
  repair: z.boolean(),
  toleranceMeters: z.number(),
  /** The uploaded file, while it is still here. */
  upload: z.string().nullable(),
})
export type ImportOrigin = z.infer<typeof importOriginSchema>
