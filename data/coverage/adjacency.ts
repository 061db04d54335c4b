// Which units share a border at a level: rook neighbours, read off the arcs. Touching in a point alone is not sharing a border.
import type { LevelCoverage } from './dissolve.ts'

/** Rows of the neighbours by row, ascending; rows without a face are not there. */
export function adjacencyOf({
  left,
  right,
}: Pick<LevelCoverage, 'left' | 'right'>): ReadonlyMap<number, readonly number[]> {
  const sets = new Map<number, Set<number>>()
  const add = (row: number, other: number) => {
    const set = sets.get(row)
    if (set) set.add(other)
    else sets.set(row, new Set([other]))
  }
  for (let arc = 0; arc < left.length; arc++)
    if (left[arc] >= 0 && right[arc] >= 0) {
      add(left[arc], right[arc])
      add(right[arc], left[arc])
    }
  return new Map([...sets].map(([row, others]) => [row, [...others].sort((a, b) => a - b)]))
}
