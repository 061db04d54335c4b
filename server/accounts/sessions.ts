// Sessions: random 256 bits in the cookie, their hash in memory and in the store, so that a restart signs nobody out and
// a copy of the store signs nobody in. Looking one up is synchronous; when it was last seen is written once a minute.
import type { AccountStore, StoredSession } from '../store/accountStore.ts'
import { newToken, sha256 } from './tokens.ts'

export interface SessionLimits {
  /** Without a request. */
  readonly idleMs: number
  /** Since signing in. */
  readonly absoluteMs: number
}

export interface Sessions {
  /** @returns what the cookie carries */
  begin(accountId: string, address: string, agent: string): Promise<string>
  /** Still valid, and noted as seen; null otherwise. */
  find(token: string): StoredSession | null
  list(accountId: string | null): StoredSession[]
  end(tokenHashes: readonly string[]): Promise<void>
  /** Writes what was seen. */
  flush(): Promise<void>
}

const WRITE_EVERY_MS = 60_000
const LONGEST_AGENT = 200

export async function openSessions(
  store: AccountStore,
  clock: () => number,
  { idleMs, absoluteMs }: SessionLimits,
): Promise<Sessions> {
  const byHash = new Map((await store.readSessions()).map((session) => [session.tokenHash, session]))
  const writtenAtMs = new Map([...byHash].map(([hash, { seenAtMs }]) => [hash, seenAtMs]))
  const isValid = ({ createdAtMs, seenAtMs }: StoredSession): boolean =>
    clock() - seenAtMs < idleMs && clock() - createdAtMs < absoluteMs

  const end = async (hashes: readonly string[]): Promise<void> => {
    for (const hash of hashes) {
      byHash.delete(hash)
      writtenAtMs.delete(hash)
    }
    if (hashes.length > 0) await store.removeSessions(hashes)
  }
  const write = async (session: StoredSession): Promise<void> => {
    writtenAtMs.set(session.tokenHash, session.seenAtMs)
    await store.writeSession(session)
    // Ended while it was written.
    if (!byHash.has(session.tokenHash)) await end([session.tokenHash])
  }
  await end([...byHash.values()].filter((session) => !isValid(session)).map(({ tokenHash }) => tokenHash))

  return {
    async begin(accountId, address, agent) {
      const token = newToken()
      const nowMs = clock()
      const session = {
        ...{ tokenHash: sha256(token), accountId, createdAtMs: nowMs, seenAtMs: nowMs, address },
        agent: agent.slice(0, LONGEST_AGENT),
      }
      byHash.set(session.tokenHash, session)
      await write(session)
      return token
    },
    find(token) {
      const session = byHash.get(sha256(token))
      if (!session) return null
      if (!isValid(session)) {
        void end([session.tokenHash]).catch(() => {})
        return null
      }
      const seen = { ...session, seenAtMs: clock() }
      byHash.set(seen.tokenHash, seen)
      if (seen.seenAtMs - (writtenAtMs.get(seen.tokenHash) ?? 0) >= WRITE_EVERY_MS)
        void write(seen).catch(() => {})
      return seen
    },
    list: (accountId) =>
      [...byHash.values()].filter(
        (session) => isValid(session) && (accountId === null || session.accountId === accountId),
      ),
    end,
    async flush() {
      for (const session of byHash.values())
        if (session.seenAtMs !== writtenAtMs.get(session.tokenHash)) await write(session)
    },
  }
}
