// From the URL parameters of a slice to a slice with nothing left to resolve, and back onto the wire.
import type { SliceResponse } from '#data/model/api.ts'
import type { Slice, SliceQuery } from '#data/model/slice.ts'
import { HttpProblem, type Violation } from './problem.ts'

/** Gives a slice its tick; equal ticks for all who ask within one. */
export type SliceResolver = (query: SliceQuery) => Promise<Slice>

/** What is wrong between parameters that are each well formed. */
export function checkWindow(query: SliceQuery): void {
  const violations: Violation[] = []
  const { window, from, to } = query
  if (window !== undefined && (from !== undefined || to !== undefined))
    violations.push({ path: 'window', message: 'give either `window` or `from` and `to`' })
  if ((from === undefined) !== (to === undefined))
    violations.push({ path: from === undefined ? 'from' : 'to', message: '`from` and `to` go together' })
  if (from !== undefined && to !== undefined && to <= from)
    violations.push({ path: 'to', message: 'must be later than `from`' })
  if (violations.length > 0)
    throw new HttpProblem(422, violations.map((v) => `${v.path}: ${v.message}`).join('; '), violations)
}

export const resolvedSlice = (slice: Slice): SliceResponse['slice'] => ({
  from: new Date(slice.fromMs).toISOString(),
  to: new Date(slice.toMs).toISOString(),
  asOf: new Date(slice.asOfMs).toISOString(),
  seq: slice.seq,
  basis: slice.basis,
  category: [...slice.category],
  source: [...slice.source],
  urgency: [...slice.urgency],
  organisation: [...slice.organisation],
  handlingLevel: [...slice.handlingLevel],
  exclusions: slice.exclusions,
})
