// The services over one store, put together once for server and tests.
import { createScopedServices, type ServicesFor, type Unconfined } from './access/scopedServices.ts'
import type { ServerMetrics } from './serverMetrics.ts'
import { createSliceService } from './slices/sliceService.ts'
import type { Store } from './store/store.ts'
import type { ShapeMaker } from './tiles/shapeMaker.ts'
import { createTileService } from './tiles/tileService.ts'
import { createVersionService } from './versions.ts'

export interface Services extends Unconfined {
  readonly servicesFor: ServicesFor
}

export function createServices(
  store: Store,
  clock: () => number,
  metrics: ServerMetrics,
  shapeMaker?: ShapeMaker,
): Services {
  const versions = createVersionService(store, clock)
  metrics.gauge('jingwei_store_seq', 'Newest commit', async () => (await store.head()).seq)
  const tiles = createTileService({ loadVersion: versions.load, shapeMaker })
  for (const [name, cache] of Object.entries(tiles.caches)) {
    metrics.counter(`jingwei_tile_${name}_hits_total`, `Found in the cache of tile ${name}`, () => cache.hits)
    metrics.counter(`jingwei_tile_${name}_misses_total`, `Not found there`, () => cache.misses)
    metrics.gauge(`jingwei_tile_${name}_bytes`, `Estimated size of that cache`, () => cache.weight)
  }
  const slices = createSliceService({ store, clock })
  const unconfined = { store, versions, slices, tiles }
  return { ...unconfined, servicesFor: createScopedServices(unconfined) }
}
