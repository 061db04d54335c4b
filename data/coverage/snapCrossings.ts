// Removes the crossings that rounding alone makes, as snap rounding does: where two segments cross, the end
// nearest to the other segment (about a unit away) becomes a vertex of it, so the arcs touch instead.
import type { ArcTable } from './rings.ts'
import { findMeetings, nearest, type Segments } from './segments.ts'

const MOST_ROUNDS = 60

interface Insertion {
  /** After this vertex, `along` (0–1) on the way to the next. */
  readonly after: number
  readonly along: number
  readonly x: number
  readonly y: number
}

export function snapCrossings(arcs: ArcTable): { arcs: ArcTable; added: number } {
  let current = arcs
  let added = 0
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const insertions = findInsertions(current)
    if (insertions.length === 0) break
    added += insertions.length
    current = insert(current, insertions)
  }
  return { arcs: current, added }
}

function allSegments(arcs: ArcTable): Segments {
  const from: number[] = []
  for (let arc = 0; arc + 1 < arcs.offsets.length; arc++)
    for (let i = arcs.offsets[arc]; i + 1 < arcs.offsets[arc + 1]; i++) from.push(i)
  return { from: Uint32Array.from(from), to: Uint32Array.from(from, (i) => i + 1), count: from.length }
}

function findInsertions(arcs: ArcTable): Insertion[] {
  const insertions: Insertion[] = []
  const segments = allSegments(arcs)
  findMeetings(arcs, segments, (a, b, kind) => {
    if (kind !== 'crossing') return
    let best = { after: 0, vertex: 0, along: 0, distance: Number.POSITIVE_INFINITY }
    for (const [segment, other] of [
      [a, b],
      [b, a],
    ])
      for (const vertex of [segments.from[other], segments.to[other]]) {
        const found = nearest(arcs, segments.from[segment], segments.to[segment], vertex)
        if (found.distance < best.distance) best = { after: segments.from[segment], vertex, ...found }
      }
    insertions.push({
      after: best.after,
      along: best.along,
      x: arcs.xs[best.vertex],
      y: arcs.ys[best.vertex],
    })
  })
  return insertions
}

function insert(arcs: ArcTable, insertions: Insertion[]): ArcTable {
  insertions.sort((a, b) => a.after - b.after || a.along - b.along)
  const offsets = new Uint32Array(arcs.offsets.length)
  const xs: number[] = []
  const ys: number[] = []
  const push = (x: number, y: number, isFirst: boolean): void => {
    if (!isFirst && xs[xs.length - 1] === x && ys[ys.length - 1] === y) return
    xs.push(x)
    ys.push(y)
  }
  let next = 0
  for (let arc = 0; arc + 1 < offsets.length; arc++) {
    for (let i = arcs.offsets[arc]; i < arcs.offsets[arc + 1]; i++) {
      push(arcs.xs[i], arcs.ys[i], i === arcs.offsets[arc])
      for (; next < insertions.length && insertions[next].after === i; next++)
        push(insertions[next].x, insertions[next].y, false)
    }
    offsets[arc + 1] = xs.length
  }
  return { offsets, xs: Int32Array.from(xs), ys: Int32Array.from(ys) }
}
