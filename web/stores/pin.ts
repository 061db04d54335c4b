// A pin: the tick, the version and the formulas of what is on the screen, so that a link says the same next month.
import { CATALOGUE_VERSION } from '#data/metrics/catalogue.ts'
import type { Resolved } from './sliceQuery.ts'
import { LIVE, type View } from './viewQuery.ts'

/** The pin of a view as parameters of a question that has no slice: nothing where the view is live. */
export const pinParams = ({ asOf, seq, version }: View) => ({ asOf, seq, version })

/** Without a slice there is nothing to pin. */
export const pinOf = (slice: Resolved | null): Pick<View, keyof typeof LIVE> =>
  slice
    ? { asOf: slice.asOf, seq: slice.seq, version: slice.version ?? null, catalogue: CATALOGUE_VERSION }
    : LIVE
