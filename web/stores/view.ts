// The view lives in the address and nowhere else, so that back, forward, reload and a copied link all
// give the same picture. A step one would want to take back is pushed; the camera only replaces.
import { defineStore } from 'pinia'
import { computed } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { parseView, type View, viewQuery } from './viewQuery.ts'

/** Kept beside the view's own parameters. */
const OTHERS = ['theme', 'lang'] as const

export const useView = defineStore('view', () => {
  const route = useRoute()
  const router = useRouter()
  const view = computed<View>((before) => keptWhereSame(parseView(route.query), before))

  function hrefQuery(patch: Partial<View>): Record<string, string> {
    const others = OTHERS.flatMap((key) => {
      const value = route.query[key]
      return typeof value === 'string' ? [[key, value]] : []
    })
    return { ...viewQuery({ ...view.value, ...patch }), ...Object.fromEntries(others) }
  }

  /** What is on its way into the address: a change asked meanwhile goes with it instead of in its place. */
  let going: { readonly patch: Partial<View>; readonly how: 'push' | 'replace' } | null = null
  async function change(patch: Partial<View>, how: 'push' | 'replace' = 'push'): Promise<void> {
    const step = { patch: { ...going?.patch, ...patch }, how: going?.how === 'push' ? 'push' : how } as const
    going = step
    try {
      await router[step.how]({ query: hrefQuery(step.patch) })
    } finally {
      if (going === step) going = null
    }
  }

  /** Looks within another unit: the level follows the evidence again, the camera the unit. */
  const drill = (code: string | null) => change({ within: code, ...AFTER_DRILL })

  /** Address of a drill, for links. */
  const drillTo = (code: string | null) => ({ path: '/', query: hrefQuery({ within: code, ...AFTER_DRILL }) })

  return { view, change, drill, drillTo, hrefQuery }
})

const AFTER_DRILL = { level: null, unit: null, incident: null, camera: null, classes: [] } as const

/** Lists that say the same are the same, so that what depends on one alone does not follow the rest of the address. */
function keptWhereSame(next: View, before: View | undefined): View {
  if (!before) return next
  const kept = Object.entries(next).map(([key, value]) => {
    const old = before[key as keyof View]
    return [key, JSON.stringify(value) === JSON.stringify(old) ? old : value]
  })
  return Object.fromEntries(kept)
}
