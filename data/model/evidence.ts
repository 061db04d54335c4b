// The wire contract of GET /api/evidence: how sure the figures of a level are, and what stands out there beyond chance.
import { z } from 'zod'
import { figureSchema, resolvedSliceSchema } from './figuresApi.ts'
import { FUNNEL_PLACES } from './funnelPlaces.ts'

const nullable = z.number().nullable()

export const unitEvidenceSchema = z.object({
  id: z.number().int(),
  code: z.string(),
  name: z.string(),
  figure: figureSchema,
  /** Drawn towards its parent's mean (Marshall 1991); null: not told. */
  smoothed: nullable,
  /** Share of its own figure in the smoothed one, 0 … 1. */
  reliability: nullable,
  /** null: not on a funnel. */
  funnel: z.enum(FUNNEL_PLACES).nullable(),
  /** Getis–Ord Gi* of the unit and its neighbours; `adjusted`: two-sided p after Benjamini and Hochberg. */
  spot: z
    .object({ z: z.number(), adjusted: z.number(), kind: z.enum(['hot', 'cold']).nullable() })
    .nullable(),
  /** Observed ÷ expected for its mix of categories. Of a rate where high is good: of those not achieved. */
  mix: z
    .object({ observed: z.number(), expected: z.number(), ratio: nullable, low: nullable, high: nullable })
    .nullable(),
  /** Received against the centre of places of like density of households; `isFew`: fewer than chance and ordinary differences have it. */
  reporting: z
    .object({ received: z.number(), expected: z.number(), adjusted: z.number(), isFew: z.boolean() })
    .nullable(),
})
export type UnitEvidence = z.infer<typeof unitEvidenceSchema>

const toldSchema = z.object({ count: z.number().int(), units: z.array(unitEvidenceSchema) })
/** Those that stand out: how many, and the foremost in full. */
export const standOutsSchema = z.object({ spots: toldSchema, mix: toldSchema, few: toldSchema })
export type StandOuts = z.infer<typeof standOutsSchema>

const integers = z.array(z.number().int())
/** Units on the funnel, column by column: small where there are thousands. `place`: index into FUNNEL_PLACES. */
export const evidencePointsSchema = z.object({
  id: integers,
  numerator: integers,
  denominator: integers,
  smoothed: z.array(nullable),
  place: integers,
})
export type EvidencePoints = z.infer<typeof evidencePointsSchema>

const changeSchema = z.object({ at: nullable, matters: nullable })

export const explainedSchema = z.object({
  id: z.number().int(),
  unit: unitEvidenceSchema,
  /** Breaks of the scale and the class the figure falls in, ascending. */
  breaks: z.array(z.number()),
  classIndex: z.number().int().nullable(),
  /** The fewest matters more or fewer that carry it over the break above or below; null: not within reach. */
  up: changeSchema,
  down: changeSchema,
  /** Units that share a border with it, and all of them taken together. */
  neighbours: z.array(z.object({ id: z.number().int(), name: z.string(), figure: figureSchema })),
  together: figureSchema.nullable(),
  parent: z.object({ id: z.number().int(), name: z.string(), figure: figureSchema }).nullable(),
})

/**
 * GET /api/evidence?within&level&metric&unit&rows&<slice>: of a rate or a density, at village level and up. `rows=none` leaves
 * `units` empty: who stands out and the funnel's points are told all the same.
 */
export const evidenceResponseSchema = z.object({
  version: z.number().int(),
  slice: resolvedSliceSchema,
  level: z.string(),
  metric: z.string(),
  /** How many are compared. */
  compared: z.number().int(),
  units: z.array(unitEvidenceSchema),
  standOuts: standOutsSchema,
  /** null: the metric is no share. */
  points: evidencePointsSchema.nullable(),
  /** Limits at rising n, for the curve; null: the metric is no share. */
  funnel: z
    .object({
      centre: z.number(),
      /** Spiegelhalter's φ; the limits are √φ times as wide where `isOverdispersed`. */
      dispersion: z.number(),
      isOverdispersed: z.boolean(),
      limits: z.array(
        z.object({
          n: z.number(),
          innerLow: z.number(),
          innerHigh: z.number(),
          outerLow: z.number(),
          outerHigh: z.number(),
        }),
      ),
    })
    .nullable(),
  /**
   * Of the reporting check; null: too few places with known households. `spread`: τ over the centre of √rate, about half the
   * coefficient of variation of ordinary places; `detectable`: share of the expected below which a typical place is told with
   * 80 % chance, 0 where not even silence would tell it from its like.
   */
  reporting: z.object({ spread: z.number(), detectable: z.number() }).nullable(),
  /** Present when `unit` was named. */
  explained: explainedSchema.nullable(),
})
export type EvidenceResponse = z.infer<typeof evidenceResponseSchema>
