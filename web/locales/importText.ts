// Words of the import pages in the language of the interface; they come with those pages.
import { type ComputedRef, computed } from 'vue'
import { importWords as en } from './imports.en.ts'
import { type ImportWords, importWords as zh } from './imports.zh-CN.ts'
import { useText } from './text.ts'

export function useImportText(): ComputedRef<ImportWords> {
  const text = useText()
  return computed(() => (text.lang === 'en' ? en : zh))
}
