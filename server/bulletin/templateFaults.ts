// What is wrong with a city's template, in the words of whoever made it: each tag as it stands in Word, what is the matter,
// and where a name is misspelt the one that was probably meant.
import type { Lang } from '#data/text/figures.ts'

/** What is wrong with a template, by tag. */
export class TemplateFault extends Error {
  constructor(readonly faults: readonly { tag: string; message: string }[]) {
    super(faults.map(({ tag, message }) => `${tag}: ${message}`).join('; '))
  }
}

type Words = Readonly<Record<'zh' | 'en', string>>
/** By docxtemplater's ids. */
const KNOWN_IDS: Readonly<Record<string, Words>> = {
  unclosed_tag: { zh: '缺右括号 }', en: 'its closing } is missing' },
  unopened_tag: { zh: '缺左括号 {', en: 'its opening { is missing' },
  unclosed_loop: { zh: '循环没有结束，应有 {/…}', en: 'the loop has no end {/…}' },
  unopened_loop: { zh: '循环没有开头，应有 {#…}', en: 'the loop has no beginning {#…}' },
  closing_tag_does_not_match_opening_tag: {
    zh: '循环的开头与结尾名称不同',
    en: 'the loop begins and ends with different names',
  },
  unbalanced_loop_tags: {
    zh: '循环的开头与结尾不在同一表格行或段落',
    en: 'the loop begins and ends in different rows or paragraphs',
  },
  duplicate_open_tag: { zh: '左括号重复', en: 'two opening {' },
  duplicate_close_tag: { zh: '右括号重复', en: 'two closing }' },
  raw_xml_tag_should_be_only_text_in_paragraph: {
    zh: '须独占一段',
    en: 'must be alone in its paragraph',
  },
}
const OTHER: Words = {
  zh: '不是 Word 文档（.docx），或已损坏',
  en: 'no Word document (.docx), or a broken one',
}

const pick = (words: Words, lang: Lang): string => (lang === 'en' ? words.en : words.zh)

interface TagError {
  readonly properties?: {
    readonly id?: string
    readonly xtag?: string
    readonly errors?: readonly TagError[]
  }
}

/** Of an error thrown by the library. */
export function faultsOf(error: unknown, lang: Lang): { tag: string; message: string }[] {
  const { properties } = error as TagError
  const all = properties?.errors ?? [error as TagError]
  return all.map(({ properties: one }) => ({
    tag: one?.xtag ? `{${one.id?.startsWith('raw_xml') ? '@' : ''}${one.xtag}}` : 'template',
    message: pick(KNOWN_IDS[one?.id ?? ''] ?? OTHER, lang),
  }))
}

/** @param names all that may stand in a template */
export function unknownFault(
  tag: string,
  names: readonly string[],
  lang: Lang,
): { tag: string; message: string } {
  const [best] = names
    .map((name) => ({ name, steps: distance(tag.toLowerCase(), name.toLowerCase()) }))
    .sort((a, b) => a.steps - b.steps)
  const isNear = best !== undefined && best.steps < tag.length && best.steps <= MOST_STEPS
  const hint = isNear ? (lang === 'en' ? `, perhaps {${best.name}}` : `，是否为 {${best.name}}`) : ''
  return { tag: `{${tag}}`, message: (lang === 'en' ? 'there is no such field' : '没有这个字段') + hint }
}

/** Tags the library would leave as they are: of wide brackets, or a map that would come out as its own source. */
export function silentFaults(text: string, lang: Lang): { tag: string; message: string }[] {
  const wide = [...new Set(text.match(/｛[^｛｝{}]{1,40}｝/g) ?? [])].map((tag) => ({
    tag,
    message: lang === 'en' ? 'wide brackets: write { }' : '用了全角括号，请改为半角 { }',
  }))
  const map = { zh: '地图请写 {@map}，独占一段', en: 'write {@map}, alone in its paragraph' }
  return /\{map\}/.test(text) ? [...wide, { tag: '{map}', message: pick(map, lang) }] : wide
}

const MOST_STEPS = 2

/** Damerau–Levenshtein (optimal string alignment): two letters that changed places are one step. */
function distance(a: string, b: string): number {
  let [before, row] = [[] as number[], Array.from({ length: b.length + 1 }, (_, i) => i)]
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const isSwapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      next.push(
        Math.min(
          row[j] + 1,
          next[j - 1] + 1,
          row[j - 1] + Number(a[i - 1] !== b[j - 1]),
          isSwapped ? before[j - 2] + 1 : Number.POSITIVE_INFINITY,
        ),
      )
    }
    ;[before, row] = [row, next]
  }
  return row[b.length]
}
