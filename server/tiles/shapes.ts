// Levels and zooms of versions, made when first asked for and kept while memory allows.
import type { Coverage } from '#data/coverage/coverage.ts'
import type { City } from '#data/model/city.ts'
import type { UnitTable } from '#data/model/unit.ts'
import { createLevelShape, type LevelShape } from '#data/tiles/levelShape.ts'
import { MAX_ZOOM } from '#data/tiles/tileBox.ts'
import { createZoomShape, type ZoomShape } from '#data/tiles/zoomShape.ts'
import { createLru } from './lru.ts'

export interface TileVersion {
  readonly id: number
  readonly table: UnitTable
  readonly coverage: Coverage
  readonly city: Pick<City, 'levels'>
}

export interface Shapes {
  zoom(version: TileVersion, level: number, zoom: number): ZoomShape
}

export function createShapes(limitBytes: number): Shapes {
  const levels = createLru<LevelShape>(limitBytes / 4)
  const zooms = createLru<ZoomShape>(limitBytes)
  const levelShape = (version: TileVersion, level: number): LevelShape => {
    const key = `${version.id}/${level}`
    const known = levels.get(key)
    if (known) return known
    const shape = createLevelShape(version.coverage, version.table, version.city.levels, level)
    levels.set(key, shape, shape.coverage.xs.length * 24 + shape.rings.arcs.length * 30)
    return shape
  }
  return {
    zoom(version, level, zoom) {
      const key = `${version.id}/${level}/${zoom}`
      const known = zooms.get(key)
      if (known) return known
      const shape = createZoomShape(levelShape(version, level), zoom, zoom >= MAX_ZOOM)
      zooms.set(key, shape, shape.byteSize)
      return shape
    },
  }
}
