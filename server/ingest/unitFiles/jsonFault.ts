// Where a JSON text breaks. Node's own message names the place in some cases only, so the text is read again,
// token by token, up to the first one that JSON (RFC 8259) does not allow there.
import { IngestError } from '../ingestError.ts'

const TOKEN =
  /[\t\n\r ]*([[\]{}:,]|"(?:[^"\\\p{Cc}]|\x7f|[\x80-\x9f]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)/uy

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    const at = firstFault(text)
    const before = text.slice(0, at)
    const line = before.split('\n').length
    const column = at - before.lastIndexOf('\n')
    const found = at < text.length ? JSON.stringify(text.slice(at, at + 20)) : 'the end of the file'
    throw new IngestError(
      'json-invalid',
      `Invalid JSON at line ${line}, column ${column} (position ${at}): unexpected ${found}`,
      'Export the file again, or correct it there',
    )
  }
}

type Expected = 'value' | 'value or ]' | 'key' | 'key or }' | ':' | ', or end'

/** Index of the first character that cannot stand where it does; the text's length where it ends too early. */
export function firstFault(text: string): number {
  const open: string[] = []
  let expected: Expected = 'value'
  let end = 0
  for (;;) {
    TOKEN.lastIndex = end
    const token = TOKEN.exec(text)?.[1]
    if (token === undefined) return end + (/^[\t\n\r ]*/.exec(text.slice(end))?.[0].length ?? 0)
    const next = step(token, expected, open)
    if (next === null) return TOKEN.lastIndex - token.length
    expected = next
    end = TOKEN.lastIndex
  }
}

function step(token: string, expected: Expected, open: string[]): Expected | null {
  const inside = open.at(-1)
  if (expected === ':') return token === ':' ? 'value' : null
  if (expected === ', or end') {
    if (token === ',' && inside) return inside === '[' ? 'value' : 'key'
    return (token === ']' && inside === '[') || (token === '}' && inside === '{') ? close(open) : null
  }
  if (expected === 'key' || expected === 'key or }') {
    if (token === '}' && expected === 'key or }') return close(open)
    return token.startsWith('"') ? ':' : null
  }
  if (token === ']') return expected === 'value or ]' ? close(open) : null
  if (token === '[' || token === '{') {
    open.push(token)
    return token === '[' ? 'value or ]' : 'key or }'
  }
  return /[}:,]/.test(token[0]) ? null : ', or end'
}

function close(open: string[]): Expected {
  open.pop()
  return ', or end'
}
