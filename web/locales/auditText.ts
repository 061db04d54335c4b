// Words of the audit page in the language of the interface; they come with that page.
import { type ComputedRef, computed } from 'vue'
import { auditWords as en } from './audit.en.ts'
import { type AuditWords, auditWords as zh } from './audit.zh-CN.ts'
import { useText } from './text.ts'

export function useAuditText(): ComputedRef<AuditWords> {
  const text = useText()
  return computed(() => (text.lang === 'en' ? en : zh))
}
