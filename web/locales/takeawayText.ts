// Words of what is taken away, in the language of the interface; they come with those parts.
import { type ComputedRef, computed } from 'vue'
import { takeawayWords as en } from './takeaway.en.ts'
import { type TakeawayWords, takeawayWords as zh } from './takeaway.zh-CN.ts'
import { useText } from './text.ts'

export function useTakeawayText(): ComputedRef<TakeawayWords> {
  const text = useText()
  return computed(() => (text.lang === 'en' ? en : zh))
}
