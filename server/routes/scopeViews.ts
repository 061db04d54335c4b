// Scopes as people read them, by the names of the version in force, and whether one names something that is there.
import type { ScopeView } from '#data/model/administration.ts'
import type { Scope } from '../access/principal.ts'
import { AccountRefusal } from '../accounts/refusal.ts'
import type { VersionService } from '../versions.ts'

export async function scopeNames(versions: VersionService): Promise<(scope: Scope) => ScopeView> {
  const [city, version] = await Promise.all([versions.city(), versions.current()])
  return (scope) => {
    if (scope.kind === 'all') return { kind: 'all', code: null, name: null }
    const { kind, code } = scope
    if (kind === 'organisation')
      return { kind, code, name: city?.organisations?.find(({ key }) => key === code)?.name.zh ?? null }
    const row = version?.table.rowOfCode(code) ?? -1
    return { kind, code, name: row < 0 ? null : (version?.table.units[row].name ?? null) }
  }
}

/** @throws AccountRefusal scope-unknown: such an account would see nothing, and nobody would know why */
export async function requireScope(versions: VersionService, scope: Scope): Promise<void> {
  if (scope.kind !== 'all' && (await scopeNames(versions))(scope).name === null)
    throw new AccountRefusal('scope-unknown', `there is no ${scope.kind} ${scope.code}`)
}
