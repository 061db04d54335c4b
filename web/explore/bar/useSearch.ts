// What the server finds for the text typed, asked when typing pauses. Older answers never overwrite newer ones.
import { computed, onScopeDispose, type Ref, ref, watch } from 'vue'
import { getSearch } from '../../api/endpoints.ts'
import { queryString } from '../../api/query.ts'
import { useResource } from '../../api/useResource.ts'
import { pinParams } from '../../stores/pin.ts'
import { useView } from '../../stores/view.ts'

/** A pause as long as between two keys of a quick typist. */
const PAUSE_MS = 120
const LIMIT = 30

export function useSearch(wanted: Ref<string>) {
  const views = useView()
  const asked = ref('')
  let timer: ReturnType<typeof setTimeout> | undefined
  watch(wanted, (text) => {
    clearTimeout(timer)
    if (text.trim() === '') asked.value = ''
    else timer = setTimeout(() => (asked.value = text.trim()), PAUSE_MS)
  })
  onScopeDispose(() => clearTimeout(timer))
  const { data, state, error } = useResource(
    () =>
      asked.value === ''
        ? null
        : `search${queryString({ q: asked.value, limit: LIMIT, ...pinParams(views.view) })}`,
    getSearch,
  )
  /** The answer to what is typed now has come. */
  const isSettled = computed(() => asked.value === wanted.value.trim() && state.value === 'ready')
  return {
    found: computed(() => (asked.value === '' ? null : data.value)),
    isSettled,
    error,
  }
}
