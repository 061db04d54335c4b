// What the counts of the page count under the basis chosen, in a word: received unless it says otherwise.
import { computed } from 'vue'
import { useText } from '../locales/text.ts'
import { useView } from '../stores/view.ts'

export function useCounted() {
  const views = useView()
  const text = useText()
  const basis = computed(() => (views.view.basis === 'default' ? 'received' : views.view.basis))
  return {
    isReceived: computed(() => basis.value === 'received'),
    counted: computed(() => text.t(`counted.${basis.value}`)),
  }
}
