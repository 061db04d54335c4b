// The moment of stocks: what is open, overdue or of an age is counted, listed and measured at the window's end, or at the
// moment the slice is told as of where that is earlier. One rule for figures, lists and pages, so that they agree.
import type { Slice } from './slice.ts'

type Moments = Pick<Slice, 'toMs' | 'asOfMs'>

export const stockMoment = ({ toMs, asOfMs }: Moments): number => Math.min(toMs, asOfMs)

/** The moment at which the rows of a list stand: a stock as it was counted, else as of. */
export function listMoment(
  state: string | null,
  slice: Moments & { readonly age: readonly string[] },
): number {
  const isStock = state === 'open' || state === 'overdue' || slice.age.length > 0
  return isStock ? stockMoment(slice) : slice.asOfMs
}
