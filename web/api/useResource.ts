// A figure that is fetched: loading | ready | stale | failed. Old data stay on screen while newer are
// fetched and when they cannot be had; a superseded request is aborted and never overwrites a newer one.
import { computed, onScopeDispose, type Ref, ref, type ShallowRef, shallowRef, watch } from 'vue'
import { ApiError } from './apiError.ts'
import { isSignedOut } from './signedOut.ts'

export type ResourceState = 'loading' | 'ready' | 'stale' | 'failed'

export interface Resource<T> {
  readonly data: Readonly<ShallowRef<T | null>>
  readonly state: Readonly<Ref<ResourceState>>
  readonly error: Readonly<ShallowRef<ApiError | null>>
  /** The data answer an earlier question than the one asked now. */
  readonly isBehind: Readonly<Ref<boolean>>
  /** Asks again, keeping what is shown. */
  refresh(): Promise<void>
}

/** `key` null: nothing to ask yet. Equal keys are one question. */
export function useResource<T>(
  key: () => string | null,
  load: (key: string, signal: AbortSignal) => Promise<T>,
): Resource<T> {
  const data = shallowRef<T | null>(null)
  const state = ref<ResourceState>('loading')
  const error = shallowRef<ApiError | null>(null)
  const answered = shallowRef<string | null>(null)
  const isBehind = computed(() => data.value !== null && key() !== answered.value)
  let running: AbortController | null = null

  async function run(asked: string | null): Promise<void> {
    running?.abort()
    running = null
    if (asked === null) return
    const controller = new AbortController()
    running = controller
    state.value = data.value === null ? 'loading' : 'stale'
    try {
      const answer = await load(asked, controller.signal)
      if (controller.signal.aborted) return
      answered.value = asked
      data.value = answer
      error.value = null
      state.value = 'ready'
    } catch (reason) {
      if (controller.signal.aborted) return
      error.value = reason instanceof ApiError ? reason : new ApiError(-1, String(reason), null, null)
      state.value = 'failed'
    }
  }

  watch(key, run, { immediate: true })
  watch(isSignedOut, (isOut) => {
    if (!isOut && state.value === 'failed') void run(key())
  })
  onScopeDispose(() => running?.abort())
  return { data, state, error, isBehind, refresh: () => run(key()) }
}
