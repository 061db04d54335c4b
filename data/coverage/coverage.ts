// The coverage (边界): planar topology. Arcs are the only truth about geometry; rings and polygons are derived.
//
//        unit 1                    An arc runs from node to node with no node between. Walking it,
//   A ────────────→ B              `left` is the unit on the left hand, `right` on the right; 0 is none
//        unit 2                    (outside, a lake, unassigned). Each belongs to the finest unit known there.
//
// Coordinates are WGS 84 integers of 1e-7 degree (about 1 cm). Arcs touch only at their ends.
// A loop without any node is one arc whose first and last vertex are equal, ≥ 3 distinct vertices.

/** Degrees × SCALE = stored integer. */
export const SCALE = 1e7

export interface Coverage {
  /** Vertices of arc i are offsets[i] … offsets[i + 1] − 1 in xs, ys. Length: arcs + 1. */
  readonly offsets: Uint32Array
  readonly xs: Int32Array
  readonly ys: Int32Array
  /** Unit ids; integers < 2^53, 0 is none. left ≠ right for every arc. */
  readonly left: Float64Array
  readonly right: Float64Array
}

/** A ring: closed (first = last), x0, y0, x1, y1 … in 1e-7 degrees; outer counter-clockwise, holes clockwise. */
export type Ring = readonly number[]
/** Outer ring first, then its holes. */
export type Polygon = readonly Ring[]

export const arcCount = (coverage: Coverage): number => coverage.left.length
