// What one may do to one's own account; what weakens it wants the password again, and a wrong one counts in the lock-out.
import type { StoredAccount, StoredSession } from '../store/accountStore.ts'
import { acceptable, type Parts, requireUnlocked } from './parts.ts'
import { AccountRefusal } from './refusal.ts'
import { counterOf, newRecoveryCodes, newSecret, otpAddress, recoveryHash } from './secondFactor.ts'

export function ownAccount({ directory, sessions, lockOut, clock, tell, hashing, offers }: Parts) {
  const confirm = async (account: StoredAccount, password: string, address: string): Promise<void> => {
    if (account.origin !== 'local')
      throw new AccountRefusal('not-local', 'this account is kept by another system')
    requireUnlocked({ lockOut }, account.name, address)
    if (await hashing.verify(password, account.passwordHash)) return lockOut.succeeded(account.name)
    if (lockOut.failed(account.name, address)) tell('lock-out', account.name, address, 'done', account.id)
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
      await confirm(account, given.current, address)
      const passwordHash = await acceptable(hashing, given.next, [account.name, account.displayName])
      await directory.change(account.id, { passwordHash })
      await endOthers(account.id, session.tokenHash)
      tell('password-changed', account.name, address, 'done', account.id)
    },
    async offerSecondFactor(account: StoredAccount, password: string, address: string) {
      await confirm(account, password, address)
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
      await confirm(account, password, address)
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
