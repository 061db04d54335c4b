// The wire contract between server and web: response bodies of /api. Requests take sliceQuerySchema's
// parameters. Instants are ISO 8601 UTC; coordinates [lng, lat] in degrees.
import { z } from 'zod'
import { ASSIGNMENT_OUTCOMES, ASSIGNMENT_ROLES } from './assignment.ts'
import { basemapSchema } from './basemap.ts'
import { citySchema } from './city.ts'
import { importRemarkSchema, outlinesSchema } from './report.ts'
import { DIMENSIONS } from './slice.ts'
import { textSchema } from './text.ts'

const instant = z.iso.datetime()
const bounds = z.tuple([z.number(), z.number(), z.number(), z.number()])

export const figureSchema = z.object({
  value: z.number().nullable(),
  state: z.enum(['ok', 'none', 'few', 'hidden', 'forbidden', 'stale']),
  numerator: z.number(),
  denominator: z.number().nullable(),
  low: z.number().nullable(),
  high: z.number().nullable(),
})

/** GET /api/city */
export const cityInfoSchema = z.object({
  city: citySchema,
  /** null: nothing imported yet. */
  currentVersion: z.number().int().nullable(),
  versions: z.array(
    z.object({
      id: z.number().int(),
      effectiveFrom: z.string(),
      unitCount: z.number().int(),
      note: z.string(),
    }),
  ),
  /** west, south, east, north of the home unit. */
  bounds: bounds.nullable(),
  homeUnitId: z.number().int().nullable(),
  /** Key of its level. */
  homeLevel: z.string().nullable(),
  /** Only where one is set. */
  basemap: basemapSchema.optional(),
  thresholds: z.object({ fewN: z.number(), hiddenN: z.number() }),
  seq: z.number().int(),
  now: instant,
  sources: z.array(
    z.object({
      source: z.string(),
      /** null: not for whoever asks. */
      count: z.number().int().nullable(),
      lastReceivedAt: instant,
      lastWrittenAt: instant,
      /** Median time between its last deliveries; null: too few to tell. */
      rhythmMs: z.number().nullable().optional(),
      /** Nothing came for more than twice its own rhythm (and the floor of data/metrics/rhythm.ts). */
      isLate: z.boolean().optional(),
    }),
  ),
})
export type CityInfo = z.infer<typeof cityInfoSchema>

/** A unit in lists; level is the key. */
export const unitSummarySchema = z.object({
  id: z.number().int(),
  code: z.string(),
  name: z.string(),
  level: z.string(),
  parentId: z.number().int().nullable(),
  households: z.number().nullable(),
  population: z.number().nullable(),
  areaSquareKilometers: z.number(),
  childCount: z.number().int(),
  /** null: the unit has no polygon. */
  bounds: bounds.nullable(),
})
export type UnitSummary = z.infer<typeof unitSummarySchema>

/** GET /api/units/{id}: id or code. */
export const unitDetailSchema = unitSummarySchema.extend({
  /** Coarsest first, without the unit itself. */
  ancestors: z.array(unitSummarySchema),
  children: z.array(unitSummarySchema),
})
export type UnitDetail = z.infer<typeof unitDetailSchema>

export const resolvedSliceSchema = z.object({
  from: instant,
  to: instant,
  asOf: instant,
  seq: z.number().int(),
  basis: z.enum(['default', 'received', 'settled', 'closed']),
  category: z.array(z.string()),
  source: z.array(z.string()),
  urgency: z.array(z.string()),
  organisation: z.array(z.string()),
  handlingLevel: z.array(z.string()),
  hour: z.array(z.number().int()),
  weekday: z.array(z.number().int()),
  age: z.array(z.string()),
  exclusions: z.enum(['without', 'with']),
})

const figures = z.record(z.string(), figureSchema)

export const unitFiguresSchema = z.object({
  id: z.number().int(),
  code: z.string(),
  name: z.string(),
  figures,
  /** With `figures=smoothed`: rates and densities drawn towards the parent, and the share of its own in them. They do not add up. */
  smoothed: z
    .record(z.string(), z.object({ value: z.number().nullable(), reliability: z.number().nullable() }))
    .optional(),
})

