// Label fonts without a glyph server: the files the page's own @font-face rules declare, handed to the
// map with their ranges, so that labels have the page's type on every PC and nothing is fetched twice.
import type { FontFacesSpecification } from 'maplibre-gl'
import '../theme/fonts.ts'
import { LABEL_FONTS } from './labelFonts.ts'

interface FaceRule {
  readonly family: string
  readonly weight: string
  readonly url: string
  readonly ranges: readonly string[]
}

/** The first url(…) of a `src` descriptor, absolute; null if there is none. */
export function firstUrl(source: string, base: string): string | null {
  const match = /url\(\s*(?:"([^"]*)"|'([^']*)'|([^)\s]*))\s*\)/.exec(source)
  const path = match?.[1] ?? match?.[2] ?? match?.[3]
  return path ? new URL(path, base).href : null
}

function* faceRules(sheets: Iterable<CSSStyleSheet>, page: string): Generator<FaceRule> {
  for (const sheet of sheets) {
    let rules: CSSRuleList
    try {
      rules = sheet.cssRules
    } catch {
      continue // a sheet of another origin keeps its rules to itself
    }
    for (const rule of rules) {
      if (!(rule instanceof CSSFontFaceRule)) continue
      const read = (name: string) => rule.style.getPropertyValue(name).trim()
      const url = firstUrl(read('src'), sheet.href ?? page)
      if (url === null) continue
      yield {
        family: read('font-family').replace(/^["']|["']$/g, ''),
        weight: read('font-weight') || '400',
        url,
        ranges: read('unicode-range')
          .split(',')
          .map((range) => range.trim())
          .filter((range) => range !== ''),
      }
    }
  }
}

/** The style's `font-faces`, from the rules in force when the map is made. */
export function labelFontFaces(document: Document): FontFacesSpecification {
  const faces: FontFacesSpecification = {}
  const names: Record<string, string> = { '500': LABEL_FONTS.normal[0], '600': LABEL_FONTS.strong[0] }
  for (const rule of faceRules(document.styleSheets, document.baseURI)) {
    const name = names[rule.weight]
    if (rule.family !== 'Noto Sans SC' || name === undefined) continue
    const list = (faces[name] ?? []) as Exclude<FontFacesSpecification[string], string>
    list.push(
      rule.ranges.length > 0 ? { url: rule.url, 'unicode-range': [...rule.ranges] } : { url: rule.url },
    )
    faces[name] = list
  }
  return faces
}
