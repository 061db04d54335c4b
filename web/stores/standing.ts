// How the unit one looks within stands to the account's own area: inside it everything is told, beside and above it totals
// to compare with and nothing below them.
import { computed } from 'vue'
import { useExplore } from './explore.ts'
import { useMe } from './me.ts'

export function useStanding() {
  const explore = useExplore()
  const my = useMe()
  /** What the account is confined to, as its tree calls it; null: nothing. */
  const own = computed(() => {
    const scope = my.me?.scope
    return scope?.code ? { ...scope, name: scope.name ?? scope.code } : null
  })
  const isCompared = computed(() => {
    const unit = explore.unit.data
    if (!unit || own.value?.kind !== 'unit') return false
    const { code } = own.value
    return unit.code !== code && !unit.ancestors.some((above) => above.code === code)
  })
  return { own, isCompared }
}
