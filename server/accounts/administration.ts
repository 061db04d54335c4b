// What administrators do to accounts, and the one-time links by which their holders set a password.
import type { Role, Scope } from '../access/principal.ts'
import type { StoredAccount, StoredSession } from '../store/accountStore.ts'
import { acceptable, type By, type Parts, type Visitor } from './parts.ts'
import { AccountRefusal } from './refusal.ts'

const LINK_LIFE_MS = 24 * 3_600_000

export interface AccountChange {
  readonly displayName?: string
  readonly role?: Role
  readonly scope?: Scope
  readonly isDisabled?: boolean
}

const notLocal = () => new AccountRefusal('not-local', 'this account is kept by another system')

export function administration({ directory, sessions, clock, tell, hashing }: Parts) {
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
      by: By,
    ): Promise<string> {
      const made = await directory.create({ ...account, origin: 'local' })
      tell('account-created', made.name, by.address, 'done', by.principalId)
      return directory.makeLink(made.id, LINK_LIFE_MS)
    },
    /** Takes password, second factor and sessions away. @returns the secret of a new link */
    async resetAccount(name: string, by: By): Promise<string> {
      const { id, origin } = named(name)
      if (origin !== 'local') throw notLocal()
      await directory.change(id, { passwordHash: null, secondFactor: null })
      await endAll(id)
      tell('account-changed', name, by.address, 'done', by.principalId)
      return directory.makeLink(id, LINK_LIFE_MS)
    },
    /** What its own system decides of an account is not changed here. */
    async changeAccount(id: string, { isDisabled, ...given }: AccountChange, by: By): Promise<void> {
      const known = directory.read(id)
      if (!known) throw new AccountRefusal('unknown-account', 'there is no such account')
      if (known.origin === 'provider' && Object.values(given).some((value) => value !== undefined))
        throw notLocal()
      const wasDisabled = known.disabledAtMs !== null
      const isNew = isDisabled !== undefined && isDisabled !== wasDisabled
      const { name } = await directory.change(id, {
        ...given,
        ...(isNew && { disabledAtMs: isDisabled ? clock() : null }),
      })
      if (isNew && isDisabled) await endAll(id)
      const action = isNew && isDisabled ? 'account-disabled' : 'account-changed'
      tell(action, name, by.address, 'done', by.principalId)
    },
    async endSessions(held: readonly StoredSession[], by: By): Promise<void> {
      await sessions.end(held.map(({ tokenHash }) => tokenHash))
      for (const id of new Set(held.map(({ accountId }) => accountId)))
        tell('session-ended', directory.read(id)?.name ?? id, by.address, 'done', by.principalId)
    },
    async setDisabled(name: string, atMs: number | null, by: By): Promise<void> {
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
