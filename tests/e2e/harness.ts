// The whole thing as a user has it: the built server on a free port with the demo in a fresh folder, and
// Chromium in front of it. Nothing is stubbed; waiting is on what the page says of itself, never on time.
import { type ChildProcess, spawn } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { type Browser, chromium, type Frame, type Page } from 'playwright-core'
import { inject, onTestFinished } from 'vitest'
import { ensureChromium } from '../../scripts/chromium.mjs'
import type { MapProbe } from '../../web/map/mapProbe.ts'

export const ROOT = resolve(import.meta.dirname, '../..')
const START_MS = 170_000
const STOP_MS = 15_000
/** Software rendering on two cores is slow; a page that is not idle by then hangs. */
export const IDLE_MS = 60_000

const BROWSER_FLAGS = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
  '--ignore-gpu-blocklist',
]

export interface Jingwei {
  readonly url: string
  readonly data: string
  /** A folder of the tests' own goes with it, unless it is to be started again. */
  stop(folder?: 'keep'): Promise<void>
}

const command = (...args: string[]): ChildProcess =>
  spawn(process.execPath, [join(ROOT, 'bin/jingwei.mjs'), ...args], { cwd: ROOT, stdio: 'pipe' })

/** Everything a process wrote so far, both streams. */
function listen(child: ChildProcess): () => string {
  const chunks: string[] = []
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => chunks.push(chunk.toString()))
  return () => chunks.join('')
}

function stopping(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return Promise.resolve()
  return new Promise((done) => {
    const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS)
    child.once('exit', () => {
      clearTimeout(timer)
      done()
    })
    child.kill('SIGTERM')
  })
}

/** A folder of its own with the demo that demoWorld.ts made. */
function copyOfDemo(): string {
  const folder = mkdtempSync(join(tmpdir(), 'jingwei-e2e-'))
  cpSync(inject('demoFolder'), folder, { recursive: true })
  return folder
}

/**
 * Starts `jingwei serve`; with no data folder given on a copy of the demo.
 * @throws with the server's own output when it ends or says nothing in time
 */
export async function startJingwei(folder?: string, ...flags: string[]): Promise<Jingwei> {
  const data = folder ?? copyOfDemo()
  const child = command(
    'serve',
    '--port',
    '0',
    '--host',
    '127.0.0.1',
    '--data',
    data,
    '--log-level',
    'warn',
    ...flags,
  )
  const output = listen(child)
  const stop = async (kept?: 'keep') => {
    await stopping(child)
    if (!kept && data.startsWith(join(tmpdir(), 'jingwei-e2e-')))
      rmSync(data, { recursive: true, force: true })
  }
  const deadline = Date.now() + START_MS
  while (Date.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`the server ended (${child.exitCode}):\n${output()}`)
    const url = /http:\/\/127\.0\.0\.1:\d+[^\s]*/.exec(output())?.[0]
    if (url && (await isHealthy(url))) return { url: url.replace(/\/$/, ''), data, stop }
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  await stop()
  throw new Error(`the server was not ready in ${START_MS / 1000} s:\n${output()}`)
}

const isHealthy = (url: string): Promise<boolean> =>
  fetch(new URL('api/health', `${url.replace(/\/$/, '')}/`)).then(
    (answer) => answer.status === 200,
    () => false,
  )

/** Runs a command to its end beside a running server. @returns exit code and output */
export async function runJingwei(...args: string[]): Promise<{ code: number; output: string }> {
  const child = command(...args)
  const output = listen(child)
  const code = await new Promise<number>((done) => child.once('exit', (value) => done(value ?? -1)))
  return { code, output: output() }
}

export const startBrowser = (): Promise<Browser> =>
  chromium.launch({ executablePath: ensureChromium(), headless: true, args: BROWSER_FLAGS })

export interface OpenPage {
  readonly page: Page
  /** What went wrong in the page so far: uncaught errors, and requests to anywhere but the server. */
  readonly faults: string[]
}

export interface PageOptions {
  readonly width?: number
  readonly height?: number
  readonly theme?: 'light' | 'dark'
}

/** A page of its own context: nothing remembered from another test. It closes with the test: one left open goes on drawing. */
export async function openPage(
  browser: Browser,
  origin: string,
  options: PageOptions = {},
): Promise<OpenPage> {
  const context = await browser.newContext({
    viewport: { width: options.width ?? 1440, height: options.height ?? 900 },
    colorScheme: options.theme ?? 'light',
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    reducedMotion: 'reduce',
  })
  onTestFinished(() => context.close())
  const page = await context.newPage()
  pressLikeAHand(page)
  const faults: string[] = []
  page.on('pageerror', (error) => faults.push(error.stack ?? error.message))
  page.on('request', (request) => {
    const { protocol, origin: asked } = new URL(request.url())
    if (protocol.startsWith('http') && asked !== origin) faults.push(`a request to ${asked}`)
  })
  return { page, faults }
}

/** What closes between press and release is missed by clicks that last no time. */
const PRESS_MS = 120
const pressed = new WeakSet<Frame>()
function pressLikeAHand(page: Page): void {
  // Clicks of pages and locators all go through the frame's.
  const frames = Object.getPrototypeOf(page.mainFrame()) as Frame
  if (pressed.has(frames)) return
  pressed.add(frames)
  const { click } = frames
  frames.click = function (this: Frame, selector, options) {
    return click.call(this, selector, { delay: PRESS_MS, ...options })
  }
}

/** Waits until the map has drawn all it was asked for. */
export async function mapIdle(page: Page): Promise<void> {
  await page.waitForSelector('[data-map][data-idle=true][data-map-state=ready]', { timeout: IDLE_MS })
}

type Answers = { [K in keyof MapProbe]: Awaited<ReturnType<MapProbe[K]>> }

/** Asks the map; the address of the page must say `e2e`. */
export async function ask<K extends keyof MapProbe>(page: Page, what: K, unitId = 0): Promise<Answers[K]> {
  await page.waitForFunction(() => window.__jingweiMap !== undefined, null, { timeout: IDLE_MS })
  return page.evaluate(([name, id]) => window.__jingweiMap?.[name as 'pixelOf'](id as number), [
    what,
    unitId,
  ] as const) as Promise<Answers[K]>
}

/** Where the README's pictures go. */
export const screenshotPath = (name: string): string => join(ROOT, 'docs/screenshots', name)
