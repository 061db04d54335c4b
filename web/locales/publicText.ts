// Words of the public tables' page in the language of the interface; they come with that page.
import { type ComputedRef, computed } from 'vue'
import { publicWords as en } from './public.en.ts'
import { type PublicWords, publicWords as zh } from './public.zh-CN.ts'
import { useText } from './text.ts'

export function usePublicText(): ComputedRef<PublicWords> {
  const text = useText()
  return computed(() => (text.lang === 'en' ? en : zh))
}
