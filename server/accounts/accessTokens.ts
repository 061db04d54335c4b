// Tokens of walls and of sources: random 256 bits told once, kept as their hash. Looking one up is synchronous, so that a
// tile does not wait; one that is revoked opens nothing from then on, and stays in the list, for the audit names it.
import type { Scope } from '../access/principal.ts'
import type { AccountStore, StoredToken } from '../store/accountStore.ts'
import { AccountRefusal } from './refusal.ts'
import { newId, newToken, sha256 } from './tokens.ts'

export type NewAccessToken =
  | { readonly kind: 'device'; readonly name: string; readonly scene: string; readonly scope: Scope }
  | { readonly kind: 'ingest'; readonly name: string; readonly sources: readonly string[] }

export interface AccessTokens {
  list(): StoredToken[]
  /** @returns its secret, told once. @param by principal */
  make(token: NewAccessToken, by: string | null): Promise<{ token: StoredToken; secret: string }>
  /** The token of a secret, revoked ones too. */
  find(secret: string): StoredToken | null
  /** That it was used; written at most once a minute. */
  seen(token: StoredToken, address: string): void
  /** @throws AccountRefusal token-unknown */
  revoke(id: string): Promise<StoredToken>
  /** Writes what was seen. */
  flush(): Promise<void>
}

/** A secret says what it is, so that a proxy's own bearer is not taken for ours, and a leaked one can be searched for. */
const PREFIXES = { device: 'jwd_', ingest: 'jwi_' } as const
export const isSecretOf = (kind: StoredToken['kind'], text: string): boolean =>
  text.startsWith(PREFIXES[kind])

const WRITE_EVERY_MS = 60_000

export async function openAccessTokens(store: AccountStore, clock: () => number): Promise<AccessTokens> {
  const byHash = new Map((await store.readTokens()).map((token) => [token.secretHash, token]))
  const writtenAtMs = new Map([...byHash.values()].map(({ id, seenAtMs }) => [id, seenAtMs ?? 0]))

  const write = async (token: StoredToken): Promise<void> => {
    writtenAtMs.set(token.id, token.seenAtMs ?? 0)
    await store.writeToken(token)
  }
  return {
    list: () => [...byHash.values()],
    async make(given, by) {
      const secret = `${PREFIXES[given.kind]}${newToken()}`
      const token: StoredToken = {
        ...(given.kind === 'ingest' ? { ...given, sources: [...given.sources] } : given),
        ...{ id: newId(), secretHash: sha256(secret), createdAtMs: clock(), createdBy: by },
        ...{ revokedAtMs: null, seenAtMs: null, seenFrom: null },
      }
      byHash.set(token.secretHash, token)
      await write(token)
      return { token, secret }
    },
    find: (secret) => byHash.get(sha256(secret)) ?? null,
    seen({ secretHash }, seenFrom) {
      const known = byHash.get(secretHash)
      if (!known) return
      const next = { ...known, seenAtMs: clock(), seenFrom }
      byHash.set(secretHash, next)
      if (next.seenAtMs - (writtenAtMs.get(next.id) ?? 0) >= WRITE_EVERY_MS) void write(next).catch(() => {})
    },
    async revoke(id) {
      const known = [...byHash.values()].find((token) => token.id === id)
      if (!known) throw new AccountRefusal('token-unknown', 'there is no such token')
      if (known.revokedAtMs !== null) return known
      const next = { ...known, revokedAtMs: clock() }
      byHash.set(next.secretHash, next)
      await write(next)
      return next
    },
    async flush() {
      for (const token of byHash.values())
        if ((token.seenAtMs ?? 0) !== writtenAtMs.get(token.id)) await write(token)
    },
  }
}
