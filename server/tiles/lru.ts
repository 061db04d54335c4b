// A cache bounded by weight: what was not used for longest goes first, the newest always stays. Reading only marks an
// entry; entries marked since they last came to the front are sent to the back when room is made (second chance).

export interface LruCache<Value> {
  get(key: string): Value | undefined
  set(key: string, value: Value, weight: number): void
  readonly weight: number
  readonly size: number
  /** Answers of `get` so far. */
  readonly hits: number
  readonly misses: number
}

export function createLru<Value>(limit: number): LruCache<Value> {
  const entries = new Map<string, Entry<Value>>()
  let total = 0
  let hits = 0
  let misses = 0
  const makeRoom = (newest: string): void => {
    for (const [key, entry] of entries) {
      if (total <= limit) return
      if (key === newest) continue
      entries.delete(key)
      if (entry.isUsed) {
        entry.isUsed = false
        entries.set(key, entry)
      } else total -= entry.weight
    }
  }
  return {
    get(key) {
      const entry = entries.get(key)
      if (!entry) {
        misses++
        return undefined
      }
      hits++
      entry.isUsed = true
      return entry.value
    },
    set(key, value, weight) {
      const before = entries.get(key)
      if (before) {
        entries.delete(key)
        total -= before.weight
      }
      entries.set(key, { value, weight, isUsed: false })
      total += weight
      makeRoom(key)
    },
    get weight() {
      return total
    },
    get size() {
      return entries.size
    },
    get hits() {
      return hits
    },
    get misses() {
      return misses
    },
  }
}

interface Entry<Value> {
  readonly value: Value
  readonly weight: number
  isUsed: boolean
}
