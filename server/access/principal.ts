// Who asks: what signing in (server/accounts) makes and what every decision (server/access) is made from.
// It carries no secret and nothing about a person but the name they chose to be shown by.

/** Duties are kept apart: an administrator does not read the audit, an auditor changes nothing. */
export const ROLES = ['public', 'viewer', 'planner', 'administrator', 'auditor'] as const
export type Role = (typeof ROLES)[number]

/** The subtree an account is confined to, by the code of its top. */
export type Scope =
  | { readonly kind: 'all' }
  | { readonly kind: 'unit'; readonly code: string }
  | { readonly kind: 'organisation'; readonly code: string }

/** How they proved it. */
export type PrincipalKind = 'account' | 'demo' | 'device' | 'ingest' | 'public'

export interface Principal {
  readonly kind: PrincipalKind
  /** Stable, for the audit; no name, no address. */
  readonly id: string
  readonly displayName: string
  readonly role: Role
  readonly scope: Scope
  /** Sources an ingest token may write; absent: not confined. */
  readonly sources?: readonly string[]
  /** Of a device: the one page it is bound to, path and query. */
  readonly scene?: string
  /** Of a device: what its scene needs beyond totals. */
  readonly also?: readonly 'incidents'[]
}

/** What of a request tells who asks. */
export interface Asked {
  /** @param name lower case */
  header(name: string): string | undefined
  /** Of the peer, not of what a header claims; null where there is no socket. */
  readonly remoteAddress: string | null
}

/** null: nobody is signed in. */
export type Authenticate = (asked: Asked) => Principal | null | Promise<Principal | null>

/** Somebody not signed in, where the city lets anybody read what it published. */
export const VISITOR: Principal = {
  kind: 'public',
  id: 'visitor',
  displayName: '访客',
  role: 'public',
  scope: { kind: 'all' },
}

/** Whoever looks at the demo on its own machine. */
export const DEMO_ADMINISTRATOR: Principal = {
  kind: 'demo',
  id: 'demo',
  displayName: '演示管理员',
  role: 'administrator',
  scope: { kind: 'all' },
}
