// The services over one store, put together once for server and tests.
import type { AppParts } from './app.ts'
import type { ServerMetrics } from './serverMetrics.ts'
import { createSliceService } from './slices/sliceService.ts'
import type { Store } from './store/store.ts'
import { createTileService } from './tiles/tileService.ts'
import { createVersionService } from './versions.ts'

export function createServices(
  store: Store,
  clock: () => number,
  metrics: ServerMetrics,
): Pick<AppParts, 'store' | 'versions' | 'slices' | 'tiles'> {
  const versions = createVersionService(store, clock)
  metrics.gauge('jingwei_store_seq', 'Newest commit', async () => (await store.head()).seq)
  const tiles = createTileService({ loadVersion: versions.load })
  return { store, versions, slices: createSliceService({ store, clock }), tiles }
}
