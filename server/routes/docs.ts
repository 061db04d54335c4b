// The OpenAPI 3.1 document, made from the schemas of the routes, and Swagger UI to browse it: served from the
// installed package, so it works where there is no internet.

import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { guard } from '../access/guard.ts'
import { notFound } from '../problem.ts'
import type { App } from './route.ts'

const DOCUMENT = {
  openapi: '3.1.0',
  info: {
    title: '经纬 Jingwei',
    version: '0.1.0',
    description:
      'Figures, boundaries and incidents of a city. Errors are RFC 9457 problem+json. Instants are ISO 8601 UTC; ' +
      'coordinates are [lng, lat] in degrees of WGS 84. A slice (window, basis, filters) is given by the same ' +
      'parameters everywhere; asOf and seq pin it.',
  },
} as const

const ASSETS: Readonly<Record<string, string>> = {
  'swagger-ui.css': 'text/css; charset=utf-8',
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
  'favicon-32x32.png': 'image/png',
}

const PAGE = `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>经纬 API</title>
<link rel="icon" href="docs/favicon-32x32.png"><link rel="stylesheet" href="docs/swagger-ui.css">
</head>
<body><div id="ui"></div>
<script src="docs/swagger-ui-bundle.js"></script>
<script src="docs/start.js"></script>
</body>
</html>
`
const START = `SwaggerUIBundle({ url: new URL('openapi.json', location.href).href, dom_id: '#ui', deepLinking: true })\n`

export function addDocsRoutes(app: App, basePath: string): void {
  let document: string | null = null
  app.get('/api/openapi.json', guard('city'), (context) => {
    document ??= JSON.stringify(
      app.getOpenAPI31Document({ ...DOCUMENT, servers: [{ url: basePath || '/' }] }),
    )
    return context.body(document, 200, { 'content-type': 'application/json' })
  })
  app.get('/api/docs', guard('city'), (context) => context.html(PAGE))
  app.get('/api/docs/start.js', guard('city'), (context) =>
    context.body(START, 200, { 'content-type': 'text/javascript; charset=utf-8' }),
  )
  app.get('/api/docs/:asset', guard('city'), async (context) => {
    const asset = context.req.param('asset')
    if (!Object.hasOwn(ASSETS, asset)) throw notFound('asset', 'no such file')
    const folder = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'))
    return context.body(new Uint8Array(await readFile(join(folder, asset))), 200, {
      'content-type': ASSETS[asset],
      'cache-control': 'private, max-age=86400',
    })
  })
}
