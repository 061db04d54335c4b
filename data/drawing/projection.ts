// From 1e-7 degrees to a frame on paper: parallels and meridians straight, true to scale along the middle parallel.
// A county or a province comes out as people know it, and one scale bar holds for the whole sheet.
import { metersPerUnit } from '../coverage/earth.ts'

/** west, south, east, north in 1e-7 degrees. */
export type Bounds = readonly [west: number, south: number, east: number, north: number]

export interface Frame {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** Steps of the drawing grid in one unit of the sheet: coordinates are written as whole tenths. */
export const GRID = 10

export interface Projection {
  /** On the drawing grid, y down, rounded. */
  gridX(x: number): number
  gridY(y: number): number
  /** Metres one unit of the sheet stands for. */
  readonly metersPerSheetUnit: number
}

/** Fits bounds into a frame, centred. */
export function fitProjection([west, south, east, north]: Bounds, frame: Frame): Projection {
  const meters = metersPerUnit((south + north) / 2)
  const width = Math.max(1, (east - west) * meters.x)
  const height = Math.max(1, (north - south) * meters.y)
  const scale = Math.min(frame.width / width, frame.height / height)
  const left = frame.x + (frame.width - width * scale) / 2
  const top = frame.y + (frame.height - height * scale) / 2
  return {
    gridX: (x) => Math.round((left + (x - west) * meters.x * scale) * GRID),
    gridY: (y) => Math.round((top + (north - y) * meters.y * scale) * GRID),
    metersPerSheetUnit: 1 / scale,
  }
}
