// What somebody does who wants a figure that was left out: every sum and difference of the published ones (all linear
// combinations, by elimination), and bounds from knowing that what is left out is at least 1. Knows nothing of how the
// cells were chosen.
import type { CountTable } from '../../../data/publication/table.ts'

/** A prime whose products stay exact in a double. */
const PRIME = 67_108_859

/** Σ sign × cell = 0. */
type Equation = readonly { readonly cell: number; readonly sign: 1 | -1 }[]

export function equationsOf({ rows, groups }: CountTable): Equation[] {
  const width = groups.length + 1
  const equations: Equation[] = rows.map((_, row) => [
    { cell: row * width + width - 1, sign: 1 },
    ...groups.map((_, group) => ({ cell: row * width + group, sign: -1 as const })),
  ])
  rows.forEach((_, row) => {
    const children = rows.flatMap(({ parent }, child) => (parent === row ? [child] : []))
    if (children.length === 0) return
    for (let column = 0; column < width; column++)
      equations.push([
        { cell: row * width + column, sign: 1 },
        ...children.map((child) => ({ cell: child * width + column, sign: -1 as const })),
      ])
  })
  return equations
}

/** Hidden cells whose value follows from the published ones, with it. */
export function recover(table: CountTable, isHidden: Uint8Array): Map<number, number> {
  return new Map([...byElimination(table, isHidden), ...byBounds(table, isHidden)])
}

function byElimination(table: CountTable, isHidden: Uint8Array): Map<number, number> {
  const unknowns = [...isHidden.keys()].filter((cell) => isHidden[cell])
  const columnOf = new Map(unknowns.map((cell, i) => [cell, i]))
  const last = unknowns.length
  const matrix = equationsOf(table)
    .filter((equation) => equation.some(({ cell }) => isHidden[cell]))
    .map((equation) => {
      const row = new Float64Array(last + 1)
      for (const { cell, sign } of equation) {
        const column = columnOf.get(cell)
        if (column === undefined) row[last] = mod(row[last] - sign * table.counts[cell])
        else row[column] = mod(row[column] + sign)
      }
      return row
    })
  const found = new Map<number, number>()
  let pivots = 0
  for (let column = 0; column < last; column++) {
    const at = matrix.findIndex((row, i) => i >= pivots && row[column] !== 0)
    if (at < 0) continue
    ;[matrix[pivots], matrix[at]] = [matrix[at], matrix[pivots]]
    const factor = inverse(matrix[pivots][column])
    matrix[pivots] = matrix[pivots].map((value) => mod(value * factor))
    for (let i = 0; i < matrix.length; i++) {
      const by = matrix[i][column]
      if (i === pivots || by === 0) continue
      for (let j = column; j <= last; j++) matrix[i][j] = mod(matrix[i][j] - by * matrix[pivots][j])
    }
    pivots++
  }
  for (const row of matrix.slice(0, pivots)) {
    const used = unknowns.flatMap((cell, i) => (row[i] === 0 ? [] : [cell]))
    if (used.length === 1) found.set(used[0], row[last])
  }
  return found
}

function byBounds(table: CountTable, isHidden: Uint8Array): Map<number, number> {
  const low = Float64Array.from(table.counts, (count, cell) => (isHidden[cell] ? 1 : count))
  const high = Float64Array.from(table.counts, (count, cell) =>
    isHidden[cell] ? Number.POSITIVE_INFINITY : count,
  )
  const equations = equationsOf(table)
  for (let changed = true; changed; ) {
    changed = false
    for (const equation of equations)
      for (const one of equation) {
        // one = Σ −sign/sign(one) × other
        let [least, most] = [0, 0]
        for (const { cell, sign } of equation) {
          if (cell === one.cell) continue
          const by = -sign * one.sign
          least += by > 0 ? low[cell] : -high[cell]
          most += by > 0 ? high[cell] : -low[cell]
        }
        if (least > low[one.cell]) [low[one.cell], changed] = [least, true]
        if (most < high[one.cell]) [high[one.cell], changed] = [most, true]
      }
  }
  const found = new Map<number, number>()
  isHidden.forEach((hidden, cell) => {
    if (hidden && low[cell] === high[cell]) found.set(cell, low[cell])
  })
  return found
}

const mod = (value: number): number => ((value % PRIME) + PRIME) % PRIME

function inverse(value: number): number {
  let [a, b, x, y] = [value, PRIME, 1, 0]
  while (a > 1) {
    const quotient = Math.floor(a / b)
    ;[a, b] = [b, a % b]
    ;[x, y] = [y, x - quotient * y]
  }
  return mod(x)
}
