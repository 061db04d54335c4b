// The moment the picture is of, and the order its questions are asked in. A new moment or window is resolved by the server
// with the key figures; classes follow, then charts and lists. A changed filter keeps the moment, so the map's classes are
// asked at once, key figures after them, then the rest: on a city's server all of them share the same few processors.
import { computed, shallowRef, watch } from 'vue'
import { getSlice } from '../api/endpoints.ts'
import { queryString } from '../api/query.ts'
import { useResource } from '../api/useResource.ts'
import { useCity } from './city.ts'
import { filtersOf, openSlice, pinnedSlice, type Resolved } from './sliceQuery.ts'
import { useView } from './view.ts'

const keyOf = (slice: Resolved | null): string => (slice ? queryString(pinnedSlice(slice)) : '')

/** @param metrics ids of the key figures. */
export function useTick(metrics: readonly string[]) {
  const city = useCity()
  const views = useView()
  const view = computed(() => views.view)

  /** What the map's classes are asked of. Carries the version, so that all is asked on the same boundaries. */
  const asked = shallowRef<Resolved | null>(null)
  /** What charts and lists are asked of: `asked`, once classes and key figures are there or cannot be had. */
  const slice = shallowRef<Resolved | null>(null)
  /** What the classes at hand are of. */
  const coloured = shallowRef('')
  /** What `slice` answers, whatever its moment: window and filters as asked for. */
  const question = shallowRef('')
  /** Whether the moment stays while the filters change. */
  const isKept = shallowRef(false)
  const windowKey = computed(() => {
    const { length, from, to, asOf, seq, version, basis } = view.value
    return JSON.stringify([length, from, to, asOf, seq, version, basis])
  })
  const filtersKey = computed(() => JSON.stringify(filtersOf(view.value)))
  /** Window `asked` was resolved for. */
  let askedWindow: string | null = null
  let askedUnit: string | null = null

  const tick = useResource(() => {
    const params = { within: view.value.within, metrics, compare: 'previous,lastYear' }
    if (isKept.value)
      return asked.value && coloured.value === keyOf(asked.value)
        ? `slice${queryString({ ...params, ...pinnedSlice(asked.value) })}`
        : null
    // Own dates need the city's zone; lengths do not wait for it.
    const isLength = view.value.from === null && view.value.length.startsWith('P')
    if (!isLength && city.city === null) return null
    return `slice${queryString({ ...params, ...openSlice(view.value, city.calendar()) })}`
  }, getSlice)

  watch(
    tick.data,
    (answer) => {
      if (!answer) return
      if (isKept.value) return show()
      asked.value = { ...answer.slice, version: answer.version }
      askedWindow = windowKey.value
      // Another unit is all new: nothing of the moment before is to be asked of it.
      if (answer.unit.code !== askedUnit) show()
      askedUnit = answer.unit.code
    },
    { flush: 'sync' },
  )
  watch(
    filtersKey,
    () => {
      if (!asked.value || askedWindow !== windowKey.value) return
      isKept.value = true
      asked.value = { ...asked.value, ...filtersOf(view.value) }
    },
    { flush: 'sync' },
  )
  watch(
    windowKey,
    () => {
      isKept.value = false
    },
    { flush: 'sync' },
  )

  watch(tick.state, (state) => {
    if (state === 'failed') show()
  })

  function show(): void {
    slice.value = asked.value
    question.value = `${askedWindow} ${filtersKey.value}`
  }
  /** The classes of `asked` are there, or cannot be had. */
  function settle(): void {
    coloured.value = keyOf(asked.value)
    if (!isKept.value) show()
  }
  /** A new moment; what is shown stays until it has come. */
  async function renew(): Promise<void> {
    if (!isKept.value) return tick.refresh()
    isKept.value = false
  }
  return { tick, asked, slice, question, settle, renew }
}
