// Shapes as plain data, to be made in one thread and used in another: without functions, and a level apart from its
// zooms, so that it crosses once.
import { type BoxCells, buildBoxIndex } from '../coverage/boxIndex.ts'
import type { UnitTable } from '../model/unit.ts'
import type { LevelShape, ShownLevel } from './levelShape.ts'
import { selectBoxes, type ZoomShape } from './zoomShape.ts'

export type PackedLevel = Omit<ShownLevel, 'table'>

export interface PackedZoom extends Omit<ZoomShape, 'level' | 'arcIndex' | 'outerIndex' | 'labelIndex'> {
  readonly cells: { readonly arcs: BoxCells; readonly outers: BoxCells; readonly labels: BoxCells }
}

export const packLevel = ({ levels, coverage, rings, fingerprint }: LevelShape): PackedLevel => ({
  levels,
  coverage,
  rings,
  fingerprint,
})

export const unpackLevel = (packed: PackedLevel, table: UnitTable): ShownLevel => ({ ...packed, table })

export function packZoom(shape: ZoomShape): PackedZoom {
  const { level: _, arcIndex, outerIndex, labelIndex, ...plain } = shape
  return { ...plain, cells: { arcs: arcIndex.cells, outers: outerIndex.cells, labels: labelIndex.cells } }
}

export function unpackZoom({ cells, ...plain }: PackedZoom, level: ShownLevel): ZoomShape {
  const { arcBoxes, outerRings, labelX, labelY } = plain
  const outers = selectBoxes(plain.rings, outerRings)
  const labels = { minX: labelX, minY: labelY, maxX: labelX, maxY: labelY }
  return {
    ...plain,
    level,
    arcIndex: buildBoxIndex({ count: arcBoxes.minX.length, ...arcBoxes }, cells.arcs),
    outerIndex: buildBoxIndex({ count: outerRings.length, ...outers }, cells.outers),
    labelIndex: buildBoxIndex({ count: labelX.length, ...labels }, cells.labels),
  }
}
