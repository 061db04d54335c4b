// The wire contract of GET /api/evidence: how sure the figures of a level are, and what stands out there beyond chance.
import { z } from 'zod'
import { figureSchema, resolvedSliceSchema } from './api.ts'

const nullable = z.number().nullable()

/** Within the limits, or beyond the 95 % or the 99.8 % ones. */
export const FUNNEL_PLACES = ['inside', 'low95', 'high95', 'low998', 'high998'] as const

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
  /** Received against places of like density of households; `isFew`: fewer than chance would have it. */
  reporting: z
    .object({ received: z.number(), expected: z.number(), adjusted: z.number(), isFew: z.boolean() })
    .nullable(),
})
export type UnitEvidence = z.infer<typeof unitEvidenceSchema>

const changeSchema = z.object({ at: nullable, matters: nullable })

export const explainedSchema = z.object({
  id: z.number().int(),
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

/** GET /api/evidence?within&level&metric&unit&<slice>: of a rate or a density, at village level and up. */
export const evidenceResponseSchema = z.object({
  version: z.number().int(),
  slice: resolvedSliceSchema,
  level: z.string(),
  metric: z.string(),
  units: z.array(unitEvidenceSchema),
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
  /** Negative binomial α of the reporting check; null: too few places with known households. */
  reportingDispersion: nullable,
  /** Present when `unit` was named. */
  explained: explainedSchema.nullable(),
})
export type EvidenceResponse = z.infer<typeof evidenceResponseSchema>
