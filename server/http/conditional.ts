// What every JSON answer of the API gets: an ETag over its bytes, 304 on If-None-Match, gzip when welcome,
// `private` (answers depend on who asks). Tiles and files bring their own ETag and pass through.
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { MiddlewareHandler } from 'hono'
import { acceptedEncoding } from './encoding.ts'
import { noneMatch, weakTag } from './etag.ts'

const compress = promisify(gzip)
const COMPRESSIBLE =
  /^(application\/(json|geo\+json|problem\+json|topo\+json|vnd\.mapbox-vector-tile)|text\/)/
/** Below this gzip costs more than it saves. */
const SMALLEST_COMPRESSED_BYTES = 860

export function conditional(): MiddlewareHandler {
  return async (context, next) => {
    await next()
    const response = context.res
    const type = response.headers.get('content-type') ?? ''
    if (!COMPRESSIBLE.test(type) || response.headers.has('etag') || response.headers.has('content-encoding'))
      return
    const bytes = new Uint8Array(await response.arrayBuffer())
    const headers = new Headers(response.headers)
    if (!headers.has('cache-control')) headers.set('cache-control', 'private, no-cache')
    headers.append('vary', 'Accept-Encoding, Cookie, Authorization')
    if (response.status === 200) {
      const tag = weakTag(bytes)
      headers.set('etag', tag)
      if (noneMatch(context.req.header('if-none-match'), tag)) {
        headers.delete('content-type')
        context.res = undefined
        context.res = new Response(null, { status: 304, headers })
        return
      }
    }
    const encoding =
      bytes.length < SMALLEST_COMPRESSED_BYTES
        ? null
        : acceptedEncoding(context.req.header('accept-encoding'), ['gzip'])
    if (encoding) headers.set('content-encoding', encoding)
    const body = encoding ? await compress(bytes, { level: 5 }) : bytes
    headers.set('content-length', String(body.length))
    context.res = undefined
    context.res = new Response(body, { status: response.status, headers })
  }
}
