// The one error type of the web: a problem+json answer, or no answer at all.
import type { Problem } from '#data/model/api.ts'
import { useText } from '../locales/text.ts'

export class ApiError extends Error {
  constructor(
    /** 0: the server was not reached. */
    readonly status: number,
    readonly title: string,
    readonly detail: string | null,
    /** Tell it to the administrator; null when there was no answer. */
    readonly requestId: string | null,
    /** What is wrong where, of a malformed or refused request. */
    readonly violations: NonNullable<Problem['violations']> = [],
    /** Of a refusal for now. */
    readonly retryAfterSeconds: number | null = null,
  ) {
    super(detail ?? title)
    this.name = 'ApiError'
  }

  get isOffline(): boolean {
    return this.status === 0
  }
}

/** The server was not reached. */
export const noAnswer = (): ApiError => new ApiError(0, useText().t('state.noAnswer'), null, null)

/** From an answer that is not 2xx. Bodies that are no problem+json (a proxy's page) keep their status. */
export async function problemOf(response: Response): Promise<ApiError> {
  const isProblem = response.headers.get('content-type')?.includes('application/problem+json') ?? false
  const body = isProblem ? ((await response.json().catch(() => null)) as Problem | null) : null
  return new ApiError(
    response.status,
    body?.title ?? response.statusText ?? String(response.status),
    body?.detail ?? null,
    body?.requestId ?? response.headers.get('x-request-id'),
    body?.violations ?? [],
    Number(response.headers.get('retry-after')) || null,
  )
}
