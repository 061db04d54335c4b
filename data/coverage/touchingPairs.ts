// How many pairs of leaves have anything in common: ground, a border, or a single point.
import type { Arrangement } from './arrangement.ts'
import type { UnitRows } from './ownership.ts'

export function countTouchingPairs({ edges, passages, covers }: Arrangement, rows: UnitRows): number {
  const atVertex: (Set<number> | undefined)[] = new Array(edges.xs.length)
  for (let e = 0; e < edges.length; e++)
    for (const v of [edges.from[e], edges.to[e]]) {
      const present = atVertex[v] ?? new Set()
      atVertex[v] = present
      for (let i = passages.start[e]; i < passages.start[e + 1]; i++)
        if (rows.isLeaf[passages.unit[i]]) present.add(passages.unit[i])
    }
  const pairs = new Set<number>()
  const addPairs = (present: readonly number[]): void => {
    for (const p of present) for (const q of present) if (p < q) pairs.add(p * rows.units.length + q)
  }
  for (const present of atVertex) if (present && present.size > 1) addPairs([...present])
  for (const cover of covers)
    if (cover.length > 2) addPairs(cover.filter((row, i) => i % 2 === 0 && rows.isLeaf[row]))
  return pairs.size
}
