// Signing in and what one may do to an account: the rules over directory and sessions. Everything that happens is told
// to `onEvent`; every no is an AccountRefusal.
import type { AccountStore, StoredAccount, StoredSession } from '../store/accountStore.ts'
import { openAccessTokens } from './accessTokens.ts'
import { administration } from './administration.ts'
import { openDirectory } from './directory.ts'
import type { OnAccountEvent } from './event.ts'
import { openLockOut } from './lockOut.ts'
import { ownAccount } from './ownAccount.ts'
import type { Parts, Tell, Visitor } from './parts.ts'
import { createHashing, type HashCost } from './passwordHash.ts'
import { AccountRefusal } from './refusal.ts'
import { openSessions, type SessionLimits } from './sessions.ts'
import { signInOf } from './signInByPassword.ts'
import { tokenUse } from './tokenUse.ts'

export interface AccountsOptions extends SessionLimits {
  readonly store: AccountStore
  readonly clock: () => number
  readonly onEvent: OnAccountEvent
  /** Absent: as it should be; tests take a light one. */
  readonly hashCost?: HashCost
}

export type Accounts = Awaited<ReturnType<typeof openAccounts>>

export async function openAccounts({ store, clock, onEvent, hashCost, ...limits }: AccountsOptions) {
  const directory = await openDirectory(store, clock)
  const sessions = await openSessions(store, clock, limits)
  const tell: Tell = (action, target, address, outcome = 'done', principalId = null) =>
    onEvent({ at: new Date(clock()).toISOString(), principalId, address, action, target, outcome })
  const hashing = createHashing(hashCost)
  const tokens = await openAccessTokens(store, clock)
  const lockOut = await openLockOut(clock, store)
  const parts: Parts = { directory, sessions, tokens, lockOut, clock, tell, hashing, offers: new Map() }
  return {
    directory,
    sessions,
    tokens,
    signIn: signInOf(parts),
    ...ownAccount(parts),
    ...administration(parts),
    ...tokenUse(parts),
    /** Signs in somebody another system vouches for. @returns what the cookie carries */
    async vouch(account: StoredAccount, visitor: Visitor): Promise<string> {
      if (account.disabledAtMs !== null) throw new AccountRefusal('wrong', 'this account is disabled')
      await directory.change(account.id, { signedInAtMs: clock() })
      tell('sign-in', account.name, visitor.address, 'done', account.id)
      return sessions.begin(account.id, visitor.address, visitor.agent)
    },
    /** The account of a session that holds. */
    holderOf(token: string): { account: StoredAccount; session: StoredSession } | null {
      const session = sessions.find(token)
      const account = session ? directory.read(session.accountId) : null
      return session && account && account.disabledAtMs === null ? { account, session } : null
    },
    /** Writes what was seen and not written yet. */
    async flush(): Promise<void> {
      await sessions.flush()
      await tokens.flush()
    },
  }
}
