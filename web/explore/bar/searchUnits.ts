// Units by name or code: those that begin with the text come first, shorter codes (larger units) before longer.
export interface Searchable {
  readonly code: string
  readonly name: string
}

export function matchUnits<T extends Searchable>(units: readonly T[], wanted: string, limit = 40): T[] {
  const text = wanted.trim().toLowerCase()
  if (text === '') return []
  const ranked: { unit: T; rank: number }[] = []
  for (const unit of units) {
    const name = unit.name.toLowerCase()
    const rank =
      name === text || unit.code === text
        ? 0
        : name.startsWith(text) || unit.code.startsWith(text)
          ? 1
          : name.includes(text)
            ? 2
            : -1
    if (rank >= 0) ranked.push({ unit, rank })
  }
  return ranked
    .sort(
      (a, b) =>
        a.rank - b.rank || a.unit.code.length - b.unit.code.length || (a.unit.code < b.unit.code ? -1 : 1),
    )
    .slice(0, limit)
    .map(({ unit }) => unit)
}
