// The only place that fetches. Answers are checked against the wire contract while developing and in
// tests; the schemas (13 kB) stay out of what the browser loads in production.
import type { ZodType } from 'zod'
import { ApiError, problemOf } from './apiError.ts'

type Contract = typeof import('#data/model/api.ts')
/** Picks the schema of an answer. */
export type SchemaOf<T> = (contract: Contract) => ZodType<T>

/** Absolute address of an API path, also under a sub-path; {z} and the like stay as they are. */
export const apiUrl = (path: string): string => new URL('api/', document.baseURI).href + path

/** @throws ApiError; an aborted request rejects with the signal's reason. */
export async function getJson<T>(path: string, schema: SchemaOf<T>, signal?: AbortSignal): Promise<T> {
  let response: Response
  try {
    response = await fetch(apiUrl(path), { signal, headers: { accept: 'application/json' } })
  } catch (error) {
    if (signal?.aborted) throw error
    throw new ApiError(0, 'no answer', null, null)
  }
  if (!response.ok) throw await problemOf(response)
  const body: unknown = await response.json()
  if (!import.meta.env.DEV) return body as T
  return schema(await import('#data/model/api.ts')).parse(body)
}
