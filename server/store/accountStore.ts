// Accounts, their sessions, one-time links and tokens, as the store keeps them: secrets only as hashes, but for the second
// factor's, which must be computed with. All are few, so they are read whole at the start.
import { z } from 'zod'

const scope = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('all') }),
  z.object({ kind: z.literal('unit'), code: z.string() }),
  z.object({ kind: z.literal('organisation'), code: z.string() }),
])

export const storedAccountSchema = z.object({
  id: z.string(),
  /** Signed in by; compared without regard to case, once. */
  name: z.string(),
  displayName: z.string(),
  role: z.enum(['public', 'viewer', 'planner', 'administrator', 'auditor']),
  scope,
  /** local: by a password; provider: by OpenID Connect; header: by the proxy in front. */
  origin: z.enum(['local', 'provider', 'header']),
  passwordHash: z.string().nullable(),
  /** `lastCounter`: codes up to it are used up. */
  secondFactor: z
    .object({ secret: z.string(), lastCounter: z.number(), recoveryHashes: z.array(z.string()) })
    .nullable(),
  createdAtMs: z.number(),
  disabledAtMs: z.number().nullable(),
  signedInAtMs: z.number().nullable(),
})
export type StoredAccount = Readonly<z.infer<typeof storedAccountSchema>>

export const storedSessionSchema = z.object({
  /** Hash of what the cookie carries. */
  tokenHash: z.string(),
  accountId: z.string(),
  createdAtMs: z.number(),
  seenAtMs: z.number(),
  address: z.string(),
  agent: z.string(),
})
export type StoredSession = Readonly<z.infer<typeof storedSessionSchema>>

export const storedLinkSchema = z.object({
  tokenHash: z.string(),
  /** null: makes the first administrator. */
  accountId: z.string().nullable(),
  expiresAtMs: z.number(),
})
export type StoredLink = Readonly<z.infer<typeof storedLinkSchema>>

const token = {
  id: z.string(),
  name: z.string(),
  secretHash: z.string(),
  createdAtMs: z.number(),
  /** Principal; null: the command line. */
  createdBy: z.string().nullable(),
  revokedAtMs: z.number().nullable(),
  seenAtMs: z.number().nullable(),
  seenFrom: z.string().nullable(),
}
export const storedTokenSchema = z.discriminatedUnion('kind', [
  /** A wall: its scene is a path and query below the base path. */
  z.object({ ...token, kind: z.literal('device'), scene: z.string(), scope }),
  /** Whoever sends rows of these sources. */
  z.object({ ...token, kind: z.literal('ingest'), sources: z.array(z.string()) }),
])
export type StoredToken = Readonly<z.infer<typeof storedTokenSchema>>

/** Failures to sign in, by what they are counted by (a name or an address). */
export const storedFailuresSchema = z.object({ key: z.string(), count: z.number(), lastAtMs: z.number() })
export type StoredFailures = Readonly<z.infer<typeof storedFailuresSchema>>

export interface AccountStore {
  readAccounts(): Promise<StoredAccount[]>
  /** Inserts it, or replaces the one with its id. */
  writeAccount(account: StoredAccount): Promise<void>
  readSessions(): Promise<StoredSession[]>
  writeSession(session: StoredSession): Promise<void>
  removeSessions(tokenHashes: readonly string[]): Promise<void>
  readLinks(): Promise<StoredLink[]>
  writeLink(link: StoredLink): Promise<void>
  removeLinks(tokenHashes: readonly string[]): Promise<void>
  readTokens(): Promise<StoredToken[]>
  /** Inserts it, or replaces the one with its id. */
  writeToken(token: StoredToken): Promise<void>
  readFailures(): Promise<StoredFailures[]>
  writeFailures(failures: StoredFailures): Promise<void>
  removeFailures(keys: readonly string[]): Promise<void>
}
