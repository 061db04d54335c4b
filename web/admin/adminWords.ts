// Refusals, instants and scopes as the administrator's pages write them.
import type { ScopeView } from '#data/model/administration.ts'
import { localDay, localTime } from '#data/text/days.ts'
import { ApiError } from '../api/apiError.ts'
import type { AdminWords } from '../locales/admin.zh-CN.ts'

export function refusalWords(error: unknown, words: AdminWords): string {
  if (!(error instanceof ApiError)) return words.failed
  const known = error.violations.flatMap(
    ({ code, path }) => words.faults[code ?? ''] ?? (path === 'name' ? words.badName : []),
  )
  return known.length > 0 ? [...new Set(known)].join('；') : (error.detail ?? words.failed)
}

export function instantWords(instant: string, zone: string): string {
  const ms = Date.parse(instant)
  return `${localDay(ms, zone)} ${localTime(ms, zone)}`
}

export const scopeWords = (scope: ScopeView, words: AdminWords): string =>
  scope.kind === 'all' ? words.scopeAll : `${scope.name ?? scope.code} ${words.below}`

/** Whether any of the texts has what was typed, in any case. */
export const matches = (typed: string, texts: readonly (string | null)[]): boolean => {
  const wanted = typed.trim().toLowerCase()
  return wanted === '' || texts.some((text) => text?.toLowerCase().includes(wanted))
}
