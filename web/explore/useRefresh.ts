// Asks for a new tick each minute while the page is seen and not pinned; old figures stay until it comes.
import { onScopeDispose } from 'vue'
import { useExplore } from '../stores/explore.ts'
import { usePlayback } from '../stores/playback.ts'
import { useView } from '../stores/view.ts'

export const REFRESH_MS = 60_000
/** After a failure. */
const RETRY_MS = 10_000

export function useRefresh(): void {
  const explore = useExplore()
  const views = useView()
  const playback = usePlayback()
  let lastMs = Date.now()
  const timer = setInterval(() => {
    const rhythm = explore.tick.state === 'failed' ? RETRY_MS : REFRESH_MS
    if (document.hidden || playback.isOn || views.view.asOf !== null || Date.now() - lastMs < rhythm) return
    lastMs = Date.now()
    explore.renew()
  }, 1000)
  onScopeDispose(() => clearInterval(timer))
}
