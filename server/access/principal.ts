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
}
