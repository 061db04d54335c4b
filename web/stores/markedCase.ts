// The case that is marked on the map: the one pointed at in the list, else the one that is open; and the one pointed at on the
// map, for the list. It comes with the page, the list only when it is looked at.
import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { useView } from './view.ts'

interface Marked {
  readonly id: number
  /** null: it has no place to show. */
  readonly lngLat: readonly [number, number] | null
}

export const useMarkedCase = defineStore('markedCase', () => {
  const views = useView()
  const pointed = shallowRef<Marked | null>(null)
  const open = shallowRef<Marked | null>(null)
  const pointedOnMapId = ref<number | null>(null)
  const opened = computed(() => (open.value?.id === views.view.incident ? open.value : null))
  const marked = computed(() => {
    const found = pointed.value ?? opened.value
    return found?.lngLat ? { id: found.id, lngLat: found.lngLat } : null
  })
  return { pointed, open, opened, pointedOnMapId, marked }
})
