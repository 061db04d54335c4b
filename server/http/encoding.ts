// Accept-Encoding (RFC 9110 §12.5.3): whether a coding is welcome. q=0 refuses, `*` stands for the rest.

/** The coding of `offered` (best first) that the client takes, null for none (identity). */
export function acceptedEncoding<T extends string>(
  header: string | null | undefined,
  offered: readonly T[],
): T | null {
  if (!header) return null
  const weights = new Map<string, number>()
  for (const item of header.toLowerCase().split(',')) {
    const [name, ...parameters] = item.split(';').map((part) => part.trim())
    const q = parameters.find((parameter) => parameter.startsWith('q='))
    weights.set(name, q === undefined ? 1 : Number(q.slice(2)) || 0)
  }
  const weightOf = (name: string): number => weights.get(name) ?? weights.get('*') ?? 0
  return offered.find((name) => weightOf(name) > 0) ?? null
}

let lastHeader: string | null | undefined
let lastTakesGzip = false

/** The same for gzip alone, remembered: a client sends the same header with every request. */
export function takesGzip(header: string | null | undefined): boolean {
  if (header !== lastHeader) {
    lastHeader = header
    lastTakesGzip = acceptedEncoding(header, ['gzip']) !== null
  }
  return lastTakesGzip
}
