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

/** How long an open matter has been waiting: half-open [fromDays, toDays) of 24 hours each. */
export const AGE_BUCKETS: readonly {
  readonly key: string
  readonly fromDays: number
  readonly toDays: number
}[] = [
  { key: 'd0', fromDays: 0, toDays: 1 },
  { key: 'd1', fromDays: 1, toDays: 3 },
  { key: 'd3', fromDays: 3, toDays: 7 },
  { key: 'd7', fromDays: 7, toDays: 14 },
  { key: 'd14', fromDays: 14, toDays: 30 },
  { key: 'd30', fromDays: 30, toDays: 90 },
  { key: 'd90', fromDays: 90, toDays: Number.POSITIVE_INFINITY },
]

/** The filters of a slice that are lists of texts, and those that are lists of numbers. */
export const TEXT_FILTERS = ['category', 'source', 'urgency', 'organisation', 'handlingLevel', 'age'] as const
export const NUMBER_FILTERS = ['hour', 'weekday'] as const

/** What a slice leaves out. Empty lists leave nothing out. */
export interface SliceFilters {
  /** Category codes; a code covers everything below it. Empty: all. */
  readonly category: readonly string[]
  readonly source: readonly string[]
  readonly urgency: readonly string[]
  readonly organisation: readonly string[]
  /** Level keys of where it was handled. */
  readonly handlingLevel: readonly string[]
  /** Local hours 0–23 of the moment received. */
  readonly hour: readonly number[]
  /** Local weekdays of the moment received, Monday 1 … Sunday 7. */
  readonly weekday: readonly number[]
  /** Keys of AGE_BUCKETS: of what is open at the window's end, by its age then. Others are left out. */
  readonly age: readonly string[]
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
  /** Key of the organisation that an account is confined to: only its matters and those of organisations below it. Never asked for, always forced. */
  readonly responsible?: string
}

/** What a slice can be counted by. hourWeekday is both at once; age is of what is open at the window's end. */
export const DIMENSIONS = [
  'category',
  'source',
  'urgency',
  'handlingLevel',
  'organisation',
  'hourWeekday',
  'age',
] as const
export type Dimension = (typeof DIMENSIONS)[number]

const list = z
  .string()
  .max(2000)
  .default('')
  .transform((value) => [...new Set(value.split(',').filter((item) => item !== ''))].sort())

/** Whole numbers of a range, ascending, without repeats. */
const numbers = (least: number, most: number) =>
  list.transform((items, context) => {
    const values = items.map((item) => (/^\d{1,2}$/.test(item) ? Number(item) : -1))
    if (values.every((value) => value >= least && value <= most))
      return [...new Set(values)].sort((a, b) => a - b)
    context.addIssue({ code: 'custom', message: `whole numbers ${least}–${most}, separated by commas` })
    return z.NEVER
  })

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
  /** Version whose units are meant, `current` when absent; part of a pin, so every question may carry it. */
  version: z.string().max(32).optional(),
  basis: z.enum(BASES).default('default'),
  category: list,
  source: list,
  urgency: list,
  organisation: list,
  handlingLevel: list,
  hour: numbers(0, 23),
  weekday: numbers(1, 7),
  age: list.refine(
    (keys) => keys.every((key) => AGE_BUCKETS.some((bucket) => bucket.key === key)),
    `any of ${AGE_BUCKETS.map((bucket) => bucket.key).join(', ')}`,
  ),
  exclusions: z.enum(['without', 'with']).default('without'),
})
export type SliceQuery = z.output<typeof sliceQuerySchema>

/** Canonical text of a slice, what is forced upon it too: equal for slices with equal figures. */
export const sliceKey = (slice: Slice): string =>
  slice.responsible === undefined
    ? sliceParams(slice)
    : `${sliceParams(slice)} ${JSON.stringify(slice.responsible)}`

/** A slice as a URL query: equal for equal slices of one account. */
export function sliceParams(slice: Slice): string {
  const params: [string, string][] = [
    ['from', new Date(slice.fromMs).toISOString()],
    ['to', new Date(slice.toMs).toISOString()],
    ['asOf', new Date(slice.asOfMs).toISOString()],
    ['seq', String(slice.seq)],
  ]
  if (slice.basis !== 'default') params.push(['basis', slice.basis])
  for (const key of [...TEXT_FILTERS, ...NUMBER_FILTERS])
    if (slice[key].length > 0) params.push([key, slice[key].join(',')])
  if (slice.exclusions === 'with') params.push(['exclusions', 'with'])
  return params.map(([key, value]) => `${key}=${encodeURIComponent(value)}`).join('&')
}
