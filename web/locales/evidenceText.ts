// Words of the evidence panel in the language of the interface; they come with it.
import { evidenceWords as en } from './evidence.en.ts'
import { type EvidenceWords, evidenceWords as zh } from './evidence.zh-CN.ts'
import { useText } from './text.ts'

/** A word with its {named} places filled. */
export function useEvidenceText() {
  const text = useText()
  return (key: keyof EvidenceWords, named: Readonly<Record<string, unknown>> = {}): string =>
    (text.lang === 'en' ? en : zh)[key].replace(/\{(\w+)\}/g, (whole, place: string) =>
      String(named[place] ?? whole),
    )
}
