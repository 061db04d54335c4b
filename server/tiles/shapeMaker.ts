// Making the shapes of a version's levels and zooms: in this thread, as tests and commands do, or (shapeThread.ts) in
// another, so that nobody waits for a city of 12,000 grids to be simplified.
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

export interface ShapeMaker {
  make(version: TileVersion, level: number, zoom: number): Promise<ZoomShape>
  close(): Promise<void>
}

export interface Shapes {
  level(version: TileVersion, level: number): LevelShape
  zoom(version: TileVersion, level: number, zoom: number): ZoomShape
}

/** Keeps levels, since all their zooms begin with them. */
export function createShapes(limitBytes: number): Shapes {
  const levels = createLru<LevelShape>(limitBytes)
  function levelOf(version: TileVersion, level: number): LevelShape {
    const key = `${version.id}/${level}`
    const known = levels.get(key)
    if (known) return known
    const shape = createLevelShape(version.coverage, version.table, version.city.levels, level)
    levels.set(key, shape, shape.coverage.xs.length * 24 + shape.rings.arcs.length * 30)
    return shape
  }
  return {
    level: levelOf,
    zoom: (version, level, zoom) => createZoomShape(levelOf(version, level), zoom, zoom >= MAX_ZOOM),
  }
}

export function createShapeMaker(limitBytes = 64 * 2 ** 20): ShapeMaker {
  const shapes = createShapes(limitBytes)
  return {
    make: async (version, level, zoom) => shapes.zoom(version, level, zoom),
    close: async () => {},
  }
}
