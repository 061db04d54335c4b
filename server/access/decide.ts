// The one place that decides: who asks × what for × about which unit. Pure, so the whole of it is tested as a table.
import { PERMISSIONS, type Permission, STANDINGS, type Standing, specOf } from './permissions.ts'
import type { Principal, Scope } from './principal.ts'

export type Decision =
  | { readonly outcome: 'allowed' }
  /** Allowed for what lies in the scope; whoever answers takes the services bound to it. */
  | { readonly outcome: 'confined'; readonly scope: Exclude<Scope, { kind: 'all' }> }
  | { readonly outcome: 'forbidden'; readonly reason: 'sign-in' | 'role' | 'scope' }

/**
 * @param principal null: nobody signed in. @param standing of the unit asked about; absent: none is named.
 * @param isPublic whether the city lets nobody-in-particular read what it published
 */
export function decide(
  principal: Principal | null,
  permission: Permission,
  standing?: Standing,
  isPublic = false,
): Decision {
  const spec = specOf(permission)
  if (spec.roles === 'anyone') return { outcome: 'allowed' }
  if (principal === null)
    return isPublic && spec.isPublishable
      ? { outcome: 'allowed' }
      : { outcome: 'forbidden', reason: 'sign-in' }
  if (!hasRole(principal, permission)) return { outcome: 'forbidden', reason: 'role' }
  const { scope } = principal
  if (scope.kind === 'all') return { outcome: 'allowed' }
  if (spec.wholeCity || (standing !== undefined && !admits(permission, standing)))
    return { outcome: 'forbidden', reason: 'scope' }
  return { outcome: 'confined', scope }
}

/** Whether a unit that stands so to the scope may be asked about. */
export const admits = (permission: Permission, standing: Standing): boolean =>
  STANDINGS.indexOf(standing) >= STANDINGS.indexOf(specOf(permission).standing)

/** An ingest token writes, whatever role it was given; a device looks, at single matters only where its scene lists them. */
function hasRole({ kind, role, also }: Principal, permission: Permission): boolean {
  const { roles, kinds } = specOf(permission)
  if (roles === 'anyone') return true
  if (kind === 'ingest') return kinds?.includes(kind) ?? false
  if (kind === 'device' && also?.some((needed) => needed === permission)) return true
  const isPerson = kind === 'account' || kind === 'demo'
  return roles.includes(role) && (isPerson || (kinds?.includes(kind) ?? false))
}

/** All that somebody may ask for: what the page shows at all. */
export const permissionsOf = (principal: Principal | null): Permission[] =>
  PERMISSIONS.filter((permission) => decide(principal, permission).outcome !== 'forbidden')
