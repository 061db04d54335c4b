// Words of importing in the browser, in the language of the interface; they come with those pages.
import { type ComputedRef, computed } from 'vue'
import { useText } from './text.ts'
import { uploadWords as en } from './uploads.en.ts'
import { type UploadWords, uploadWords as zh } from './uploads.zh-CN.ts'

export function useUploadText(): ComputedRef<UploadWords> {
  const text = useText()
  return computed(() => (text.lang === 'en' ? en : zh))
}
