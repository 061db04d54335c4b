// Guessing made slow: after some failures each further one doubles the wait, by account name and by address apart. Names
// that do not exist are counted like those that do. In memory: a restart forgets, and is nothing a guesser can cause.

const FREE_FAILURES = 5
/** Many people may sit behind one address. */
const FREE_FAILURES_OF_ADDRESS = 20
const FIRST_DELAY_MS = 30_000
const LONGEST_DELAY_MS = 15 * 60_000
/** Failures are forgotten after this long without another. */
const MEMORY_MS = 60 * 60_000
const MOST_KEYS = 20_000

interface Failures {
  count: number
  lastAtMs: number
}

export interface LockOut {
  /** How long until the next attempt is looked at; 0: now. */
  waitMs(name: string, address: string): number
  /** @returns whether this one locked */
  failed(name: string, address: string): boolean
  succeeded(name: string): void
}

export function createLockOut(clock: () => number): LockOut {
  const failures = new Map<string, Failures>()
  const keysOf = (name: string, address: string) =>
    [
      [`name ${name.toLowerCase()}`, FREE_FAILURES],
      [`address ${address}`, FREE_FAILURES_OF_ADDRESS],
    ] as const
  const wait = (key: string, free: number): number => {
    const known = failures.get(key)
    if (!known || known.count < free) return 0
    return Math.max(0, known.lastAtMs + delayMs(known.count - free) - clock())
  }
  return {
    waitMs: (name, address) => Math.max(...keysOf(name, address).map(([key, free]) => wait(key, free))),
    failed(name, address) {
      const nowMs = clock()
      for (const [key] of keysOf(name, address)) {
        const known = failures.get(key)
        const count = known && nowMs - known.lastAtMs < MEMORY_MS ? known.count + 1 : 1
        failures.delete(key)
        failures.set(key, { count, lastAtMs: nowMs })
      }
      for (const key of failures.keys()) {
        if (failures.size <= MOST_KEYS) break
        failures.delete(key)
      }
      return keysOf(name, address).some(([key, free]) => wait(key, free) > 0)
    },
    succeeded: (name) => void failures.delete(`name ${name.toLowerCase()}`),
  }
}

const delayMs = (beyond: number): number => Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** beyond)
