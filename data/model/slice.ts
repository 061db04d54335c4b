// A window is from, to, asOf, seq and a basis; a slice is a window plus filters. This is the query of
// every figure, tile and list, so that the same URL parameters mean the same everywhere.
import { z } from 'zod'

/**
 * Which moment puts a matter into the window.
 * received: it came in. settled: the earlier of handled and deadline. closed: it was closed.
 * default: counts by received, rates by settled; each metric's own basis stands in the catalogue.
 */
export const BASES = ['default', 'received', 'settled', 'closed'] as const
export type Basis = (typeof BASES)[number]

/** A window as asked for: either a length back from now, or two ends. */
export interface SliceFilters {
  /** Category codes; a code covers everything below it. Empty: all. */
  readonly category: readonly string[]
  readonly source: readonly string[]
  readonly urgency: readonly string[]
  readonly organisation: readonly string[]
  /** Level keys of where it was handled. */
  readonly handlingLevel: readonly string[]
  /** 'with' counts matters excluded from assessment too. */
  readonly exclusions: 'without' | 'with'
}

/** A slice with nothing left to resolve: equal slices have equal figures for ever (with equal version). */
export interface Slice extends SliceFilters {
  /** Half-open [fromMs, toMs), milliseconds UTC. */
  readonly fromMs: number
  readonly toMs: number
  /** What had happened by then counts. */
  readonly asOfMs: number
  /** Commit sequence: what had been written by then counts. */
  readonly seq: number
  readonly basis: Basis
}

const list = z
  .string()
  .max(2000)
  .default('')
  .transform((value) => [...new Set(value.split(',').filter((item) => item !== ''))].sort())

const instant = z.iso.datetime({ offset: true }).transform((value) => Date.parse(value))

/**
 * The URL parameters of a slice. `window=P30D` (or PT24H, P12M …) is back from now and excludes from/to;
 * with neither, P30D. `asOf` and `seq` pin it; without them the server's current tick is taken.
 */
export const sliceQuerySchema = z.object({
  window: z
    .string()
    .regex(
      /^P(?=\d|T\d)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?(T(\d+H)?)?$/,
      'an ISO 8601 duration such as P30D, P12M or PT24H',
    )
    .optional(),
  from: instant.optional(),
  to: instant.optional(),
  asOf: instant.optional(),
  seq: z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER).optional(),
  basis: z.enum(BASES).default('default'),
  category: list,
  source: list,
  urgency: list,
  organisation: list,
  handlingLevel: list,
  exclusions: z.enum(['without', 'with']).default('without'),
})
export type SliceQuery = z.output<typeof sliceQuerySchema>

/** Canonical text of a slice: equal for equal slices; cache key and URL query in one. */
export function sliceParams(slice: Slice): string {
  const params: [string, string][] = [
    ['from', new Date(slice.fromMs).toISOString()],
    ['to', new Date(slice.toMs).toISOString()],
    ['asOf', new Date(slice.asOfMs).toISOString()],
    ['seq', String(slice.seq)],
  ]
  if (slice.basis !== 'default') params.push(['basis', slice.basis])
  for (const key of ['category', 'source', 'urgency', 'organisation', 'handlingLevel'] as const)
    if (slice[key].length > 0) params.push([key, slice[key].join(',')])
  if (slice.exclusions === 'with') params.push(['exclusions', 'with'])
  return params.map(([key, value]) => `${key}=${encodeURIComponent(value)}`).join('&')
}
