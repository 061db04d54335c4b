// The `cells` layer: incidents binned into cells inside the tile, as points with count and overdue, and the
// incident's id where a cell holds a single one.
import { createGeometryWriter } from './geometryWriter.ts'
import { createLayerWriter } from './layerWriter.ts'
import { EXTENT, worldX, worldY } from './mercator.ts'
import { ProtobufWriter } from './protobuf.ts'

export interface CellPoint {
  /** 1e-7 degrees. */
  readonly x: number
  readonly y: number
  readonly count: number
  readonly overdue: number
  readonly id: number | null
}

/** Points outside the tile are left out, so each stands in one tile. No point: no bytes. */
export function encodeCells(points: readonly CellPoint[], z: number, x: number, y: number): Uint8Array {
  const hasSingles = points.some((point) => point.id !== null)
  const keys = hasSingles ? ['count', 'overdue', 'id'] : ['count', 'overdue']
  const layer = createLayerWriter('cells', keys, EXTENT)
  const writer = createGeometryWriter()
  const scale = 2 ** z * EXTENT
  let features = 0
  for (const point of points) {
    const tileX = Math.floor(worldX(point.x) * scale) - x * EXTENT
    const tileY = Math.floor(worldY(point.y) * scale) - y * EXTENT
    if (tileX < 0 || tileY < 0 || tileX >= EXTENT || tileY >= EXTENT) continue
    writer.begin(0, 0)
    writer.point(tileX, tileY)
    const tags = [layer.uint(point.count), layer.uint(point.overdue)]
    if (point.id !== null) tags.push(layer.uint(point.id))
    layer.feature(point.id, 1, writer.commands(), tags)
    features++
  }
  const out = new ProtobufWriter()
  if (features > 0) out.bytes(3, layer.finish())
  return out.copy()
}
