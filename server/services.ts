// The services over one store, put together once for server and tests.
import type { AppParts } from './app.ts'
import type { ServerMetrics } from './serverMetrics.ts'
import { createSliceService } from './slices/sliceService.ts'
import type { Store } from './store/store.ts'
import { createTileAnswers } from './tileAnswers.ts'
import { createTileQuestions } from './tileFigures.ts'
import type { ShapeMaker } from './tiles/shapeMaker.ts'
import { createTileService, type TileService } from './tiles/tileService.ts'
import { createVersionService } from './versions.ts'

export type Services = Pick<AppParts, 'store' | 'versions' | 'slices' | 'questions' | 'answers'> & {
  readonly tiles: TileService
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
  const questions = createTileQuestions(slices)
  const answers = createTileAnswers({ versions, questions, tiles })
  return { store, versions, slices, questions, answers, tiles }
}
