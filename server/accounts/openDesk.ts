// Who may come in, decided once at the start. The demo needs no sign-in on this machine and never elsewhere; anything else
// needs accounts. Bound elsewhere with no way in at all, the server does not start: nobody could use it, and the first
// who finds it must not become its administrator.

import type { Settings } from '../config.ts'
import { createPeers, isLoopbackHost } from '../http/peer.ts'
import type { StoredAccount } from '../store/accountStore.ts'
import type { Accounts } from './accounts.ts'
import { createProvider } from './provider.ts'
import type { SignInDesk } from './signInDesk.ts'
import { createTrustedHeader } from './trustedHeader.ts'

type Asked = Pick<
  Settings,
  | 'host'
  | 'signIn'
  | 'basePath'
  | 'trustedProxies'
  | 'signInHeader'
  | 'provider'
  | 'publicTables'
  | 'frameAncestors'
>

export const isLoopback = (host: string): boolean => isLoopbackHost(host) || host === '::1'

/** @returns why the server must not start, or null. Asked before it listens. */
export function refusalToStart(settings: Asked, accounts: Accounts): string | null {
  const { host, signIn, trustedProxies, signInHeader, provider } = settings
  if (signInHeader !== '' && trustedProxies === '')
    return '--sign-in-header without --trusted-proxies: anybody could name themselves; name the proxy'
  if (isLoopback(host)) return null
  if (signIn === 'demo') return `--sign-in demo lets anybody in and is for loopback only, not for ${host}`
  const { directory } = accounts
  if (directory.list().length > 0 || directory.hasSetUpLink() || provider !== '') return null
  return (
    `${host} is open to others and there are no accounts: anybody could come in. ` +
    'Run `jingwei account setup` first (it prints a one-time link), or start on 127.0.0.1'
  )
}

/** @param isDemo whether the folder holds the demo world */
export function openDesk(settings: Asked, accounts: Accounts, isDemo: boolean): SignInDesk {
  const { host, signIn, basePath, signInHeader, provider, publicTables } = settings
  const peers = createPeers(settings.trustedProxies)
  const { directory } = accounts
  const hasWay = directory.list().some(canAdminister) || provider !== '' || signInHeader !== ''
  const isOpen = signIn === 'demo' || (signIn === 'auto' && isDemo && !hasWay && !directory.hasSetUpLink())
  return {
    ...{ accounts, peers, basePath, publicTables },
    isFramed: isFramedByOthers(settings.frameAncestors),
    mode: isOpen && isLoopback(host) ? 'demo' : 'accounts',
    provider: provider === '' ? null : createProvider(provider, directory),
    header: signInHeader === '' ? null : createTrustedHeader(signInHeader, peers, directory),
  }
}

/** A source list of pages that may frame ours has other sites in it. */
export const isFramedByOthers = (frameAncestors: string): boolean =>
  frameAncestors.split(/\s+/).some((source) => source !== '' && source !== "'self'" && source !== "'none'")

/** Else the demo's visitor, who made an account for somebody else, could not come back in. */
const canAdminister = ({ role, scope, origin, passwordHash, disabledAtMs }: StoredAccount): boolean =>
  role === 'administrator' &&
  scope.kind === 'all' &&
  disabledAtMs === null &&
  (origin !== 'local' || passwordHash !== null)

/** Nobody could sign in yet: whoever starts the server is told how. */
export const needsSetUpLink = ({ mode, provider, accounts }: SignInDesk): boolean =>
  mode === 'accounts' && provider === null && accounts.directory.list().length === 0

/** The secret stands behind #, which no browser sends and no log sees. */
export const linkAddress = (url: string, token: string): string =>
  `${url.replace(/\/$/, '')}/welcome#${token}`