/** Of a row: its own window before and a year earlier, where asked for. */
const comparedFiguresSchema = unitFiguresSchema.extend({
  previous: figures.optional(),
  lastYear: figures.optional(),
})

export type UnitFigures = z.infer<typeof unitFiguresSchema>

/**
 * GET /api/slice?within={unit id}&level={key}&metrics=a,b&compare=previous,lastYear&<slice>
 * `unit` is `within` itself (absent: the home unit) with its figures; `rows` its descendants at `level`
 * (no level: none). Conservation: unit = Σ rows + atParents (+ nothing else); unlocated stands beside.
 */
export const sliceResponseSchema = z.object({
  version: z.number().int(),
  slice: resolvedSliceSchema,
  unit: unitFiguresSchema,
  /** The same unit in the window before, and a year earlier; present when asked for. */
  previous: figures.optional(),
  lastYear: figures.optional(),
  rows: z.array(comparedFiguresSchema),
  /** Measures known above `level` but inside `within`: received count not in any row. */
  receivedAbove: z.number().int(),
  /** Incidents of the slice without any unit: in the total of the city, on no map. */
  unlocated: z.object({
    received: z.number().int(),
    /** By UNLOCATED_CAUSES, 'unknown' where none was told; their sum is `received`. */
    byCause: z.record(z.string(), z.number().int()).optional(),
  }),
  /** When the oldest open matter in `unit` was received; null: none is open, or it is not told. */
  oldestOpenReceivedAt: instant.nullable().optional(),
  complete: z.boolean(),
})
export type SliceResponse = z.infer<typeof sliceResponseSchema>

/**
 * GET /api/classes?within&level&metrics=density,handledRate&<slice>: how many units fall in each class.
 * Bivariate: counts[row][column], row 0 the lowest density, column 0 the best rate; one metric: counts[0][class].
 * Σ counts + few + none + hidden = units. `level` absent: chosen by the evidence, and told.
 */
export const classesResponseSchema = z.object({
  level: z.string(),
  units: z.number().int(),
  counts: z.array(z.array(z.number().int())),
  breaks: z.array(z.array(z.number())),
  few: z.number().int(),
  none: z.number().int(),
  hidden: z.number().int(),
  unlocated: z.number().int(),
  /** Where asked with `letters`: of all units of the level, those outside `within` too (data/metrics/classLetters.ts). */
  unitClasses: z.object({ firstId: z.number().int(), letters: z.string() }).optional(),
})
export type ClassesResponse = z.infer<typeof classesResponseSchema>

/** GET /api/series?within&<slice>: received a local day, zero days included. */
export const seriesResponseSchema = z.object({
  slice: resolvedSliceSchema,
  days: z.array(z.object({ day: z.string(), received: z.number().int() })),
})
export type SeriesResponse = z.infer<typeof seriesResponseSchema>

/**
 * GET /api/breakdown?by=category,hourWeekday&metrics=received,handledRate&within&<slice>: the slice by its own
 * dimensions, each without its own filter. Key as the slice's filter takes it ('weekday-hour' of hourWeekday), ''
 * where unknown. Rows with a parent are part of the parent's row: Σ of those without is the whole.
 * `compare=previous,lastYear` sets each row beside its own earlier windows.
 */
export const breakdownResponseSchema = z.object({
  version: z.number().int(),
  slice: resolvedSliceSchema,
  dimensions: z.array(
    z.object({
      by: z.enum(DIMENSIONS),
      rows: z.array(
        z.object({
          ...{ key: z.string(), parent: z.string().nullable(), name: textSchema.nullable(), figures },
          /** Of the window before and a year earlier, where asked for and known there. */
          ...{ previous: figures.optional(), lastYear: figures.optional() },
        }),
      ),
    }),
  ),
  /** Sources whose dates have no time of day: their matters stand at 0 h. Only with hourWeekday. */
  untimed: z.object({ sources: z.array(z.string()), received: z.number().int() }).nullable(),
})
export type BreakdownResponse = z.infer<typeof breakdownResponseSchema>

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
  /** When it was handled, closed or voided, whichever was first; null while it is open. */
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
 * received, of open and overdue those stocks. `withheld` of them are not listed (sensitive, below the village).
 */
