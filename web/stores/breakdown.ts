// The slice by its own dimensions, for charts and chips; asked once for all of them. Comes with the side panel.
import { defineStore } from 'pinia'
import { computed } from 'vue'
import type { BreakdownResponse } from '#data/model/figuresApi.ts'
import type { Dimension } from '#data/model/slice.ts'
import { getBreakdown } from '../api/endpoints.ts'
import { queryString } from '../api/query.ts'
import { useResource } from '../api/useResource.ts'
import { HANDLED_RATE, OPEN, OVERDUE, RECEIVED } from '../shared/metrics.ts'
import { useExplore } from './explore.ts'
import { pinnedSlice } from './sliceQuery.ts'
import { useView } from './view.ts'

export type BreakdownRow = BreakdownResponse['dimensions'][number]['rows'][number]

const BY: readonly Dimension[] = [
  ...(['category', 'hourWeekday', 'age', 'handlingLevel', 'organisation', 'urgency', 'source'] as const),
]

export const useBreakdown = defineStore('breakdown', () => {
  const explore = useExplore()
  const views = useView()
  const metrics = computed(() => {
    const ranked = explore.rankedMetric
    // Only where those responsible are ranked by it: else a change of metric would draw every chart again.
    const isRanked = views.view.by === 'organisation' && ranked.kind !== 'density'
    const all = [RECEIVED, HANDLED_RATE, OPEN, OVERDUE, ...(isRanked ? [ranked] : [])]
    return [...new Set(all.map((metric) => metric.id))]
  })
  const rankedOrReceived = computed(() =>
    explore.rankedMetric.kind === 'density' ? RECEIVED.id : explore.rankedMetric.id,
  )
  const resource = useResource(
    () =>
      explore.slice && explore.within
        ? `breakdown${queryString({
            within: explore.within,
            by: BY,
            metrics: metrics.value,
            ...pinnedSlice(explore.slice),
          })}`
        : null,
    getBreakdown,
  )
  /** Those responsible beside their own earlier windows; only where they are ranked. */
  const earlier = useResource(
    () =>
      explore.slice && explore.within && views.view.by === 'organisation'
        ? `breakdown${queryString({
            ...{ within: explore.within, by: ['organisation'], metrics: [rankedOrReceived.value] },
            compare: ['previous', 'lastYear'],
            ...pinnedSlice(explore.slice),
          })}`
        : null,
    getBreakdown,
  )
  const compared = computed(
    () => new Map(earlier.data.value?.dimensions[0]?.rows.map((row) => [row.key, row]) ?? []),
  )
  const rowsOf = (by: Dimension): readonly BreakdownRow[] =>
    resource.data.value?.dimensions.find((dimension) => dimension.by === by)?.rows ?? []
  return {
    data: resource.data,
    state: resource.state,
    untimed: computed(() => resource.data.value?.untimed ?? null),
    rowsOf,
    /** An organisation's figures of the window before and a year earlier. */
    earlierOf: (key: string): Pick<BreakdownRow, 'previous' | 'lastYear'> => compared.value.get(key) ?? {},
  }
})
