// Zoom shapes of versions, made when first asked for and kept while memory allows; who asks for one that is being
// made waits for that one.
import type { ZoomShape } from '#data/tiles/zoomShape.ts'
import { createLru, type LruCache } from './lru.ts'
import type { ShapeMaker, TileVersion } from './shapeMaker.ts'

export interface ShapeCache {
  zoom(version: TileVersion, level: number, zoom: number): Promise<ZoomShape>
  readonly kept: LruCache<ZoomShape>
}

export function createShapeCache(maker: ShapeMaker, limitBytes: number): ShapeCache {
  const kept = createLru<ZoomShape>(limitBytes)
  const making = new Map<string, Promise<ZoomShape>>()

  async function make(key: string, version: TileVersion, level: number, zoom: number): Promise<ZoomShape> {
    try {
      const shape = await maker.make(version, level, zoom)
      kept.set(key, shape, shape.byteSize)
      return shape
    } finally {
      making.delete(key)
    }
  }

  return {
    kept,
    async zoom(version, level, zoom) {
      const key = `${version.id}/${level}/${zoom}`
      const known = kept.get(key) ?? making.get(key)
      if (known) return known
      const made = make(key, version, level, zoom)
      making.set(key, made)
      return made
    },
  }
}
