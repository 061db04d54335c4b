// One city (or province) per deployment: its levels, zone and taxonomy. All of it is data, none of it code.
import { z } from 'zod'
import { textSchema } from './text.ts'

/** A level of the tree; its index in `City.levels` is its depth, 0 the coarsest. */
export const levelSchema = z.object({
  key: z.string().regex(/^[a-z][a-z0-9-]*$/),
  name: textSchema,
  /** Below this zoom tiles of this level show the level above. */
  minZoom: z.number().int().min(0).max(22),
})
export type Level = z.infer<typeof levelSchema>

/** What a deadline is counted in: hours of the clock, or hours of work (City.workingTime). */
export const DEADLINE_CLOCKS = ['natural', 'working'] as const
export type DeadlineClock = (typeof DEADLINE_CLOCKS)[number]

const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/, 'hh:mm')
const calendarDay = z.iso.date()

/** When is worked; holidays and days worked instead of them are set year by year. */
export const workingTimeSchema = z.object({
  /** Monday 1 … Sunday 7. */
  weekdays: z.array(z.number().int().min(1).max(7)).min(1),
  hours: z
    .array(z.object({ from: timeOfDay, to: timeOfDay }))
    .min(1)
    .refine(
      (spans) => spans.every(({ from, to }, i) => from < to && (i === 0 || spans[i - 1].to <= from)),
      'spans of a day in order, each ending after it begins',
    ),
  holidays: z.array(calendarDay),
  workdays: z.array(calendarDay),
})

export const categorySchema = z.object({
  /** Hierarchical by prefix: '01' is the parent of '0103'. */
  code: z.string(),
  name: textSchema,
  /** Coordinates dropped at import, counts at village level and up only. */
  sensitive: z.boolean(),
  /** Absent: natural hours. */
  deadlineClock: z.enum(DEADLINE_CLOCKS).optional(),
})

export const sourceSchema = z.object({
  key: z.string(),
  name: textSchema,
  /** false: no deadlines, so no rates; closed within N days instead. */
  hasDeadlines: z.boolean(),
  /** Link to the matter in its own system, with {id}. */
  linkTemplate: z.string().nullable(),
  /** Code of the unit all its matters are of, e.g. a county's own system; absent: the whole city's. */
  unit: z.string().nullable().optional(),
})

export const urgencySchema = z.object({ key: z.string(), name: textSchema })

/** Who is responsible: bureaus, stations, companies; a tree beside the units. */
export const organisationSchema = z.object({
  key: z.string(),
  name: textSchema,
  parent: z.string().nullable(),
})
export type Organisation = z.infer<typeof organisationSchema>

export const citySchema = z.object({
  name: textSchema,
  /** IANA zone, e.g. Asia/Shanghai. */
  zone: z.string(),
  levels: z.array(levelSchema).min(1),
  categories: z.array(categorySchema),
  sources: z.array(sourceSchema),
  urgencies: z.array(urgencySchema),
  /** Those known by name; a filter by one covers those below it. */
  organisations: z.array(organisationSchema).optional(),
  /** First day of the assessment month, e.g. 26: from the 26th to the 25th. Absent: the calendar month. */
  assessmentMonthStartDay: z.number().int().min(1).max(28).optional(),
  /** Needed where a category's deadline counts hours of work. */
  workingTime: workingTimeSchema.optional(),
  /** Code of the unit the map opens on. */
  homeCode: z.string(),
  /** The interface says so when boundaries were made up. */
  syntheticBoundaries: z.boolean(),
  /** A demo world whose clock runs. */
  demo: z.boolean(),
})
export type City = z.infer<typeof citySchema>
