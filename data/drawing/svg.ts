// SVG as text. Every value goes through here, so that a unit's name can never become markup and numbers are short.

/** What XML 1.0 does not allow or advises against: controls, lone surrogates, non-characters. */
const FORBIDDEN = /[\p{Cc}\p{Cs}\u{fffe}\u{ffff}]/gu
const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

export const escapeXml = (text: string): string =>
  text
    .replace(FORBIDDEN, (c) => (/\s/.test(c) ? ' ' : '\u{fffd}'))
    .replace(/[&<>"']/g, (character) => ENTITIES[character])

/** At most two decimals. */
export const short = (value: number): string => String(Math.round(value * 100) / 100)

type Attributes = Readonly<Record<string, string | number | null | undefined>>

/** One element; attributes that are null are left out. @param inner markup, already escaped */
export function element(name: string, attributes: Attributes, inner = ''): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== null && value !== undefined)
    .map(([key, value]) => ` ${key}="${typeof value === 'number' ? short(value) : escapeXml(String(value))}"`)
    .join('')
  return inner === '' ? `<${name}${written}/>` : `<${name}${written}>${inner}</${name}>`
}

export const textElement = (text: string, attributes: Attributes): string =>
  element('text', attributes, escapeXml(text))

/** A path of relative steps; integers stay integers. @param xy closed or open flat coordinates */
export function pathOf(xy: ArrayLike<number>, isClosed: boolean): string {
  const count = xy.length / 2 - (isClosed ? 1 : 0)
  let path = `M${xy[0]} ${xy[1]}`
  let letter = 'l'
  for (let i = 1; i < count; i++) {
    const dx = xy[i * 2] - xy[i * 2 - 2]
    const dy = xy[i * 2 + 1] - xy[i * 2 - 1]
    if (dx === 0 && dy === 0) continue
    path += `${letter}${dx}${dy < 0 ? '' : ' '}${dy}`
    letter = ' '
  }
  return isClosed ? `${path}z` : path
}
