// What is taken away: addresses of files, drawings as text, and what goes into a picture or a bulletin.
import { noAnswer, problemOf } from './apiError.ts'
import { apiUrl } from './client.ts'
import { type QueryValue, queryString } from './query.ts'

type Params = Readonly<Record<string, QueryValue>>

export const tableUrl = (table: string, format: 'xlsx' | 'csv', params: Params): string =>
  apiUrl(`tables/${table}.${format}${queryString(params)}`)

export const mapUrl = (params: Params): string => apiUrl(`map.svg${queryString(params)}`)

async function answerOf(url: string, init: RequestInit): Promise<Response> {
  let response: Response
  try {
    response = await fetch(url, init)
  } catch (error) {
    if (init.signal?.aborted) throw error
    throw noAnswer()
  }
  if (!response.ok) throw await problemOf(response)
  return response
}

/** A drawing as text. @throws ApiError */
export const getDrawing = async (url: string, signal?: AbortSignal): Promise<string> =>
  (await answerOf(url, { signal })).text()

/** The bulletin of a slice with its map as a picture. @throws ApiError, its detail naming the template's tags */
export const postBulletin = async (params: Params, picture: Blob): Promise<Blob> =>
  (
    await answerOf(apiUrl(`bulletin.docx${queryString(params)}`), {
      method: 'POST',
      body: picture,
      headers: { 'content-type': 'image/png' },
    })
  ).blob()
