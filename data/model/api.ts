// The wire contract between server and web: the city, its units, tiles, imports, problems; figures stand in figuresApi.ts,
// single incidents in incidentsApi.ts. Instants are ISO 8601 UTC; coordinates [lng, lat] in degrees.
import { z } from 'zod'
import { basemapSchema } from './basemap.ts'
import { citySchema } from './city.ts'
import { resolvedSliceSchema } from './figuresApi.ts'
import { incidentSummarySchema } from './incidentsApi.ts'
import { importRemarkSchema, outlinesSchema } from './report.ts'
import { textSchema } from './text.ts'

const instant = z.iso.datetime()
const bounds = z.tuple([z.number(), z.number(), z.number(), z.number()])

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
      /** Absent: not for whoever asks. */
      firstReceivedAt: instant.optional(),
      lastReceivedAt: instant,
      lastWrittenAt: instant,
      /** Median time between its last deliveries; null: too few to tell. */
      rhythmMs: z.number().nullable().optional(),
      /** Nothing came for more than twice its own rhythm (and the floor of data/metrics/rhythm.ts). */
      isLate: z.boolean().optional(),
      /** The unit all its matters are of; absent: the whole city's. */
      area: z.object({ unitId: z.number().int(), level: z.string() }).optional(),
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
