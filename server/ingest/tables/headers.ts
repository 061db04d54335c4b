// Names for the columns: trimmed, never empty, never twice, so that a mapping can point at each.

/** An empty name becomes column_N (1-based), a repeated one gets the first free suffix _2, _3, … */
export function uniqueHeaders(names: readonly string[]): string[] {
  const given = new Set(names.map((name) => name.trim()))
  const taken = new Set<string>()
  return names.map((raw, index) => {
    const name = raw.trim() || `column_${index + 1}`
    let unique = name
    // A suffixed name must not take the place of a header that is really called so.
    for (let n = 2; taken.has(unique) || (unique !== raw.trim() && given.has(unique)); n++)
      unique = `${name}_${n}`
    taken.add(unique)
    return unique
  })
}
