// The wire contract of what is counted: figures of units, classes, series and breakdowns of a slice. Requests take
// sliceQuerySchema's parameters. Instants are ISO 8601 UTC.
import { z } from 'zod'
import { DIMENSIONS } from './slice.ts'
import { textSchema } from './text.ts'

const instant = z.iso.datetime()

export const figureSchema = z.object({
  value: z.number().nullable(),
  state: z.enum(['ok', 'none', 'few', 'hidden', 'forbidden', 'stale']),
  numerator: z.number(),
  denominator: z.number().nullable(),
  low: z.number().nullable(),
  high: z.number().nullable(),
})

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

/** GET /api/series?within&<slice>: received a local day, zero days included. null: kept back, as the day's own slice would be. */
export const seriesResponseSchema = z.object({
  slice: resolvedSliceSchema,
  days: z.array(z.object({ day: z.string(), received: z.number().int().nullable() })),
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
