// What a refusal is called.
import { ApiError } from '../api/apiError.ts'
import type { AccountWords } from '../locales/account.zh-CN.ts'

export function problemWords(error: unknown, words: AccountWords): string {
  if (!(error instanceof ApiError)) return words.failed
  if (error.isOffline) return words.offline
  const codes = error.violations.map(({ code }) => code ?? '')
  if (codes.includes('wrong')) return words.wrong
  if (codes.includes('wrong-code')) return words.wrongCode
  if (error.status === 429) return words.locked(error.retryAfterSeconds ?? 60)
  const known = codes.map((code) => words.faults[code]).filter((text) => text !== undefined)
  return known.length > 0 ? known.join('；') : (error.detail ?? words.failed)
}
