// What the rules of accounts share: the directory, sessions, tokens and the lock-out, and to whom everything is told.
import type { AccessTokens } from './accessTokens.ts'
import type { Directory } from './directory.ts'
import type { AccountEvent } from './event.ts'
import type { LockOut } from './lockOut.ts'
import type { Hashing } from './passwordHash.ts'
import { passwordFaults } from './passwordRules.ts'
import { AccountRefusal } from './refusal.ts'
import type { Sessions } from './sessions.ts'

/** From where: for the lock-out, the session list and the audit. */
export interface Visitor {
  readonly address: string
  readonly agent: string
}

/** On whose behalf an account or a token is changed. */
export interface By {
  readonly address: string
  /** null: the command line. */
  readonly principalId: string | null
}

export type Tell = (
  action: AccountEvent['action'],
  target: string,
  address: string,
  outcome?: AccountEvent['outcome'],
  principalId?: string | null,
) => void

export interface Parts {
  readonly directory: Directory
  readonly sessions: Sessions
  readonly tokens: AccessTokens
  readonly lockOut: LockOut
  readonly clock: () => number
  readonly tell: Tell
  readonly hashing: Hashing
  /** Secrets of second factors that were offered and not confirmed yet, by account. */
  readonly offers: Map<string, string>
}

export async function acceptable(
  hashing: Hashing,
  password: string,
  names: readonly string[],
): Promise<string> {
  const faults = passwordFaults(password, names)
  if (faults.length > 0) throw new AccountRefusal('weak-password', 'this password is too weak', { faults })
  return hashing.hash(password)
}

/** @throws AccountRefusal locked */
export function requireUnlocked({ lockOut }: Pick<Parts, 'lockOut'>, name: string | null, address: string) {
  const retryAfterMs = lockOut.waitMs(name, address)
  if (retryAfterMs > 0) throw new AccountRefusal('locked', 'too many failures', { retryAfterMs })
}
