// The report of an import: where every row went. The sum closes:
// incidents: read = stored (located + unlocated) + duplicates + rejected.
import { z } from 'zod'

const count = z.number().int().min(0)

export const rejectionSchema = z.object({
  field: z.string(),
  /** Stable code: empty, not-a-date, unknown-category, bad-code, scientific-code … */
  reason: z.string(),
  /** An example value as written, shortened. */
  example: z.string(),
  firstRow: count,
  rows: count,
})

export const incidentReportSchema = z.object({
  kind: z.literal('incidents'),
  file: z.string(),
  encoding: z.string(),
  format: z.string(),
  delimiter: z.string().nullable(),
  zone: z.string(),
  datum: z.string(),
  elapsedMs: z.number(),
  read: count,
  stored: count,
  inserted: count,
  updated: count,
  unchanged: count,
  located: count,
  unlocated: z.object({ total: count, byCause: z.record(z.string(), count), outsideWithin50Meters: count }),
  duplicates: count,
  rejected: count,
  rejections: z.array(rejectionSchema),
  /** Stored with a remark: duration not counted. */
  closedBeforeOpened: count,
  /** Stored; their deadline was no date, so the mapping's hours hold, or none. Reports made before have none. */
  deadlinesUnread: count.default(0),
  /** Both code and coordinates were there and named different units. */
  codeAgainstCoordinates: z.object({ compared: count, agree: count, differ: count }),
  /** Equal points used so often that they cannot be places. */
  piles: z.array(z.object({ lng: z.number(), lat: z.number(), rows: count })),
  droppedColumns: z.array(z.string()),
  mapping: z.array(z.object({ column: z.string(), field: z.string(), note: z.string() })),
  /** Received by local hour 0–23: a wrong zone shows. */
  hours: z.array(count).length(24),
  /** Received by local month yyyy-mm. */
  months: z.array(z.object({ month: z.string(), rows: count })),
  span: z.object({ first: z.string(), last: z.string() }).nullable(),
  topUnits: z.array(z.object({ unitId: z.number(), name: z.string(), rows: count })),
})
export type IncidentReport = z.infer<typeof incidentReportSchema>

/** Assignments: read = stored + unknown + duplicates + rejected. */
export const assignmentReportSchema = z.object({
  kind: z.literal('assignments'),
  file: z.string(),
  encoding: z.string(),
  format: z.string(),
  delimiter: z.string().nullable(),
  zone: z.string(),
  source: z.string(),
  elapsedMs: z.number(),
  read: count,
  /** Rows that stand in a matter now. */
  stored: count,
  /** Rows of matters that the source has not: nothing is kept of them. They are listed with the refused rows. */
  unknown: count,
  /** Ids of the first of those matters. */
  unknownIds: z.array(z.string()),
  duplicates: count,
  rejected: count,
  rejections: z.array(rejectionSchema),
  /** Matters, not rows. */
  matters: z.object({ updated: count, unchanged: count, unknown: count }),
  roles: z.object({ lead: count, support: count }),
  /** Keys that the city's organisations have not, if it has any: stored as they are. */
  strangers: z.array(z.string()),
  droppedColumns: z.array(z.string()),
  mapping: z.array(z.object({ column: z.string(), field: z.string(), note: z.string() })),
})
export type AssignmentReport = z.infer<typeof assignmentReportSchema>

export const coverageProblemSchema = z.object({
  kind: z.enum(['gap', 'overlap', 'self-crossing']),
  areaSquareMeters: z.number(),
  /** Codes of the units concerned. */
  units: z.array(z.string()),
  at: z.tuple([z.number(), z.number()]),
  mended: z.boolean(),
  /** What the mend did, or would do: given to which unit; null: over the tolerance. */
  givenTo: z.string().nullable(),
})
export type CoverageProblem = z.infer<typeof coverageProblemSchema>

/** A flat picture of the units: rings in steps from a corner, x before y, one after the other. */
export const outlinesSchema = z.object({
  west: z.number(),
  south: z.number(),
  stepDegrees: z.number().positive(),
  rings: z.array(z.array(z.number().int())),
  labels: z.array(z.object({ name: z.string(), at: z.tuple([z.number(), z.number()]) })),
})
export type Outlines = z.infer<typeof outlinesSchema>

/** Ground of no unit that is too wide to be a gap, or enclosed by one unit: it stays open. Reports made before have none. */
export const openingsSchema = z.object({
  count,
  areaSquareMeters: z.number(),
  largest: z.array(
    z.object({
      areaSquareMeters: z.number(),
      units: z.array(z.string()),
      at: z.tuple([z.number(), z.number()]),
    }),
  ),
})

export const unitsReportSchema = z.object({
  kind: z.literal('units'),
  file: z.string(),
  format: z.string(),
  datum: z.string(),
  elapsedMs: z.number(),
  units: count,
  unitsWithoutPolygon: count,
  outcome: z.enum(['stored', 'unchanged', 'refused', 'repaired']),
  toleranceMeters: z.number(),
  gaps: z.object({ count, areaSquareMeters: z.number(), mendable: count }),
  overlaps: z.object({ pairs: count, touchingPairs: count, areaSquareMeters: z.number(), mendable: count }),
  selfCrossings: z.object({ count, units: z.array(z.string()), mendable: count }),
  openings: openingsSchema.optional(),
  problems: z.array(coverageProblemSchema),
  /** Absent in reports of before, null where no unit has a polygon. */
  outlines: outlinesSchema.nullable().optional(),
  droppedColumns: z.array(z.string()),
})
export type UnitsReport = z.infer<typeof unitsReportSchema>

/** GET /api/imports/{id} body; GET /api/imports lists {id, createdAt, title}. */
export const importReportSchema = z.object({
  id: z.string(),
  createdAt: z.iso.datetime(),
  title: z.string(),
  elapsedMs: z.number(),
  parts: z.array(
    z.discriminatedUnion('kind', [incidentReportSchema, unitsReportSchema, assignmentReportSchema]),
  ),
})
export type ImportReport = z.infer<typeof importReportSchema>

/** A row that was stored with a remark, as GET /api/imports/{id}/remarks lists it: the first few thousand of each. */
export const importRemarkSchema = z.object({
  remark: z.enum(['closed-before-opened', 'outside']),
  row: count,
  sourceId: z.string(),
  /** Where it lies, WGS 84; null where it may not be shown. */
  at: z.tuple([z.number(), z.number()]).nullable(),
})
export type ImportRemark = z.infer<typeof importRemarkSchema>
