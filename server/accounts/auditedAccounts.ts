// Accounts whose events stand in the audit. An event that cannot be recorded is an error in the log, not of the visitor.
import type { AuditLog } from '../audit/auditLog.ts'
import type { Settings } from '../config.ts'
import type { Store } from '../store/store.ts'
import { type Accounts, openAccounts } from './accounts.ts'

export async function openAuditedAccounts(parts: {
  readonly store: Store
  readonly settings: Pick<Settings, 'idleMinutes' | 'sessionHours'>
  readonly clock: () => number
  readonly audit: Pick<AuditLog, 'record'>
  readonly onError: (error: unknown) => void
}): Promise<Accounts> {
  const { store, settings, clock, audit, onError } = parts
  const accounts: Accounts = await openAccounts({
    ...{ store: store.accounts, clock },
    idleMs: settings.idleMinutes * 60_000,
    absoluteMs: settings.sessionHours * 3_600_000,
    onEvent({ principalId, address, action, target, outcome }) {
      const known = principalId === null ? null : accounts.directory.read(principalId)
      const who = known ? { id: known.id, name: known.displayName, role: known.role } : null
      audit.record({ who, from: address, action, target, outcome }).catch(onError)
    },
  })
  return accounts
}
