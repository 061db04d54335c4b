// Guessing made slow: after some failures each further one doubles the wait, by account name and by address apart. Names
// that do not exist are counted like those that do. What has come so far as to lock is kept, so that a restart forgives
// nobody; what has not is in memory.
import type { AccountStore, StoredFailures } from '../store/accountStore.ts'

const FREE_FAILURES = 5
/** Many people may sit behind one address. */
const FREE_FAILURES_OF_ADDRESS = 20
const FIRST_DELAY_MS = 30_000
const LONGEST_DELAY_MS = 15 * 60_000
/** Failures are forgotten after this long without another. */
const MEMORY_MS = 60 * 60_000
const MOST_KEYS = 20_000

/** @param name null: what was wrong names nobody, such as a token */
export interface LockOut {
  /** How long until the next attempt is looked at; 0: now. */
  waitMs(name: string | null, address: string): number
  /** @returns whether this one locked */
  failed(name: string | null, address: string): boolean
  succeeded(name: string): void
}

type KeptFailures = Pick<AccountStore, 'readFailures' | 'writeFailures' | 'removeFailures'>

export async function openLockOut(clock: () => number, store: KeptFailures): Promise<LockOut> {
  const isOver = ({ lastAtMs }: StoredFailures): boolean => clock() - lastAtMs >= MEMORY_MS
  const stored = await store.readFailures()
  const failures = new Map(stored.filter((each) => !isOver(each)).map((each) => [each.key, each]))
  const kept = new Set(stored.map(({ key }) => key))
  const forget = (keys: readonly string[]): void => {
    for (const key of keys) failures.delete(key)
    const written = keys.filter((key) => kept.delete(key))
    // What cannot be written is only not remembered over a restart.
    if (written.length > 0) void store.removeFailures(written).catch(() => {})
  }
  forget(stored.filter(isOver).map(({ key }) => key))

  const wait = ([key, free]: readonly [string, number]): number => {
    const known = failures.get(key)
    if (!known || known.count < free) return 0
    return Math.max(0, known.lastAtMs + delayMs(known.count - free) - clock())
  }
  function count([key, free]: readonly [string, number]): void {
    const known = failures.get(key)
    const next = { key, count: known && !isOver(known) ? known.count + 1 : 1, lastAtMs: clock() }
    failures.delete(key)
    failures.set(key, next)
    if (next.count < free) return
    kept.add(key)
    void store.writeFailures(next).catch(() => {})
  }
  return {
    waitMs: (name, address) => Math.max(...keysOf(name, address).map(wait)),
    failed(name, address) {
      keysOf(name, address).forEach(count)
      const [...keys] = failures.keys()
      forget(keys.slice(0, Math.max(0, keys.length - MOST_KEYS)))
      return keysOf(name, address).some((key) => wait(key) > 0)
    },
    succeeded: (name) => forget([`name ${name.toLowerCase()}`]),
  }
}

const keysOf = (name: string | null, address: string): (readonly [string, number])[] => [
  ...(name === null ? [] : [[`name ${name.toLowerCase()}`, FREE_FAILURES] as const]),
  [`address ${address}`, FREE_FAILURES_OF_ADDRESS],
]

const delayMs = (beyond: number): number => Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** beyond)
