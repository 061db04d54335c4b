// Signing in and what one may do to an account: the rules over directory and sessions. Everything that happens is told
// to `onEvent`; every no is an AccountRefusal.
import type { Role, Scope } from '../access/principal.ts'
import type { AccountStore, StoredAccount, StoredSession } from '../store/accountStore.ts'
import { type Directory, openDirectory } from './directory.ts'
import type { AccountEvent, OnAccountEvent } from './event.ts'
import { createLockOut } from './lockOut.ts'
import { createHashing, type HashCost, type Hashing } from './passwordHash.ts'
import { passwordFaults } from './passwordRules.ts'
import { AccountRefusal } from './refusal.ts'
import { counterOf, newRecoveryCodes, newSecret, otpAddress, recoveryHash } from './secondFactor.ts'
import { openSessions, type SessionLimits, type Sessions } from './sessions.ts'

/** From where: for the lock-out, the session list and the audit. */
export interface Visitor {
  readonly address: string
  readonly agent: string
}

export interface AccountsOptions extends SessionLimits {
  readonly store: AccountStore
  readonly clock: () => number
  readonly onEvent: OnAccountEvent
  /** Absent: as it should be; tests take a light one. */
  readonly hashCost?: HashCost
}

export type Accounts = Awaited<ReturnType<typeof openAccounts>>

const LINK_LIFE_MS = 24 * 3_600_000

export async function openAccounts({ store, clock, onEvent, hashCost, ...limits }: AccountsOptions) {
  const directory = await openDirectory(store, clock)
  const sessions = await openSessions(store, clock, limits)
  const tell: Tell = (action, target, address, outcome = 'done', principalId = null) =>
    onEvent({ at: new Date(clock()).toISOString(), principalId, address, action, target, outcome })
  const hashing = createHashing(hashCost)
  const parts: Parts = { directory, sessions, clock, tell, hashing, offers: new Map() }
  return {
    directory,
    sessions,
    signIn: signInOf(parts),
    ...ownAccount(parts),
    ...administration(parts),
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
  }
}

type Tell = (
  action: AccountEvent['action'],
  target: string,
  address: string,
  outcome?: AccountEvent['outcome'],
  principalId?: string | null,
) => void

interface Parts {
  readonly directory: Directory
  readonly sessions: Sessions
  readonly clock: () => number
  readonly tell: Tell
  readonly hashing: Hashing
  /** Secrets of second factors that were offered and not confirmed yet, by account. */
  readonly offers: Map<string, string>
}

const WRONG = () => new AccountRefusal('wrong', 'name or password is wrong')

/** @returns what the cookie carries, or that a code is wanted as well */
function signInOf({ directory, sessions, clock, tell, hashing }: Parts) {
  const lockOut = createLockOut(clock)
  return async (
    given: { readonly name: string; readonly password: string; readonly code?: string },
    { address, agent }: Visitor,
  ): Promise<{ readonly step: 'signedIn'; readonly token: string } | { readonly step: 'secondFactor' }> => {
    const retryAfterMs = lockOut.waitMs(given.name, address)
    if (retryAfterMs > 0) throw new AccountRefusal('locked', 'too many failures', { retryAfterMs })
    const refuse = (refusal: AccountRefusal): AccountRefusal => {
      const isLocked = lockOut.failed(given.name, address)
      tell('sign-in', given.name, address, 'refused')
      if (isLocked) tell('lock-out', given.name, address)
      return refusal
    }
    const account = directory.find(given.name)
    const isRight = await hashing.verify(given.password, account?.passwordHash ?? null)
    if (!account || !isRight || account.disabledAtMs !== null) throw refuse(WRONG())
    let patch: Partial<StoredAccount> = { signedInAtMs: clock() }
    if (account.secondFactor) {
      if (given.code === undefined) return { step: 'secondFactor' }
      const used = useCode(account.secondFactor, given.code, clock())
      if (!used) throw refuse(new AccountRefusal('wrong-code', 'the code is wrong'))
      patch = { ...patch, secondFactor: used }
    }
    if (hashing.isOutdated(account.passwordHash ?? ''))
      patch = { ...patch, passwordHash: await hashing.hash(given.password) }
    await directory.change(account.id, patch)
    lockOut.succeeded(given.name)
    tell('sign-in', account.name, address, 'done', account.id)
    return { step: 'signedIn', token: await sessions.begin(account.id, address, agent) }
  }
}

/** The second factor after this code; null: the code is wrong or used up. */
function useCode(factor: NonNullable<StoredAccount['secondFactor']>, code: string, nowMs: number) {
  const counter = counterOf(factor.secret, code, nowMs)
  if (counter !== null) return counter > factor.lastCounter ? { ...factor, lastCounter: counter } : null
  const hash = recoveryHash(code)
  if (!factor.recoveryHashes.includes(hash)) return null
  return { ...factor, recoveryHashes: factor.recoveryHashes.filter((other) => other !== hash) }
}

async function acceptable(hashing: Hashing, password: string, names: readonly string[]): Promise<string> {
  const faults = passwordFaults(password, names)
  if (faults.length > 0) throw new AccountRefusal('weak-password', 'this password is too weak', { faults })
  return hashing.hash(password)
}

