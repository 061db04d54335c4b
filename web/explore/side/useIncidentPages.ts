// The incidents of the unit one looks within, newest first, page by page. A new tick starts over but keeps
// the old rows on screen until the new first page has come.
import { computed, ref, shallowRef, watch } from 'vue'
import type { IncidentSummary } from '#data/model/incidentsApi.ts'
import { getIncidents } from '../../api/endpoints.ts'
import { queryString } from '../../api/query.ts'
import { useResource } from '../../api/useResource.ts'
import { useExplore } from '../../stores/explore.ts'
import { pinnedSlice } from '../../stores/sliceQuery.ts'

export const PAGE_SIZE = 50
export type IncidentFilter = 'all' | 'open' | 'overdue'

export function useIncidentPages() {
  const explore = useExplore()
  const filter = ref<IncidentFilter>('all')
  const more = shallowRef<readonly IncidentSummary[]>([])
  const cursor = ref<string | null>(null)
  const isLoadingMore = ref(false)

  const pathOf = (after: string | null): string | null =>
    explore.slice &&
    `incidents${queryString({
      within: explore.within,
      state: filter.value,
      limit: PAGE_SIZE,
      cursor: after,
      ...pinnedSlice(explore.slice),
    })}`
  const first = useResource(() => pathOf(null), getIncidents)
  watch(first.data, (page) => {
    more.value = []
    cursor.value = page?.nextCursor ?? null
  })

  async function loadMore(): Promise<void> {
    const path = cursor.value === null || isLoadingMore.value ? null : pathOf(cursor.value)
    if (path === null) return
    isLoadingMore.value = true
    const asked = first.data.value
    try {
      const page = await getIncidents(path)
      if (first.data.value !== asked) return
      more.value = [...more.value, ...page.rows]
      cursor.value = page.nextCursor
    } finally {
      isLoadingMore.value = false
    }
  }

  return {
    filter,
    first,
    rows: computed(() => [...(first.data.value?.rows ?? []), ...more.value]),
    total: computed(() => first.data.value?.total ?? 0),
    isHidden: computed(() => first.data.value?.total === null),
    hasMore: computed(() => cursor.value !== null),
    loadMore,
  }
}
