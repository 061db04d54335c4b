// One Escape closes one thing, the nearest. What floats over the page closes itself; then the playback, what the legend
// isolates, the case, its list, the unit; last of all the filters, and those not from a field or from the button that a menu
// has just given the keys back to.
import { onScopeDispose } from 'vue'
import { usePlayback } from '../stores/playback.ts'
import { useView } from '../stores/view.ts'
import { LIST_FILTERS, NO_FILTERS, type View } from '../stores/viewQuery.ts'

const FLOATING = '[role=menu], [role=dialog], [role=listbox], dialog[open]'
const KEEPS_FILTERS = 'input, select, textarea, [aria-haspopup]'

/** What the nearest thing open leaves of a view; null: nothing is open. */
export function withoutNearest(view: View): Partial<View> | null {
  if (view.classes.length > 0) return { classes: [] }
  if (view.incident !== null) return { incident: null }
  if (view.list !== null) return { list: null }
  return view.unit === null ? null : { unit: null }
}

export function useEscape(): void {
  const views = useView()
  const playback = usePlayback()

  function press(keyboard: KeyboardEvent): void {
    if (keyboard.key !== 'Escape' || document.querySelector(FLOATING)) return
    if (playback.isPlaying) {
      playback.pause()
      return
    }
    const nearest = withoutNearest(views.view)
    const isKept = keyboard.target instanceof Element && keyboard.target.closest(KEEPS_FILTERS)
    if (nearest) views.change(nearest)
    else if (!isKept && LIST_FILTERS.some((key) => views.view[key].length > 0)) views.change(NO_FILTERS)
  }
  // In the capture phase: a menu that closes by the same key is still there.
  window.addEventListener('keydown', press, { capture: true })
  onScopeDispose(() => window.removeEventListener('keydown', press, { capture: true }))
}
