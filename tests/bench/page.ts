// The page itself over 10 million incidents and 12,000 grids, in a browser that draws in software beside the server: what
// another metric costs its thread, and how long another filter takes to be seen.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, chromium, type Page } from 'playwright-core'
import { ensureChromium } from '../../scripts/chromium.mjs'
import { makeBenchCity } from './benchCity.ts'
import { type BenchRow, median } from './row.ts'
import { startServer, stopServer } from './start.ts'

const ROWS = 10_000_000
const WINDOW = 'from=2025-12-01&to=2025-12-30'
const METRICS = [
  'density',
  'handledRate',
  'onTimeRate',
  'overdue',
  'received',
  'bivariate',
  'open',
  'perStaff',
]
const CATEGORIES = Array.from({ length: 12 }, (_, i) => `term${10 + i}`)
const FLAGS = ['--no-sandbox', '--disable-quic', '--use-angle=swiftshader', '--enable-unsafe-swiftshader']
const PATIENCE_MS = 120_000
/** After which nothing of a change goes on. */
const REST_MS = 3000

export async function benchPage(): Promise<BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'jingwei-page-'))
  try {
    const { store } = await makeBenchCity(folder, ROWS)
    await store.close()
    const { url, child } = await startServer(folder)
    const browser = await chromium.launch({
      executablePath: ensureChromium(),
      args: [...FLAGS, '--ignore-gpu-blocklist'],
    })
    try {
      const viewport = { width: 1440, height: 900 }
      const page = await browser.newPage({ viewport, reducedMotion: 'reduce' })
      await page.goto(`${url}/?e2e&${WINDOW}&level=grid&metric=received`)
      await idle(page)
      await page.waitForTimeout(REST_MS)
      return [await benchMetric(browser, page), await benchFilter(page)]
    } finally {
      await browser.close()
      await stopServer(child)
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function benchMetric(browser: Browser, page: Page): Promise<BenchRow> {
  const script: number[] = []
  for (const metric of [...METRICS, ...METRICS]) {
    await browser.startTracing(page, { categories: ['devtools.timeline', 'v8', 'v8.execute'] })
    await goTo(page, `${WINDOW}&level=grid&metric=${metric}`)
    await page.waitForTimeout(REST_MS)
    script.push(scriptMs(await browser.stopTracing()))
  }
  const counted = script.slice(METRICS.length)
  return {
    measure: 'change of metric on 12,000 grids, script of the page',
    reach: '≤ 50 ms',
    value: `${median(counted).toFixed(0)} ms`,
    met: median(counted) <= 50,
    detail: `processor time of the page’s thread in script, drawing’s calls included; ${counted.map((ms) => ms.toFixed(0)).join(', ')}`,
  }
}

async function benchFilter(page: Page): Promise<BenchRow> {
  const drawn: number[] = []
  const answered: number[] = []
  for (const category of CATEGORIES) {
    const times = await seenAfter(page, `${WINDOW}&level=grid&category=${category}`)
    drawn.push(times.drawnMs)
    answered.push(times.answeredMs)
    await page.waitForTimeout(REST_MS)
  }
  const value = median(drawn)
  return {
    measure: 'filter to new colours over 10 M incidents, server and page',
    reach: '≤ 300 ms',
    value: `${value.toFixed(0)} ms`,
    met: value <= 300,
    detail: `median of ${CATEGORIES.length} categories not asked for before, until the map has drawn; classes after ${median(answered).toFixed(0)} ms`,
  }
}

const idle = (page: Page) =>
  page.waitForSelector('[data-map][data-idle=true][data-map-state=ready]', { timeout: PATIENCE_MS })

/** As a link within the page does. */
const goTo = (page: Page, query: string) =>
  page.evaluate((search) => {
    history.pushState({}, '', `/?e2e&${search}`)
    dispatchEvent(new PopStateEvent('popstate', { state: history.state }))
  }, query)

interface TraceEvent {
  readonly name: string
  readonly ph: string
  readonly pid: number
  readonly tid: number
  /** Microseconds: start and length by the clock, length by the thread's processor time. */
  readonly ts: number
  readonly dur?: number
  readonly tdur?: number
  readonly args: { readonly name?: string }
}

const SCRIPT =
  /^(FunctionCall|RunMicrotasks|EvaluateScript|v8\.run|v8\.callFunction|FireAnimationFrame|TimerFire|EventDispatch)$/

/** Outermost events of script in the busiest page's main thread. */
function scriptMs(trace: Buffer): number {
  const { traceEvents } = JSON.parse(trace.toString()) as { traceEvents: TraceEvent[] }
  const threadOf = ({ pid, tid }: TraceEvent) => `${pid} ${tid}`
  const pages = traceEvents.filter(
    ({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain',
  )
  const threads = new Map<string, TraceEvent[]>(pages.map((event) => [threadOf(event), []]))
  for (const event of traceEvents)
    if (event.ph === 'X' && SCRIPT.test(event.name)) threads.get(threadOf(event))?.push(event)
  const [busiest] = [...threads.values()].sort((a, b) => b.length - a.length)
  let endsAt = 0
  let total = 0
  for (const { ts, dur = 0, tdur = dur } of busiest.sort(
    (a, b) => a.ts - b.ts || (b.dur ?? 0) - (a.dur ?? 0),
  )) {
    if (ts < endsAt) continue
    endsAt = ts + dur
    total += tdur / 1000
  }
  return total
}

/** Until the map, given other classes, says that it has drawn. */
async function seenAfter(page: Page, query: string): Promise<{ drawnMs: number; answeredMs: number }> {
  await page.evaluate(() => {
    performance.clearResourceTimings()
    const map = document.querySelector<HTMLElement>('[data-map]')
    if (!map) throw new Error('no map')
    map.dataset.drawn = ''
    const observer = new MutationObserver(() => {
      if (map.dataset.idle === 'false') map.dataset.busy = 'true'
      else if (map.dataset.busy === 'true') {
        map.dataset.drawn = String(performance.now())
        map.dataset.busy = ''
        observer.disconnect()
      }
    })
    observer.observe(map, { attributeFilter: ['data-idle'] })
  })
  const startMs = await page.evaluate(() => performance.now())
  await goTo(page, query)
  await page.waitForSelector('[data-map]:not([data-drawn=""])', { timeout: PATIENCE_MS })
  return page.evaluate((since) => {
    const classes = performance.getEntriesByType('resource').find(({ name }) => name.includes('/api/classes'))
    return {
      drawnMs: Number(document.querySelector<HTMLElement>('[data-map]')?.dataset.drawn) - since,
      answeredMs: ((classes as PerformanceResourceTiming | undefined)?.responseEnd ?? Number.NaN) - since,
    }
  }, startMs)
}
