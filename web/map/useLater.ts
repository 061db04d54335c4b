// What few maps need is fetched when it is first needed, and then belongs to the map as if it had been there from the start.
import { effectScope, watch } from 'vue'

/** Fetches once, the first time that `isNeeded`, and gives `use` what came. */
export function useLater<Module>(
  isNeeded: () => boolean,
  load: () => Promise<Module>,
  use: (module: Module) => void,
): void {
  const scope = effectScope()
  let isAsked = false
  watch(
    isNeeded,
    async (needed) => {
      if (!needed || isAsked) return
      isAsked = true
      const module = await load()
      if (scope.active) scope.run(() => use(module))
    },
    { immediate: true },
  )
}
