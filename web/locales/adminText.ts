// Words of the administrator’s pages in the language of the interface; they come with those pages.
import { type ComputedRef, computed } from 'vue'
import { adminWords as en } from './admin.en.ts'
import { type AdminWords, adminWords as zh } from './admin.zh-CN.ts'
import { useText } from './text.ts'

export function useAdminText(): ComputedRef<AdminWords> {
  const text = useText()
  return computed(() => (text.lang === 'en' ? en : zh))
}
