// Periods, playback and pause in a real browser on the demo.
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { IDLE_MS, type Jingwei, openPage, startBrowser, startJingwei } from './harness.ts'

let jingwei: Jingwei
let browser: Browser
beforeAll(async () => {
  ;[jingwei, browser] = await Promise.all([startJingwei(), startBrowser()])
}, 200_000)
afterAll(async () => {
  await browser?.close()
  await jingwei?.stop()
})

test('the window plays by weeks until it is stopped', async () => {
  const { page, faults } = await openPage(browser, new URL(jingwei.url).origin)
  await page.goto(`${jingwei.url}/?window=P7D`)
  const play = page.locator('[data-play]')
  await play.click({ timeout: IDLE_MS })
  await page.waitForURL(/from=\d/)
  const first = new URL(page.url()).searchParams.get('from')
  await page.waitForURL((url) => url.searchParams.get('from') !== first, { timeout: IDLE_MS })
  const second = new URL(page.url()).searchParams.get('from')!
  expect(Date.parse(second)).toBeGreaterThan(Date.parse(first!))
  await play.click()
  expect(await play.getAttribute('aria-pressed')).toBe('false')
  expect(faults).toEqual([])
}, 90_000)

test('an assessment month begins on its day', async () => {
  const { page, faults } = await openPage(browser, new URL(jingwei.url).origin)
  const asked = page.waitForRequest((request) => /api\/slice\?.*from=/.test(request.url()), {
    timeout: IDLE_MS,
  })
  await page.goto(`${jingwei.url}/?window=assessment`)
  const from = new URL((await asked).url()).searchParams.get('from')!
  // Midnight of the 26th in Shanghai.
  expect(new Date(from).toISOString()).toMatch(/-25T16:00:00/)
  expect(faults).toEqual([])
}, 90_000)
