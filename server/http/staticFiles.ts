// The built web app: files below one folder, precompressed neighbours (.br, .gz) when the client takes them,
// hashed assets immutable, every other path the page itself (the router in it knows what to show).
import { createReadStream } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { extname, join, normalize, sep } from 'node:path'
import { Readable } from 'node:stream'
import type { Context, MiddlewareHandler } from 'hono'
import { notFound } from '../problem.ts'
import { acceptedEncoding } from './encoding.ts'
import { noneMatch } from './etag.ts'

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.wasm': 'application/wasm',
  '.map': 'application/json',
  '.txt': 'text/plain; charset=utf-8',
  '.pbf': 'application/x-protobuf',
}
const EXTENSION_OF = { br: '.br', gzip: '.gz' } as const

export interface StaticOptions {
  readonly folder: string
  /** Below which the browser knows the application; paths arrive without it. */
  readonly basePath: string
  /** Content-Security-Policy of the page. */
  readonly policy: string
  /** Whether everybody is let in as the demo's administrator: the page says so from its first moment. */
  readonly isDemo?: boolean
}

export function staticFiles(options: StaticOptions): MiddlewareHandler {
  return async (context) => {
    const path = safePath(context.req.path)
    if (path === null) throw notFound('path', 'there is nothing at this path')
    const file = join(options.folder, path)
    if (path !== '' && (await isFile(file))) {
      if (extname(file) === '.html') return page(context, options)
      return send(context, file, /^assets[\\/]/.test(path))
    }
    // A missing asset is a 404, not the page: else a script tag would get HTML.
    if (extname(path) !== '') throw notFound('path', 'there is no such file')
    return page(context, options)
  }
}

/** The page, with its relative addresses resolved at the application's root however deep the path is. */
async function page(context: Context, options: StaticOptions): Promise<Response> {
  const { folder, basePath, policy, isDemo = false } = options
  const html = await readFile(join(folder, 'index.html'), 'utf8').catch(() => null)
  if (html === null) throw notFound('path', 'the web application is not built (npm run build)')
  const body = html
    .replace(/<base href="[^"]*"/, () => `<base href="${basePath}/"`)
    .replace('<html ', isDemo ? '<html data-demo ' : '<html ')
  return context.body(body, 200, {
    'content-type': TYPES['.html'],
    'cache-control': 'no-cache',
    'content-security-policy': policy,
    'referrer-policy': 'same-origin',
  })
}

async function send(context: Context, file: string, isHashed: boolean): Promise<Response> {
  const accepted = context.req.header('accept-encoding')
  const offered: ('br' | 'gzip')[] = []
  for (const coding of ['br', 'gzip'] as const)
    if (await isFile(file + EXTENSION_OF[coding])) offered.push(coding)
  const coding = acceptedEncoding(accepted, offered)
  const chosen = coding ? file + EXTENSION_OF[coding] : file
  const { size, mtimeMs } = await stat(chosen)
  const tag = `W/"${size.toString(36)}-${Math.round(mtimeMs).toString(36)}"`
  const headers: Record<string, string> = {
    'content-type': TYPES[extname(file)] ?? 'application/octet-stream',
    'cache-control': isHashed ? 'public, max-age=31536000, immutable' : 'no-cache',
    etag: tag,
    vary: 'Accept-Encoding',
  }
  if (noneMatch(context.req.header('if-none-match'), tag)) return context.body(null, 304, headers)
  headers['content-length'] = String(size)
  if (coding) headers['content-encoding'] = coding
  if (context.req.method === 'HEAD') return context.body(null, 200, headers)
  return context.body(Readable.toWeb(createReadStream(chosen)) as ReadableStream, 200, headers)
}

/** A path below the folder, '' for its root; null for anything that would leave it or is hidden. */
function safePath(raw: string): string | null {
  let path: string
  try {
    path = normalize(decodeURIComponent(raw)).replace(/^[/\\]+/, '')
  } catch {
    return null
  }
  if (path === '.' || path === '') return ''
  const isUnsafe = path.includes('\0') || path.split(sep).some((part) => part.startsWith('.'))
  return isUnsafe ? null : path
}

const isFile = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isFile(),
    () => false,
  )
