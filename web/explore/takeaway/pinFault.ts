// What of a pinned link the server does not have: a link of another system, or of data that were restored from before it.
import type { ApiError } from '../../api/apiError.ts'

const PARTS = ['version', 'seq', 'asOf'] as const
export type PinPart = (typeof PARTS)[number]

export const pinFaultOf = (error: ApiError | null): PinPart | null =>
  (error && PARTS.find((part) => error.violations.some(({ path }) => path === part))) ?? null
