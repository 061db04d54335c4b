// A cache bounded by weight: what was not used for longest goes first, the newest always stays.

export interface LruCache<Value> {
  get(key: string): Value | undefined
  set(key: string, value: Value, weight: number): void
  readonly weight: number
  readonly size: number
}

export function createLru<Value>(limit: number): LruCache<Value> {
  const entries = new Map<string, { value: Value; weight: number }>()
  let total = 0
  const drop = (key: string): void => {
    total -= entries.get(key)?.weight ?? 0
    entries.delete(key)
  }
  return {
    get(key) {
      const entry = entries.get(key)
      if (!entry) return undefined
      entries.delete(key)
      entries.set(key, entry)
      return entry.value
    },
    set(key, value, weight) {
      drop(key)
      entries.set(key, { value, weight })
      total += weight
      for (const oldest of entries.keys()) {
        if (total <= limit || oldest === key) break
        drop(oldest)
      }
    },
    get weight() {
      return total
    },
    get size() {
      return entries.size
    },
  }
}
