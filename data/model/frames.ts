// Frames of a playback on the wire: GET /api/frames answers in lines of JSON, first the units, then a frame a line as soon as
// it is counted. A frame has one letter a unit, so that 12,000 units take 12 kB.
import { z } from 'zod'

export const framesHeadSchema = z.object({
  version: z.number().int(),
  level: z.string(),
  frames: z.number().int(),
  /** The tick they are asked at: none is of a later moment. */
  asOf: z.string(),
  seq: z.number().int(),
  /** Units of the level, of the whole version, in the order of the letters. */
  unitIds: z.array(z.number().int()),
})
export type FramesHead = z.infer<typeof framesHeadSchema>

const figure = z.object({
  value: z.number().nullable(),
  state: z.enum(['ok', 'none', 'few', 'hidden', 'forbidden', 'stale']),
  numerator: z.number(),
  denominator: z.number().nullable(),
  low: z.number().nullable(),
  high: z.number().nullable(),
})

export const frameSchema = z.object({
  /** Local days, both included. */
  from: z.string(),
  to: z.string(),
  /** Its own end, or the tick where that is earlier. */
  asOf: z.string(),
  /** A letter a unit (data/metrics/classLetters.ts). */
  classes: z.string(),
  /** As /api/classes of the window, units within the asked one. */
  counts: z.array(z.array(z.number().int())),
  breaks: z.array(z.array(z.number())),
  few: z.number().int(),
  none: z.number().int(),
  hidden: z.number().int(),
  units: z.number().int(),
  unlocated: z.number().int(),
  /** Of the unit one looks within, as /api/slice of the window. */
  figures: z.record(z.string(), figure),
})
export type Frame = z.infer<typeof frameSchema>
