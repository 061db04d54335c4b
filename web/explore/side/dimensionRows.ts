// Rows of a breakdown as bars: most first, what is not chosen dimmed, a chosen row unfolded into its parts.
import type { BreakdownRow } from '../../stores/breakdown.ts'

export interface ShownRow {
  readonly row: BreakdownRow
  readonly depth: number
  readonly isChosen: boolean
  readonly isDimmed: boolean
}

const receivedOf = (row: BreakdownRow): number => row.figures.received?.value ?? 0

/** `chosen` holds keys; a key covers all below it. Rows in `order` ('most' first, or as keys are) */
export function shownRows(
  rows: readonly BreakdownRow[],
  chosen: readonly string[],
  order: 'most' | readonly string[],
  limit: number,
): { shown: ShownRow[]; more: number } {
  const parentOf = new Map(rows.map((row) => [row.key, row.parent]))
  const isCovered = (key: string): boolean => {
    for (let at: string | null | undefined = key; at != null; at = parentOf.get(at))
      if (chosen.includes(at)) return true
    return false
  }
  const holdsChosen = (key: string) => rows.some((row) => row.parent === key && chosen.includes(row.key))
  const sorted = [...rows].sort((a, b) =>
    order === 'most' ? receivedOf(b) - receivedOf(a) : order.indexOf(a.key) - order.indexOf(b.key),
  )
  const roots = sorted.filter((row) => row.parent === null && row.key !== '')
  const unknown = sorted.filter((row) => row.key === '' && receivedOf(row) > 0)
  const isWanted = (row: BreakdownRow, index: number) =>
    index < limit || isCovered(row.key) || holdsChosen(row.key)
  const kept = roots.filter(isWanted)
  const toShown = (row: BreakdownRow, depth: number): ShownRow => {
    const isChosen = isCovered(row.key)
    return { row, depth, isChosen, isDimmed: chosen.length > 0 && !isChosen && !holdsChosen(row.key) }
  }
  const unfolded = kept.flatMap((row) => {
    const isOpen = chosen.includes(row.key) || holdsChosen(row.key)
    const parts = isOpen ? sorted.filter((each) => each.parent === row.key) : []
    return [toShown(row, 0), ...parts.map((part) => toShown(part, 1))]
  })
  return { shown: [...unfolded, ...unknown.map((row) => toShown(row, 0))], more: roots.length - kept.length }
}

/**
 * What is chosen after a row is: alone if it was not, nothing if it was alone; with others it is added or taken away.
 * A part takes the place of its whole.
 */
export function afterChoice(
  chosen: readonly string[],
  row: { readonly key: string; readonly parent: string | null },
  adds: boolean,
): string[] {
  if (row.key === '') return [...chosen]
  if (chosen.includes(row.key)) {
    const rest = chosen.filter((key) => key !== row.key)
    return adds || rest.length === 0 ? rest : [row.key]
  }
  return adds ? [...chosen.filter((key) => key !== row.parent), row.key] : [row.key]
}

/** Every row after the one it is part of, with how deep it stands; of a row whose whole is not there, 0. */
export function inTreeOrder(rows: readonly BreakdownRow[]): { row: BreakdownRow; depth: number }[] {
  const keys = new Set(rows.map(({ key }) => key))
  const below = (parent: string | null, depth: number): { row: BreakdownRow; depth: number }[] =>
    rows
      .filter((row) => (row.parent !== null && keys.has(row.parent) ? row.parent : null) === parent)
      .flatMap((row) => [{ row, depth }, ...(row.key === '' ? [] : below(row.key, depth + 1))])
  // What is not known comes last.
  return below(null, 0).sort((a, b) => Number(a.row.key === '') - Number(b.row.key === ''))
}
