// Answers of the busiest route, made without the Headers objects that later middleware would build: they carry
// every header themselves, and middleware leaves them alone.
import type { Context } from 'hono'

const MARK = 'isLean'

/** @param headers lower case */
export function leanResponse(
  context: Context,
  body: Uint8Array<ArrayBuffer> | null,
  status: number,
  headers: Record<string, string>,
): Response {
  context.set(MARK, true)
  headers['x-request-id'] = context.get('requestId')
  headers['x-content-type-options'] = 'nosniff'
  return new Response(body, { status, headers })
}

export const isLean = (context: Context): boolean => context.get(MARK) === true