export const incidentListSchema = z.object({
  slice: resolvedSliceSchema,
  total: z.number().int(),
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

/** GET /api/search?q&limit: best first; `path` is the names above, coarsest first. */
export const searchResponseSchema = z.object({
  version: z.number().int(),
  units: z.array(
    z.object({
      id: z.number().int(),
      code: z.string(),
      name: z.string(),
      level: z.string(),
      path: z.array(z.string()),
      by: z.enum(['name', 'code', 'pinyin']),
    }),
  ),
  /** All that match, those beyond `limit` included. */
  unitTotal: z.number().int(),
  incidents: z.array(incidentSummarySchema),
})
export type SearchResponse = z.infer<typeof searchResponseSchema>

/** GET /api/tiles/{version}/{level}.json: TileJSON 3.0 plus what the map needs to stay on one tick. */
export const tileJsonSchema = z.looseObject({
  tilejson: z.literal('3.0.0'),
  tiles: z.array(z.string()).min(1),
  vector_layers: z.array(z.looseObject({ id: z.string(), fields: z.record(z.string(), z.string()) })),
  minzoom: z.number().int(),
  maxzoom: z.number().int(),
  bounds: bounds,
  slice: resolvedSliceSchema.optional(),
  /** TileJSON wants x.y.z: "7.0.0" for coverage version 7. */
  version: z.string(),
  coverageVersion: z.number().int(),
  level: z.string(),
})
export type TileJson = z.infer<typeof tileJsonSchema>

/** RFC 9457 application/problem+json. */
export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  detail: z.string().optional(),
  instance: z.string().optional(),
  requestId: z.string(),
  violations: z
    .array(z.object({ path: z.string(), message: z.string(), code: z.string().optional() }))
    .optional(),
})
export type Problem = z.infer<typeof problemSchema>

/** GET /api/units?within&level&version: in code order. */
export const unitListSchema = z.object({ version: z.number().int(), rows: z.array(unitSummarySchema) })
export type UnitList = z.infer<typeof unitListSchema>

/** GET /api/imports: newest first. */
export const importListSchema = z.object({
  rows: z.array(z.object({ id: z.string(), createdAt: instant, kind: z.string(), title: z.string() })),
})
export type ImportList = z.infer<typeof importListSchema>

/** GET /api/imports/{id} */
export { importReportSchema } from './report.ts'

export {
  importOriginSchema,
  importTaskSchema,
  proposalSchema,
  uploadCheckSchema,
  uploadListSchema,
  uploadSchema,
} from './uploads.ts'

/** GET /api/imports/{id}/remarks */
export const importRemarksSchema = z.object({
  rows: z.array(importRemarkSchema),
  /** The city as it stands, to draw them on. */
  outlines: outlinesSchema.nullable(),
})
export type ImportRemarks = z.infer<typeof importRemarksSchema>

/** GET /api/health: 200 once it can answer, 503 before with what it is doing. */
export const healthSchema = z.object({
  status: z.enum(['ok', 'starting', 'failing']),
  /** What a start that takes long is busy with, and how far it is, 0–1. */
  doing: textSchema.optional(),
  progress: z.number().min(0).max(1).optional(),
  seq: z.number().int().optional(),
  version: z.number().int().nullable().optional(),
})
export type Health = z.infer<typeof healthSchema>

const scaleSide = z.object({ metric: z.string(), breaks: z.array(z.number()) })

/** GET /api/metrics: the catalogue (data/metrics/catalogue.ts) for other tools. */
export const metricListSchema = z.object({
  catalogueVersion: z.number().int(),
  metrics: z.array(
    z.object({
      id: z.string(),
      name: textSchema,
      unit: textSchema,
      kind: z.enum(['count', 'rate', 'density', 'duration']),
      numerator: z.string(),
      denominator: z.string().nullable(),
      formula: textSchema,
      target: z.number().nullable(),
      better: z.enum(['high', 'low']).nullable(),
      digits: z.number().int(),
      breaks: z.array(z.number()),
      /** The breaks are those of 30 days and grow with the window. */
      breaksGrow: z.boolean().optional(),
      /** Of a duration: the share that has ended by then. */
      quantile: z.number().optional(),
    }),
  ),
  bivariate: z.object({ density: scaleSide, rate: scaleSide }),
})
