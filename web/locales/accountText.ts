// Words of signing in, in the language of the interface; they come with those pages.
import { type ComputedRef, computed } from 'vue'
import { accountWords as en } from './account.en.ts'
import { type AccountWords, accountWords as zh } from './account.zh-CN.ts'
import { useText } from './text.ts'

export function useAccountText(): ComputedRef<AccountWords> {
  const text = useText()
  return computed(() => (text.lang === 'en' ? en : zh))
}
