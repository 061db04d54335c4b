// Who asks, from a request: a source with its bearer, the holder of a session, the demo's visitor, somebody a named proxy
// vouches for, or a wall. Put together once at the start from settings, store and what the folder holds.
import { type Asked, DEMO_ADMINISTRATOR, type Principal } from '../access/principal.ts'
import { isLoopbackHost, type Peers } from '../http/peer.ts'
import type { StoredAccount, StoredSession } from '../store/accountStore.ts'
import { isSecretOf } from './accessTokens.ts'
import type { Accounts } from './accounts.ts'
import { type CookieParts, cookieName, DEVICE_COOKIE, readCookie } from './cookies.ts'
import type { Provider } from './provider.ts'
import { showsIncidents } from './scene.ts'
import type { TokenOf } from './tokenUse.ts'
import type { TrustedHeader } from './trustedHeader.ts'

export interface SignInDesk {
  readonly accounts: Accounts
  readonly peers: Peers
  readonly basePath: string
  readonly mode: 'demo' | 'accounts'
  /** Whether anybody may read what is published. */
  readonly publicTables: boolean
  /** Pages of other sites may frame ours, so their cookies must come along. */
  readonly isFramed: boolean
  readonly provider: Provider | null
  readonly header: TrustedHeader | null
}

export interface Holder {
  readonly account: StoredAccount
  readonly session: StoredSession
}

export const cookieParts = ({ peers, basePath, isFramed }: SignInDesk, asked: Asked): CookieParts => ({
  isSecure: peers.isSecure(asked),
  basePath,
  isFramed,
})

/** The secret of a source's token; another's bearer is not ours to judge. */
export function bearerOf(asked: Asked): string | null {
  const secret = /^Bearer +(\S+)$/i.exec(asked.header('authorization') ?? '')?.[1]
  return secret !== undefined && isSecretOf('ingest', secret) ? secret : null
}

export function holderOf(desk: SignInDesk, asked: Asked): Holder | null {
  const token = readCookie(asked, cookieName(cookieParts(desk, asked)))
  return token === null ? null : desk.accounts.holderOf(token)
}

/** Synchronous, so that a tile does not wait for it. */
export function principalOf(desk: SignInDesk, asked: Asked): Principal | null {
  const bearer = bearerOf(asked)
  if (bearer !== null) return ofSource(desk.accounts.tokenOf('ingest', bearer))
  const holder = holderOf(desk, asked)
  if (holder) return ofAccount(holder.account)
  // A page elsewhere that has its name point here (DNS rebinding) says that name as the host.
  if (desk.mode === 'demo') return isLoopbackHost(asked.header('host')) ? DEMO_ADMINISTRATOR : null
  const vouched = desk.header?.accountOf(asked)
  return vouched ? ofAccount(vouched) : deviceOf(desk, asked)
}

function deviceOf(desk: SignInDesk, asked: Asked): Principal | null {
  const secret = readCookie(asked, cookieName(cookieParts(desk, asked), DEVICE_COOKIE))
  const token = secret === null ? null : desk.accounts.tokenOf('device', secret)
  if (!token) return null
  desk.accounts.tokens.seen(token, desk.peers.addressOf(asked))
  return {
    ...{ kind: 'device', id: `device:${token.id}`, displayName: token.name, role: 'viewer' },
    ...{ scope: token.scope, scene: token.scene, also: showsIncidents(token.scene) ? ['incidents'] : [] },
  }
}

const ofSource = (token: TokenOf<'ingest'> | null): Principal | null =>
  token && {
    ...{ kind: 'ingest', id: `ingest:${token.id}`, displayName: token.name, role: 'public' },
    ...{ scope: { kind: 'all' }, sources: token.sources },
  }

const ofAccount = ({ id, displayName, role, scope }: StoredAccount): Principal => ({
  kind: 'account',
  id,
  displayName,
  role,
  scope,
})
