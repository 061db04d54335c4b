// The mapping of a source: which column means what, in which zone and datum. A small YAML file beside the data.
import { z } from 'zod'
import { ASSIGNMENT_ROLES } from '../model/assignment.ts'
import { DEADLINE_CLOCKS, levelSchema, workingTimeSchema } from '../model/city.ts'
import { textSchema } from '../model/text.ts'
import { DATE_FORMS } from './instants.ts'

/** WGS84, GCJ02, BD09 or EPSG:nnnn. */
export const datumSchema = z
  .string()
  .regex(/^(WGS84|GCJ02|BD09|EPSG:\d{4,6})$/, 'WGS84, GCJ02, BD09 or EPSG:nnnn')

const zoneSchema = z.string().refine((zone) => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
    return true
  } catch {
    return false
  }
}, 'an IANA zone such as Asia/Shanghai')

export const INCIDENT_FIELDS = [
  'sourceId',
  'received',
  'accepted',
  'dispatched',
  'responded',
  'handled',
  'closed',
  'deadline',
  'category',
  'urgency',
  'lng',
  'lat',
  'point',
  'unitCode',
  'organisation',
] as const
export type IncidentField = (typeof INCIDENT_FIELDS)[number]

export const incidentMappingSchema = z.strictObject({
  kind: z.literal('incidents'),
  source: z.strictObject({
    key: z.string().regex(/^[a-z0-9][a-z0-9-]*$/, 'lower-case letters, digits and -'),
    name: textSchema,
    linkTemplate: z
      .string()
      .regex(/^https?:\/\/[^\s]*\{id\}[^\s]*$/, 'an http(s) address with {id} where the id stands')
      .nullable()
      .default(null),
    /** Code of the unit all its matters are of: struck on the map while the source is late. */
    unit: z.string().min(1).nullable().optional(),
  }),
  zone: zoneSchema,
  datum: datumSchema.default('WGS84'),
  dateForm: z.enum(DATE_FORMS).default('ymd'),
  columns: z
    .partialRecord(z.enum(INCIDENT_FIELDS), z.string())
    .refine((columns) => columns.received !== undefined, {
      message: 'columns.received is required: without a moment a matter belongs to no window',
    }),
  /** Order of the two numbers in a point column. */
  pointOrder: z.enum(['lng,lat', 'lat,lng']).default('lng,lat'),
  /** Which wins where a row has both. */
  locate: z.enum(['coordinates', 'code']).default('coordinates'),
  /** Value in the file → category code; values not listed are their own code. */
  categories: z.record(z.string(), z.string()).default({}),
  /** Refuse values that `categories` does not list. */
  onlyListedCategories: z.boolean().default(false),
  /** Category of every row where there is no column. */
  category: z.string().default('other'),
  sensitive: z.array(z.string()).default([]),
  /** Hours from received to deadline; null: the source has none, so no rates. */
  deadlineHours: z.number().positive().max(5_000).nullable().default(null),
  /** What these hours are: of the clock, or of work. */
  deadlineClock: z.enum(DEADLINE_CLOCKS).default('natural'),
  /** When is worked, with holidays and days worked instead (调休); it becomes the city's. Absent: the city's own. */
  workingTime: workingTimeSchema.optional(),
  drop: z.array(z.string()).default([]),
})
export type IncidentMapping = z.output<typeof incidentMappingSchema>

export const unitMappingSchema = z.strictObject({
  kind: z.literal('units'),
  city: z.strictObject({ name: textSchema, zone: zoneSchema }),
  datum: datumSchema.default('WGS84'),
  /** Coarsest first. Units without a parent hang below the root. */
  levels: z.array(levelSchema).min(1),
  root: z.strictObject({ code: z.string(), name: z.string() }),
  columns: z.strictObject({
    code: z.string(),
    name: z.string(),
    parent: z.string().optional(),
    /** Column holding a level key; without it every unit is of the last level. */
    level: z.string().optional(),
    households: z.string().optional(),
    population: z.string().optional(),
  }),
  effectiveFrom: z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}$/)
    .default('2000-01-01'),
  drop: z.array(z.string()).default([]),
})
export type UnitMapping = z.output<typeof unitMappingSchema>

export const premisesMappingSchema = z.strictObject({
  kind: z.literal('premises'),
  datum: datumSchema.default('WGS84'),
  columns: z.strictObject({
    unitCode: z.string().optional(),
    lng: z.string().optional(),
    lat: z.string().optional(),
    households: z.string(),
    population: z.string().optional(),
  }),
})

/** Who is responsible, as a tree: keys are what incidents carry in their column of organisations. */
export const organisationMappingSchema = z.strictObject({
  kind: z.literal('organisations'),
  columns: z.strictObject({
    key: z.string(),
    /** Without it the key is the name. */
    name: z.string().optional(),
    nameEn: z.string().optional(),
    /** Key of the one above; empty: none. */
    parent: z.string().optional(),
  }),
})

export const ASSIGNMENT_FIELDS = [
  'sourceId',
  'organisation',
  'role',
  'assigned',
  'accepted',
  'completed',
  'returned',
  'deadline',
] as const

/**
 * To whom matters were given: a row an assignment. A matter's rows are all of its assignments and take the place of
 * those known.
 */
export const assignmentMappingSchema = z.strictObject({
  kind: z.literal('assignments'),
  /** Key of the source whose matters these are: it was given when its incidents were imported. */
  source: z.string().regex(/^[a-z0-9][a-z0-9-]*$/, 'lower-case letters, digits and -'),
  zone: zoneSchema,
  dateForm: z.enum(DATE_FORMS).default('ymd'),
  columns: z.strictObject({
    /** Of the matter, as its incidents have it. */
    sourceId: z.string(),
    /** Key of the organisation. */
    organisation: z.string(),
    /** Without it every row is a lead. */
    role: z.string().optional(),
    /** Where it is empty, `accepted` is when it began. */
    assigned: z.string(),
    accepted: z.string().optional(),
    completed: z.string().optional(),
    returned: z.string().optional(),
    deadline: z.string().optional(),
  }),
  /** Value in the file → role; the usual words (主办, 协办, lead, support) need not be listed. */
  roles: z.record(z.string(), z.enum(ASSIGNMENT_ROLES)).default({}),
  drop: z.array(z.string()).default([]),
})
export type AssignmentMapping = z.output<typeof assignmentMappingSchema>

export const mappingSchema = z.discriminatedUnion('kind', [
  incidentMappingSchema,
  unitMappingSchema,
  premisesMappingSchema,
  organisationMappingSchema,
  assignmentMappingSchema,
])
export type Mapping = z.output<typeof mappingSchema>
