// Simplifies the arcs of a level on an integer grid without a crossing. Douglas–Peucker goes arc by arc, so shared
// borders stay shared; but arcs simplified one by one may cross or hop over an enclave, so on every segment that
// does the farthest left-out vertex is put back, until none does. What rounding alone made cross is snapped.
import type { ArcTable } from './rings.ts'
import { findMeetings, type Segments } from './segments.ts'
import { findHops } from './simplifyHops.ts'
import { snapCrossings } from './snapCrossings.ts'

export interface SimplifiedArcs extends ArcTable {
  /** Rounds in which vertices were put back, and how many were. */
  readonly rounds: number
  readonly restored: number
  /** Vertices added where rounding alone made arcs cross. */
  readonly snapped: number
}

const MOST_ROUNDS = 40

/**
 * @param arcs integer coordinates; equal neighbours are dropped, an arc may come out as a single point.
 * @param tolerance greatest distance of a left-out vertex, in the same units; 0 keeps all but collinear vertices.
 */
export function simplifyArcs(arcs: ArcTable, tolerance: number): SimplifiedArcs {
  const distinct = dropRepeats(arcs)
  const keep = new Uint8Array(distinct.xs.length)
  for (let arc = 0; arc + 1 < distinct.offsets.length; arc++)
    keepFarthest(distinct, distinct.offsets[arc], distinct.offsets[arc + 1] - 1, tolerance * tolerance, keep)
  let rounds = 0
  let restored = 0
  for (; rounds < MOST_ROUNDS; rounds++) {
    const added = restoreRound(distinct, keep)
    if (added === 0) break
    restored += added
  }
  const { arcs: clean, added } = snapCrossings(pick(distinct, keep))
  return { ...clean, rounds, restored, snapped: added }
}

/** Arcs without equal neighbouring vertices. */
function dropRepeats(arcs: ArcTable): ArcTable {
  const keep = new Uint8Array(arcs.xs.length)
  for (let arc = 0; arc + 1 < arcs.offsets.length; arc++)
    for (let i = arcs.offsets[arc]; i < arcs.offsets[arc + 1]; i++)
      keep[i] =
        i === arcs.offsets[arc] || arcs.xs[i] !== arcs.xs[i - 1] || arcs.ys[i] !== arcs.ys[i - 1] ? 1 : 0
  return pick(arcs, keep)
}

function pick(arcs: ArcTable, keep: Uint8Array): ArcTable {
  let count = 0
  for (let i = 0; i < keep.length; i++) count += keep[i]
  const offsets = new Uint32Array(arcs.offsets.length)
  const xs = new Int32Array(count)
  const ys = new Int32Array(count)
  let at = 0
  for (let arc = 0; arc + 1 < offsets.length; arc++) {
    for (let i = arcs.offsets[arc]; i < arcs.offsets[arc + 1]; i++)
      if (keep[i]) {
        xs[at] = arcs.xs[i]
        ys[at++] = arcs.ys[i]
      }
    offsets[arc + 1] = at
  }
  return { offsets, xs, ys }
}

/** Douglas–Peucker; a loop keeps three distinct vertices when it has them. */
function keepFarthest(arcs: ArcTable, first: number, last: number, limit: number, keep: Uint8Array): void {
  keep[first] = 1
  keep[last] = 1
  if (last - first < 2) return
  const isLoop = arcs.xs[first] === arcs.xs[last] && arcs.ys[first] === arcs.ys[last]
  const stack = [first, last]
  if (isLoop) {
    const far = farthest(arcs, first, last).vertex
    const left = farthest(arcs, first, far)
    const right = farthest(arcs, far, last)
    keep[far] = 1
    keep[left.distance >= right.distance ? left.vertex : right.vertex] = 1
    stack.splice(0, 2, first, far, far, last)
  }
  while (stack.length > 0) {
    const to = stack.pop()!
    const from = stack.pop()!
    const { vertex, distance } = farthest(arcs, from, to)
    if (distance <= limit) continue
    keep[vertex] = 1
    stack.push(from, vertex, vertex, to)
  }
}

/** The vertex strictly between that is farthest from the segment from–to; `from` itself if there is none. */
function farthest(arcs: ArcTable, from: number, to: number): { vertex: number; distance: number } {
  const { xs, ys } = arcs
  const x0 = xs[from]
  const y0 = ys[from]
  const dx = xs[to] - x0
  const dy = ys[to] - y0
  const length = dx * dx + dy * dy
  let vertex = from
  let distance = -1
  for (let i = from + 1; i < to; i++) {
    const along = length === 0 ? 0 : ((xs[i] - x0) * dx + (ys[i] - y0) * dy) / length
    const t = Math.max(0, Math.min(1, along))
    const ex = xs[i] - x0 - t * dx
    const ey = ys[i] - y0 - t * dy
    const square = ex * ex + ey * ey
    if (square > distance) {
      distance = square
      vertex = i
    }
  }
  return { vertex, distance }
}

/** Puts back the farthest vertex of each segment that crosses, touches or hops over another; returns how many. */
function restoreRound(arcs: ArcTable, keep: Uint8Array): number {
  const segments = keptSegments(arcs, keep)
  const { from, to } = segments
  const wanted = new Uint8Array(segments.count)
  findMeetings(arcs, segments, (a, b) => {
    wanted[a] = 1
    wanted[b] = 1
  })
  findHops(arcs, segments, (segment) => {
    wanted[segment] = 1
  })
  let added = 0
  for (let i = 0; i < segments.count; i++) {
    if (wanted[i] === 0 || to[i] - from[i] < 2) continue
    keep[farthest(arcs, from[i], to[i]).vertex] = 1
    added++
  }
  return added
}

export function keptSegments(arcs: ArcTable, keep: Uint8Array): Segments {
  const from = new Uint32Array(keep.length)
  const to = new Uint32Array(keep.length)
  let count = 0
  for (let arc = 0; arc + 1 < arcs.offsets.length; arc++) {
    let last = arcs.offsets[arc]
    for (let i = last + 1; i < arcs.offsets[arc + 1]; i++)
      if (keep[i]) {
        from[count] = last
        to[count++] = i
        last = i
      }
  }
  return { from, to, count }
}

/** Proper crossings between the segments of arcs. */
export function countCrossings(arcs: ArcTable): number {
  let crossings = 0
  findMeetings(arcs, keptSegments(arcs, new Uint8Array(arcs.xs.length).fill(1)), (_a, _b, kind) => {
    if (kind === 'crossing') crossings++
  })
  return crossings
}
