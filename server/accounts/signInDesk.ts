// Who asks, from a request: the demo's visitor, the holder of a session, or somebody a named proxy vouches for. Put
// together once at the start from settings, store and what the folder holds.
import { type Asked, DEMO_ADMINISTRATOR, type Principal } from '../access/principal.ts'
import { isLoopbackHost, type Peers } from '../http/peer.ts'
import type { StoredAccount, StoredSession } from '../store/accountStore.ts'
import type { Accounts } from './accounts.ts'
import { type CookieParts, cookieName, readCookie } from './cookies.ts'
import type { Provider } from './provider.ts'
import type { TrustedHeader } from './trustedHeader.ts'

export interface SignInDesk {
  readonly accounts: Accounts
  readonly peers: Peers
  readonly basePath: string
  readonly mode: 'demo' | 'accounts'
  readonly provider: Provider | null
  readonly header: TrustedHeader | null
}

export interface Holder {
  readonly account: StoredAccount
  readonly session: StoredSession
}

export const cookieParts = ({ peers, basePath }: SignInDesk, asked: Asked): CookieParts => ({
  isSecure: peers.isSecure(asked),
  basePath,
})

export function holderOf(desk: SignInDesk, asked: Asked): Holder | null {
  const token = readCookie(asked, cookieName(cookieParts(desk, asked)))
  return token === null ? null : desk.accounts.holderOf(token)
}

/** Synchronous, so that a tile does not wait for it. */
export function principalOf(desk: SignInDesk, asked: Asked): Principal | null {
  const holder = holderOf(desk, asked)
  if (holder) return ofAccount(holder.account)
  // A page elsewhere that has its name point here (DNS rebinding) says that name as the host.
  if (desk.mode === 'demo') return isLoopbackHost(asked.header('host')) ? DEMO_ADMINISTRATOR : null
  const vouched = desk.header?.accountOf(asked)
  return vouched ? ofAccount(vouched) : null
}

const ofAccount = ({ id, displayName, role, scope }: StoredAccount): Principal => ({
  kind: 'account',
  id,
  displayName,
  role,
  scope,
})
