// What few maps need is fetched when it is first needed, and then belongs to the map as if it had been there from the start.
import { effectScope, watch } from 'vue'

/** Runs what `load` gives, once, from the first time that `isNeeded`. */
export function useLater(isNeeded: () => boolean, load: () => Promise<() => void>): void {
  const scope = effectScope()
  let isAsked = false
  watch(
    isNeeded,
    async (needed) => {
      if (!needed || isAsked) return
      isAsked = true
      const use = await load()
      if (scope.active) scope.run(use)
    },
    { immediate: true },
  )
}
