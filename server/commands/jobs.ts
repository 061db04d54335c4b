// The commands that run inside a server when one holds the folder, by name.
import type { Settings } from '../config.ts'
import type { ControlJob } from '../control.ts'
import type { Store } from '../store/store.ts'

export function controlJobs(store: Store, settings: Settings): Readonly<Record<string, ControlJob>> {
  return {
    status: async () => ({ pid: process.pid, data: settings.data, ...(await store.head()) }),
    export: async (body) => {
      const { to } = body as { to: string }
      await store.exportTo(to)
      return { to }
    },
  }
}
