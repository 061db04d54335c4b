// What the public may read: tables of a whole month, made once and never again. What was left out of them is not in them.
import { z } from 'zod'
import { textSchema } from './text.ts'

/** A calendar month, such as 2026-10. */
export const monthSchema = z.string().regex(/^20\d{2}-(0[1-9]|1[0-2])$/, 'a month such as 2026-10')

export const publicTableSchema = z.object({
  /** received: by category group. outcome: of those handled or due, in time or not. */
  key: z.enum(['received', 'outcome']),
  groups: z.array(z.object({ key: z.string(), name: textSchema })),
  /** By row; groups in their order, then the total. null: left out. */
  counts: z.array(z.array(z.int().nonnegative().nullable())),
  rows: z.array(
    z.object({
      code: z.string(),
      /** null: the remainder of its parent, placed no further down. */
      name: z.string().nullable(),
      /** Row of the parent, before this one; −1: the top. */
      parent: z.int().min(-1),
      level: z.string(),
    }),
  ),
  /** How many cells are left out for being 1 to 9, and how many with them. */
  small: z.int().nonnegative(),
  withThem: z.int().nonnegative(),
})
export type PublicTable = z.infer<typeof publicTableSchema>

export const publicationSummarySchema = z.object({
  month: monthSchema,
  publishedAt: z.iso.datetime(),
  /** Version of the boundaries, and the finest level told. */
  version: z.int().positive(),
  level: z.string(),
})

export const publicationSchema = publicationSummarySchema.extend({
  city: textSchema,
  zone: z.string(),
  tables: z.array(publicTableSchema),
})
export type Publication = z.infer<typeof publicationSchema>

export const publicationListSchema = z.object({
  rows: z.array(publicationSummarySchema),
  /** The newest month that is over; whether it may be published is the account's matter. */
  newestMonth: monthSchema,
})
export type PublicationList = z.infer<typeof publicationListSchema>

export const publishSchema = z.strictObject({
  month: monthSchema,
  /** Key of the finest level told. */
  level: z.string().min(1).max(64),
})
