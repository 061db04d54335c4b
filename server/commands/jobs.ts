// The commands that run inside a server when one holds the folder, by name.
import { basename } from 'node:path'
import { accountJobSchema, runAccountJob } from '../accounts/accountJob.ts'
import type { Accounts } from '../accounts/accounts.ts'
import type { Settings } from '../config.ts'
import type { ControlJob } from '../control.ts'
import type { ImportJob } from '../ingest/importJob.ts'
import type { ImportLock } from '../ingest/importLock.ts'
import { runImport } from '../ingest/runImport.ts'
import type { Store } from '../store/store.ts'

export function controlJobs(
  store: Store,
  settings: Settings,
  lock: ImportLock,
  accounts: Accounts,
): Readonly<Record<string, ControlJob>> {
  return {
    status: async () => ({ pid: process.pid, data: settings.data, ...(await store.head()) }),
    import: async (body, onProgress) => {
      const job = body as ImportJob
      const who = { title: basename(job.file), by: 'command' as const, startedAtMs: Date.now(), job: null }
      return lock.run(who, () =>
        runImport(job, { store, folder: settings.data, clock: Date.now, onProgress }),
      )
    },
    account: (body) => runAccountJob(accounts, accountJobSchema.parse(body)),
    export: async (body) => {
      const { to, withAccounts } = body as { to: string; withAccounts?: boolean }
      await store.exportTo(to, { withAccounts })
      return { to }
    },
  }
}
