// Signing in by name and password, and by a code where the account has a second factor. Whatever is wrong counts in the
// lock-out and is answered alike.
import type { StoredAccount } from '../store/accountStore.ts'
import { type Parts, requireUnlocked, type Visitor } from './parts.ts'
import { AccountRefusal } from './refusal.ts'
import { counterOf, recoveryHash } from './secondFactor.ts'

const WRONG = () => new AccountRefusal('wrong', 'name or password is wrong')

/** @returns what the cookie carries, or that a code is wanted as well */
export function signInOf({ directory, sessions, lockOut, clock, tell, hashing }: Parts) {
  return async (
    given: { readonly name: string; readonly password: string; readonly code?: string },
    { address, agent }: Visitor,
  ): Promise<{ readonly step: 'signedIn'; readonly token: string } | { readonly step: 'secondFactor' }> => {
    requireUnlocked({ lockOut }, given.name, address)
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
