// Web mercator as the global integer grid of tiles: at zoom z the world is 2^z tiles of 4096 units, x east, y south.
import { SCALE } from '../coverage/coverage.ts'
import type { ArcTable } from '../coverage/rings.ts'

export const EXTENT = 4096
/** Units a tile's geometry reaches over its edges, so that outlines are not drawn along them. */
export const BUFFER = 64

/** 0 at 180° W, 1 at 180° E. @param x 1e-7 degrees */
export const worldX = (x: number): number => x / SCALE / 360 + 0.5

/** 0 at 85.0511° N, 1 at 85.0511° S; beyond it lies outside 0–1. @param y 1e-7 degrees */
export function worldY(y: number): number {
  const sine = Math.sin(((y / SCALE) * Math.PI) / 180)
  const bounded = Math.min(1 - 1e-15, Math.max(-1 + 1e-15, sine))
  return 0.5 - (0.25 * Math.log((1 + bounded) / (1 - bounded))) / Math.PI
}

export interface WorldArcs {
  readonly offsets: Uint32Array
  readonly xs: Float64Array
  readonly ys: Float64Array
}

/** Projected once, rounded once per zoom. */
export const projectArcs = ({ offsets, xs, ys }: ArcTable): WorldArcs => ({
  offsets,
  xs: Float64Array.from(xs, worldX),
  ys: Float64Array.from(ys, worldY),
})

/** Rounded on the grid of a zoom. The same point is rounded alike in every arc and tile. */
export function roundArcs({ offsets, xs, ys }: WorldArcs, zoom: number): ArcTable {
  const scale = 2 ** zoom * EXTENT
  return {
    offsets,
    xs: Int32Array.from(xs, (x) => Math.round(x * scale)),
    ys: Int32Array.from(ys, (y) => Math.round(y * scale)),
  }
}
