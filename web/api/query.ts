// Builds query strings. Empty values are left out, so that equal questions have equal addresses.
export type QueryValue = string | number | null | undefined | readonly (string | number)[]

export function queryString(params: Readonly<Record<string, QueryValue>>): string {
  const search = new URLSearchParams()
  for (const [key, value] of Object.entries(params)) {
    const text = Array.isArray(value) ? value.join(',') : value
    if (text === null || text === undefined || text === '') continue
    search.set(key, String(text))
  }
  const text = search.toString()
  return text === '' ? '' : `?${text}`
}
