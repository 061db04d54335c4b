// Figures of one organisation's matters alone: the condition stands in every slice, so in every count and every cache key.
// Units need no such service: a version bound to a scope carries the standings that figures are told by.
import type { Slice } from '#data/model/slice.ts'
import { isRefusal } from '../slices/resolveSlice.ts'
import type { SliceService } from '../slices/sliceService.ts'

export function sliceForOrganisation(slices: SliceService, code: string): SliceService {
  const own = (slice: Slice): Slice => ({ ...slice, responsible: code })
  return {
    async resolve(query) {
      const slice = await slices.resolve(query)
      return isRefusal(slice) ? slice : own(slice)
    },
    previous: (slice) => own(slices.previous(slice)),
    lastYear: (slice, zone) => own(slices.lastYear(slice, zone)),
    measuresByRow: (slice, ...rest) => slices.measuresByRow(own(slice), ...rest),
    figures: (slice, ...rest) => slices.figures(own(slice), ...rest),
    tailColumns: (slice, ...rest) => slices.tailColumns(own(slice), ...rest),
  }
}
