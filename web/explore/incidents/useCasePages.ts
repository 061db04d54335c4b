// The cases of the list, page after page in its order, all of one tick: once one has scrolled, a newer tick
// alone does not start over, so nothing slips; other filters, another order or place do.
import { computed, ref, shallowRef, watch } from 'vue'
import type { IncidentList, IncidentSummary } from '#data/model/api.ts'
import { getIncidents } from '../../api/endpoints.ts'
import { queryString } from '../../api/query.ts'
import { useResource } from '../../api/useResource.ts'
import { useCity } from '../../stores/city.ts'
import { useExplore } from '../../stores/explore.ts'
import { openSlice, pinnedSlice } from '../../stores/sliceQuery.ts'
import { useView } from '../../stores/view.ts'

const PAGE_SIZE = 100

export function useCasePages() {
  const city = useCity()
  const explore = useExplore()
  const views = useView()
  const more = shallowRef<readonly IncidentSummary[]>([])
  const cursor = ref<string | null>(null)
  const isLoadingMore = ref(false)

  const pathOf = (slice: IncidentList['slice'], after: string | null): string =>
    `incidents${queryString({
      within: explore.within,
      state: views.view.list,
      sort: views.view.sort,
      limit: PAGE_SIZE,
      cursor: after,
      ...pinnedSlice(slice),
    })}`
  /** What one asked for, whatever the tick. */
  const asked = computed(() =>
    JSON.stringify([
      explore.within,
      views.view.list,
      views.view.sort,
      openSlice(views.view, city.calendar()),
    ]),
  )
  const slice = shallowRef(explore.slice)
  let answered = asked.value
  watch([() => explore.slice, asked], ([next]) => {
    if (asked.value === answered && more.value.length > 0) return
    answered = asked.value
    slice.value = next
  })
  const first = useResource(() => slice.value && pathOf(slice.value, null), getIncidents)
  watch(first.data, (page) => {
    more.value = []
    cursor.value = page?.nextCursor ?? null
  })

  async function loadMore(): Promise<void> {
    const start = first.data.value
    if (start === null || cursor.value === null || isLoadingMore.value) return
    isLoadingMore.value = true
    try {
      const page = await getIncidents(pathOf(start.slice, cursor.value))
      if (first.data.value !== start) return
      more.value = [...more.value, ...page.rows]
      cursor.value = page.nextCursor
    } finally {
      isLoadingMore.value = false
    }
  }

  return {
    first,
    rows: computed(() => [...(first.data.value?.rows ?? []), ...more.value]),
    total: computed(() => first.data.value?.total ?? 0),
    withheld: computed(() => first.data.value?.withheld ?? 0),
    asOfMs: computed(() => Date.parse(first.data.value?.slice.asOf ?? '')),
    hasMore: computed(() => cursor.value !== null),
    loadMore,
  }
}
