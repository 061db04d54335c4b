// The services over one store, put together once for server and tests.
import type { AppParts } from './app.ts'
import type { ServerMetrics } from './serverMetrics.ts'
import { createSliceResolver } from './sliceResolver.ts'
import type { Store } from './store/store.ts'
import { createVersionService } from './versions.ts'

export function createServices(
  store: Store,
  clock: () => number,
  metrics: ServerMetrics,
): Pick<AppParts, 'store' | 'versions' | 'resolveSlice' | 'thresholds'> {
  const versions = createVersionService(store, clock)
  metrics.gauge('jingwei_store_seq', 'Newest commit', async () => (await store.head()).seq)
  return {
    store,
    versions,
    resolveSlice: createSliceResolver(store, clock),
    thresholds: { fewN: 20, hiddenN: 5 },
  }
}
