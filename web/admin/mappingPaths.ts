// Reads and sets a value of a mapping by path (`columns.received`); setting gives a new mapping. An empty text takes
// the setting away, so that the importer's default holds.
export type Value = string | number | boolean | null | undefined | readonly unknown[] | object

export function valueAt(mapping: Readonly<Record<string, unknown>>, path: string): unknown {
  let value: unknown = mapping
  for (const key of path.split('.')) value = (value as Record<string, unknown> | undefined)?.[key]
  return value
}

export const textAt = (mapping: Readonly<Record<string, unknown>>, path: string): string => {
  const value = valueAt(mapping, path)
  return value === undefined || value === null ? '' : String(value)
}

export function withValue(
  mapping: Readonly<Record<string, unknown>>,
  path: string,
  value: Value,
): Record<string, unknown> {
  const [key, ...rest] = path.split('.')
  const next: Record<string, unknown> = { ...mapping }
  if (rest.length > 0)
    next[key] = withValue((mapping[key] as Record<string, unknown> | undefined) ?? {}, rest.join('.'), value)
  else if (value === undefined || value === '') delete next[key]
  else next[key] = value
  return next
}
