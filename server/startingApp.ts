// What the server answers while it is not ready yet (a first start makes the demo): 503 with how far it is,
// and to people a page that reloads itself.
import { Hono } from 'hono'
import type { Health } from '#data/model/api.ts'
import type { Text } from '#data/model/text.ts'
import { requestId } from './http/requestId.ts'
import { HttpProblem, problemResponse } from './problem.ts'
import type { AppEnv } from './routes/route.ts'

export interface StartProgress {
  readonly doing: Text
  /** 0–1. */
  readonly progress: number
}

export function createStartingApp(state: () => StartProgress): Hono<AppEnv> {
  const app = new Hono<AppEnv>()
  app.use(requestId())
  const headers = { 'retry-after': '2', 'cache-control': 'no-store' }
  app.all('*', (context) => {
    const { doing, progress } = state()
    // Below whatever sub-path.
    if (context.req.path.endsWith('/api/health')) {
      const body: Health = { status: 'starting', doing, progress }
      return context.json(body, 503, headers)
    }
    if (context.req.header('accept')?.includes('text/html'))
      return context.html(page(doing, Math.floor(progress * 100)), 503, headers)
    const detail = `${doing.en} (${Math.floor(progress * 100)} %)`
    return problemResponse(context, new HttpProblem(503, detail, [], headers))
  })
  return app
}

const page = (doing: Text, percent: number): string => `<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta http-equiv="refresh" content="2">
<meta name="viewport" content="width=device-width"><title>经纬 · ${percent} %</title>
<style>body{font:16px/1.6 system-ui,sans-serif;display:grid;place-content:center;min-height:90vh;margin:0;
color:#1c2733;background:#f4f6f8}progress{width:min(24rem,80vw);height:.75rem}small{color:#5b6875}
@media(prefers-color-scheme:dark){body{color:#e6edf3;background:#0d1420}small{color:#8b98a5}}</style></head>
<body><main><p>${doing.zh} · ${percent} %<br><small lang="en">${doing.en}</small></p>
<progress max="100" value="${percent}" aria-label="${doing.zh} ${doing.en}"></progress></main></body></html>
`