function ownAccount({ directory, sessions, clock, tell, hashing, offers }: Parts) {
  const confirm = async (account: StoredAccount, password: string): Promise<void> => {
    if (account.origin !== 'local')
      throw new AccountRefusal('not-local', 'this account is kept by another system')
    if (!(await hashing.verify(password, account.passwordHash)))
      throw new AccountRefusal('wrong-password', 'the password is wrong')
  }
  const endOthers = (accountId: string, thisHash: string | null): Promise<void> =>
    sessions.end(
      sessions
        .list(accountId)
        .map(({ tokenHash }) => tokenHash)
        .filter((hash) => hash !== thisHash),
    )
  return {
    /** Ends all its other sessions. */
    async changePassword(
      { account, session }: { account: StoredAccount; session: StoredSession },
      given: { readonly current: string; readonly next: string },
      address: string,
    ): Promise<void> {
      await confirm(account, given.current)
      const passwordHash = await acceptable(hashing, given.next, [account.name, account.displayName])
      await directory.change(account.id, { passwordHash })
      await endOthers(account.id, session.tokenHash)
      tell('password-changed', account.name, address, 'done', account.id)
    },
    async offerSecondFactor(account: StoredAccount, password: string) {
      await confirm(account, password)
      const secret = newSecret()
      offers.set(account.id, secret)
      return { secret, address: otpAddress(secret, account.name) }
    },
    /** @returns recovery codes, told once */
    async confirmSecondFactor(account: StoredAccount, code: string, address: string): Promise<string[]> {
      const secret = offers.get(account.id)
      const lastCounter = secret === undefined ? null : counterOf(secret, code, clock())
      if (secret === undefined || lastCounter === null)
        throw new AccountRefusal('wrong-code', 'the code is wrong')
      offers.delete(account.id)
      const recoveryCodes = newRecoveryCodes()
      const recoveryHashes = recoveryCodes.map(recoveryHash)
      await directory.change(account.id, { secondFactor: { secret, lastCounter, recoveryHashes } })
      tell('second-factor-changed', account.name, address, 'done', account.id)
      return recoveryCodes
    },
    async removeSecondFactor(account: StoredAccount, password: string, address: string): Promise<void> {
      await confirm(account, password)
      await directory.change(account.id, { secondFactor: null })
      tell('second-factor-changed', account.name, address, 'done', account.id)
    },
    async endSession(
      session: StoredSession,
      by: { readonly id: string; readonly address: string; readonly isSignOut?: boolean },
    ): Promise<void> {
      await sessions.end([session.tokenHash])
      const name = directory.read(session.accountId)?.name ?? session.accountId
      tell(by.isSignOut ? 'sign-out' : 'session-ended', name, by.address, 'done', by.id)
    },
  }
}

function administration({ directory, sessions, tell, hashing }: Parts) {
  const named = (name: string): StoredAccount => {
    const account = directory.find(name)
    if (!account) throw new AccountRefusal('unknown-account', `there is no account ${name}`)
    return account
  }
  const endAll = (accountId: string): Promise<void> =>
    sessions.end(sessions.list(accountId).map(({ tokenHash }) => tokenHash))
  return {
    /** For the first administrator, while there is no account. */
    async makeSetUpLink(by: string): Promise<string> {
      if (directory.list().length > 0)
        throw new AccountRefusal('name-taken', 'there are accounts already: an administrator makes more')
      tell('link-made', 'set-up', by)
      return directory.makeLink(null, LINK_LIFE_MS)
    },
    /** @returns the secret of the link by which its password is set */
    async addAccount(
      account: { name: string; displayName: string; role: Role; scope: Scope },
      by: { readonly address: string; readonly principalId: string | null },
    ): Promise<string> {
      const made = await directory.create({ ...account, origin: 'local' })
      tell('account-created', made.name, by.address, 'done', by.principalId)
      return directory.makeLink(made.id, LINK_LIFE_MS)
    },
    /** Takes password, second factor and sessions away. @returns the secret of a new link */
    async resetAccount(
      name: string,
      by: { readonly address: string; readonly principalId: string | null },
    ): Promise<string> {
      const { id } = named(name)
      await directory.change(id, { passwordHash: null, secondFactor: null })
      await endAll(id)
      tell('account-changed', name, by.address, 'done', by.principalId)
      return directory.makeLink(id, LINK_LIFE_MS)
    },
    async setDisabled(
      name: string,
      atMs: number | null,
      by: { readonly address: string; readonly principalId: string | null },
    ): Promise<void> {
      const { id } = named(name)
      await directory.change(id, { disabledAtMs: atMs })
      if (atMs !== null) await endAll(id)
      tell(atMs === null ? 'account-changed' : 'account-disabled', name, by.address, 'done', by.principalId)
    },
    /** Uses a link up: sets the password, makes the account where it is the first, signs in. */
    async useLink(
      given: { token: string; name?: string; displayName?: string; password: string },
      { address, agent }: Visitor,
    ): Promise<string> {
      const link = directory.findLink(given.token)
      if (!link || (link.accountId === null && directory.list().length > 0))
        throw new AccountRefusal('link-unknown', 'the link is used up, expired or wrong')
      const known = link.accountId === null ? null : directory.read(link.accountId)
      const name = known?.name ?? given.name ?? 'admin'
      const displayName = known?.displayName ?? given.displayName ?? name
      const passwordHash = await acceptable(hashing, given.password, [name, displayName])
      // Of two at once the second finds nothing to take.
      if (directory.findLink(given.token) !== link)
        throw new AccountRefusal('link-unknown', 'the link is used up')
      await directory.dropLinks(({ tokenHash }) => tokenHash === link.tokenHash)
      const account =
        known ??
        (await directory.create({
          ...{ name, displayName, role: 'administrator', scope: { kind: 'all' }, origin: 'local' },
        }))
      tell(known ? 'password-changed' : 'account-created', account.name, address, 'done', account.id)
      await directory.change(account.id, { passwordHash })
      return sessions.begin(account.id, address, agent)
    },
  }
}
