// The listed cases in their order, fetched from both ends: pages follow from the first on, or from the last back, with what is
// not fetched between them. All are of one tick: once more than the first page is here, a newer tick alone does not start
// over, so nothing slips; other filters, another order or place do.
import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import type { IncidentList, IncidentSummary } from '#data/model/incidentsApi.ts'
import { listMoment } from '#data/model/stockMoment.ts'
import { getIncidents } from '../api/endpoints.ts'
import { queryString } from '../api/query.ts'
import { useResource } from '../api/useResource.ts'
import { useExplore } from './explore.ts'
import { momentsOf, pinnedSlice, type Resolved } from './sliceQuery.ts'
import { useView } from './view.ts'

const PAGE_SIZE = 100
type Page = Pick<IncidentList, 'rows' | 'nextCursor' | 'organisationNames'>
const NO_PAGE: Page = { rows: [], nextCursor: null, organisationNames: {} }

/** b after a; what both have is taken once. */
function joined(a: readonly IncidentSummary[], b: readonly IncidentSummary[]): IncidentSummary[] {
  const known = new Set(a.map(({ id }) => id))
  return [...a, ...b.filter(({ id }) => !known.has(id))]
}

export const useCaseList = defineStore('caseList', () => {
  const explore = useExplore()
  const views = useView()
  /** From the first page on, and from the last back (in the list's order). */
  const head = shallowRef<Page>(NO_PAGE)
  const tail = shallowRef<Page>(NO_PAGE)
  let running: Promise<void> | null = null
  /** The last page asked for could not be had. */
  const isFailed = ref(false)

  const isBackwards = (sort: string) => sort === 'deadline'
  const pathOf = (slice: Resolved, cursor: string | null, fromEnd: boolean): string =>
    `incidents${queryString({
      within: explore.within,
      state: views.view.list,
      sort: views.view.sort,
      order: fromEnd ? (isBackwards(views.view.sort) ? 'desc' : 'asc') : null,
      limit: PAGE_SIZE,
      cursor,
      ...pinnedSlice(slice),
    })}`
  /** What one asked for, whatever the tick. */
  const asked = computed(() =>
    JSON.stringify([explore.within, views.view.list, views.view.sort, explore.question]),
  )
  const slice = shallowRef(explore.slice)
  let answered = ''
  watch(
    [() => explore.slice, asked],
    ([next]) => {
      const hasScrolled = head.value.rows.length > PAGE_SIZE || tail.value.rows.length > 0
      if (asked.value === answered && hasScrolled) return
      answered = asked.value
      slice.value = next
    },
    { immediate: true },
  )
  const first = useResource(
    () => (views.view.list !== null && slice.value ? pathOf(slice.value, null, false) : null),
    getIncidents,
  )
  watch(first.data, (page) => {
    head.value = page ?? NO_PAGE
    tail.value = NO_PAGE
    running = null
    isFailed.value = false
  })

  const total = computed(() => first.data.value?.total ?? 0)
  /** Few of a sensitive category: not told how many, nor which. */
  const isHidden = computed(() => first.data.value?.total === null)
  const withheld = computed(() => first.data.value?.withheld ?? 0)
  /** How many there are to list. */
  const count = computed(() => total.value - withheld.value)
  const rows = computed(() => joined(head.value.rows, tail.value.rows))
  /** How many lie between what was fetched from the two ends; while it is not 0 they stand behind row `gapAfter`. */
  const missing = computed(() => Math.max(0, count.value - rows.value.length))
  const gapAfter = computed(() => head.value.rows.length)
  /** The moment the rows stand at. */
  const atMs = computed(() =>
    first.data.value ? listMoment(views.view.list, momentsOf(first.data.value.slice)) : Number.NaN,
  )
  const names = computed(() => ({ ...head.value.organisationNames, ...tail.value.organisationNames }))

  async function fetchPage(fromEnd: boolean): Promise<void> {
    const start = first.data.value
    const side = fromEnd ? tail : head
    const before = side.value
    if (start === null || missing.value === 0) return
    if (before.nextCursor === null && (!fromEnd || before.rows.length > 0)) return
    const page = await getIncidents(pathOf(start.slice, before.nextCursor, fromEnd))
    if (first.data.value !== start) return
    side.value = {
      rows: fromEnd ? joined([...page.rows].reverse(), before.rows) : joined(before.rows, page.rows),
      nextCursor: page.nextCursor,
      organisationNames: { ...before.organisationNames, ...page.organisationNames },
    }
  }
  /** One page of a list at a time; callers that come meanwhile wait for the same. Does not reject: `isFailed`. */
  function load(fromEnd: boolean): Promise<void> {
    if (running) return running
    const done = (failed: boolean) => () => {
      if (running !== mine) return
      running = null
      isFailed.value = failed
    }
    const mine: Promise<void> = fetchPage(fromEnd).then(done(false), done(true))
    running = mine
    return mine
  }

  /** Where the open case stands among `rows`, −1: not among what was fetched. */
  const openIndex = computed(() => rows.value.findIndex(({ id }) => id === views.view.incident))
  /** Number of a row in the whole list, from 1. */
  const numberOf = (index: number): number => index + 1 + (index >= gapAfter.value ? missing.value : 0)
  /** The case so many steps from the open one; null: there is none, or it is not fetched. */
  function neighbour(steps: number): IncidentSummary | null {
    const at = openIndex.value + steps
    const crossesGap = missing.value > 0 && openIndex.value < gapAfter.value !== at < gapAfter.value
    return openIndex.value < 0 || crossesGap ? null : (rows.value[at] ?? null)
  }
  const canStep = (steps: number): boolean =>
    openIndex.value >= 0 &&
    numberOf(openIndex.value) + steps >= 1 &&
    numberOf(openIndex.value) + steps <= count.value
  /** Opens the next or the previous case of the list; the address is replaced, so that back leaves the walk. */
  async function step(steps: 1 | -1): Promise<void> {
    if (!canStep(steps)) return
    if (neighbour(steps) === null) await load(steps < 0)
    const next = neighbour(steps)
    if (next) await views.change({ incident: next.id }, 'replace')
  }

  return {
    first,
    rows,
    names,
    total,
    isHidden,
    withheld,
    count,
    missing,
    gapAfter,
    atMs,
    load,
    isFailed,
    openIndex,
    numberOf,
    neighbour,
    canStep,
    step,
  }
})
