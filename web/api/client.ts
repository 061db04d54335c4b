// The only place that fetches. Answers are checked against the wire contract while developing and in
// tests; the schemas (13 kB) stay out of what the browser loads in production.
import type { ZodType } from 'zod'
import { noAnswer, problemOf } from './apiError.ts'
import { noteAnswer } from './signedOut.ts'

type Contract = typeof import('#data/model/api.ts') &
  typeof import('#data/model/figuresApi.ts') &
  typeof import('#data/model/incidentsApi.ts')
/** Picks the schema of an answer. */
export type SchemaOf<T> = (contract: Contract) => ZodType<T> | Promise<ZodType<T>>

/** Absolute address of an API path, also under a sub-path; {z} and the like stay as they are. */
export const apiUrl = (path: string): string => new URL('api/', document.baseURI).href + path

/** @throws ApiError; an aborted request rejects with the signal's reason. */
export const getJson = <T>(path: string, schema: SchemaOf<T>, signal?: AbortSignal): Promise<T> =>
  ask(path, {}, schema, signal)

/** Whether the server says anything at all in so many milliseconds; what it says is of no matter. Never rejects. */
export const isAnswering = (withinMs: number): Promise<boolean> =>
  fetch(apiUrl('health'), { signal: AbortSignal.timeout(withinMs), cache: 'no-store' }).then(
    () => true,
    () => false,
  )

const sendJson =
  (method: 'POST' | 'PATCH') =>
  <T>(path: string, body: unknown, schema: SchemaOf<T>, signal?: AbortSignal): Promise<T> =>
    ask(
      path,
      { method, body: JSON.stringify(body), headers: { 'content-type': 'application/json' } },
      schema,
      signal,
    )
export const postJson = sendJson('POST')
export const patchJson = sendJson('PATCH')

export const deleteJson = <T>(path: string, schema: SchemaOf<T>): Promise<T> =>
  ask(path, { method: 'DELETE' }, schema)

async function ask<T>(
  path: string,
  init: RequestInit,
  schema: SchemaOf<T>,
  signal?: AbortSignal,
): Promise<T> {
  let response: Response
  try {
    const headers = { accept: 'application/json', ...init.headers }
    response = await fetch(apiUrl(path), { ...init, signal, headers })
  } catch (error) {
    if (signal?.aborted) throw error
    throw noAnswer()
  }
  noteAnswer(response.status, path)
  if (!response.ok) throw await problemOf(response)
  const body: unknown = await response.json()
  if (!import.meta.env.DEV) return body as T
  return (await schema(await contract())).parse(body)
}

const contract = async (): Promise<Contract> => ({
  ...(await import('#data/model/api.ts')),
  ...(await import('#data/model/figuresApi.ts')),
  ...(await import('#data/model/incidentsApi.ts')),
})

/** An answer in lines, each told as soon as it is whole. @throws as getJson */
export async function getLines(
  path: string,
  onLine: (line: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const response = await fetch(apiUrl(path), { signal }).catch((error) => {
    if (signal.aborted) throw error
    throw noAnswer()
  })
  if (!response.ok || !response.body) throw await problemOf(response)
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader()
  let rest = ''
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    const lines = (rest + part.value).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) onLine(line)
  }
}

/** Sends a file's bytes; fetch does not tell how far it is. `onProgress` 0–1. */
export function postFile<T>(
  path: string,
  file: File,
  { onProgress, signal }: { onProgress: (progress: number) => void; signal: AbortSignal },
): Promise<T> {
  return new Promise((done, fail) => {
    const request = new XMLHttpRequest()
    request.open('POST', apiUrl(path))
    request.setRequestHeader('content-type', 'application/octet-stream')
    request.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0)
    request.onerror = () => fail(noAnswer())
    request.onload = () => {
      const headers = { 'content-type': request.getResponseHeader('content-type') ?? '' }
      const { status } = request
      noteAnswer(status, path)
      if (status === 200) done(JSON.parse(request.responseText) as T)
      else void problemOf(new Response(request.responseText, { status, headers })).then(fail)
    }
    signal.addEventListener('abort', () => request.abort())
    request.send(file)
  })
}
