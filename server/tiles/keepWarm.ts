// The shapes of the version in force, before somebody looks at it: at the start, and whenever another comes into force
// while the server runs, because it was published or because its day has come. One that is no longer in force is left
// as far as it is.
import type { VersionId } from '#data/model/ids.ts'
import type { VersionService } from '../versions.ts'
import type { TileService } from './tileService.ts'

export const LOOK_EVERY_MS = 5000

/** @returns its stop, which waits for the look that is running */
export function keepWarm(
  versions: Pick<VersionService, 'currentId'>,
  tiles: Pick<TileService, 'warm'>,
  onError: (error: unknown) => void,
): () => Promise<void> {
  let inForce: VersionId | null = null
  let stopped = false
  let looks = Promise.resolve()
  const look = async () => {
    const id = await versions.currentId()
    if (stopped || id === inForce) return
    inForce = id
    if (id !== null) await tiles.warm(id, () => !stopped && id === inForce)
  }
  const lookSafely = () => {
    const running = look().catch(onError)
    looks = Promise.all([looks, running]).then(() => undefined)
  }
  lookSafely()
  const timer = setInterval(lookSafely, LOOK_EVERY_MS).unref()
  return async () => {
    clearInterval(timer)
    stopped = true
    await looks
  }
}
