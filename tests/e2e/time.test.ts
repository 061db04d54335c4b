// Periods, playback and pause in a real browser on the demo.
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ask, IDLE_MS, type Jingwei, mapIdle, openPage, startBrowser, startJingwei } from './harness.ts'

let jingwei: Jingwei
let browser: Browser
beforeAll(async () => {
  ;[jingwei, browser] = await Promise.all([startJingwei(), startBrowser()])
}, 200_000)
afterAll(async () => {
  await browser?.close()
  await jingwei?.stop()
})

/** Frames seen, with when: until `wanted` of them, or the playback ends. */
const seenFrames = (wanted: number): Promise<{ from: string; at: number }[]> =>
  new Promise((done) => {
    const seen: { from: string; at: number }[] = []
    const look = () => {
      const from = document.querySelector<HTMLElement>('[data-frame]')?.dataset.from
      if (from && from !== seen.at(-1)?.from) seen.push({ from, at: performance.now() })
      if (seen.length >= wanted) done(seen)
      else requestAnimationFrame(look)
    }
    look()
  })

test('12,000 grids play by weeks, all frames from one question, and pause on exact figures', async () => {
  const { page, faults } = await openPage(browser, new URL(jingwei.url).origin)
  await page.goto(`${jingwei.url}/?e2e&level=grid&metric=received&window=P7D`)
  await mapIdle(page)
  const asked: string[] = []
  page.on('request', (request) => asked.push(new URL(request.url()).pathname))
  const play = page.locator('[data-play]')
  await play.click()
  await page.waitForSelector('[data-frame][data-from]', { timeout: IDLE_MS })
  await page.waitForSelector('[data-progress]', { state: 'detached', timeout: IDLE_MS })
  const before = asked.length
  // Long enough that how it starts, while the slice beneath is still drawn, does not stand for all of it.
  const seen = await page.evaluate(seenFrames, 21)
  expect(asked.filter((path) => path === '/api/frames')).toHaveLength(1)
  expect(asked.slice(before).filter((path) => /slice|classes/.test(path))).toEqual([])
  const rate = (1000 * (seen.length - 1)) / (seen[seen.length - 1].at - seen[0].at)
  console.log(`playback: ${rate.toFixed(2)} frames/s (software drawing)`)
  for (let at = 1; at < seen.length; at++)
    expect(Date.parse(seen[at].from) - Date.parse(seen[at - 1].from)).toBe(7 * 86_400_000)
  const drawn = await ask(page, 'frame')
  expect(drawn.length).toBeGreaterThan(10_000)
  expect(drawn.some(({ number }) => number > 0)).toBe(true)

  // Another metric in mid-play: its own frames, from one more question, and the legend with them.
  const again = page.waitForRequest((request) => /api\/frames\?.*overdue/.test(request.url()))
  await page.evaluate(() => {
    history.pushState({}, '', `${location.search.replace('received', 'overdue')}`)
    dispatchEvent(new PopStateEvent('popstate', { state: history.state }))
  })
  await again
  await page.locator('.legend', { hasText: '超期' }).waitFor({ timeout: IDLE_MS })
  await page.evaluate(seenFrames, 2)
  expect(await play.getAttribute('aria-pressed')).toBe('true')

  await play.click()
  await page.waitForSelector('[data-frame]', { state: 'detached', timeout: IDLE_MS })
  // The exact slice is drawn beneath before the frame goes.
  expect((await ask(page, 'units')).length).toBeGreaterThan(10_000)
  const paused = new URL(page.url()).searchParams
  expect(seen.map(({ from }) => from).at(-1)! <= paused.get('from')!).toBe(true)
  expect((Date.parse(paused.get('to')!) - Date.parse(paused.get('from')!)) / 86_400_000).toBe(6)
  expect(await play.getAttribute('aria-pressed')).toBe('false')
  // Each window as of its own end, as it was shown: what was handled since does not flatter it.
  expect(Date.parse(paused.get('asOf')!)).toBe(Date.parse(`${paused.get('to')}T24:00:00+08:00`))
  // It goes on towards where it began, beyond the moment it was paused at.
  await play.click()
  await page.waitForSelector('[data-frame][data-from]', { timeout: IDLE_MS })
  const [next] = await page.evaluate(seenFrames, 1)
  expect(next.from > paused.get('from')!).toBe(true)
  expect(faults).toEqual([])
}, 120_000)

test('a window that is over says that later handling counts, and leads to it as of its end', async () => {
  const { page, faults } = await openPage(browser, new URL(jingwei.url).origin)
  const day = (ago: number) =>
    new Date(Date.now() + 8 * 3_600_000 - ago * 86_400_000).toISOString().slice(0, 10)
  await page.goto(`${jingwei.url}/?from=${day(70)}&to=${day(41)}`)
  const rate = page.locator('.strip .value b').first()
  await page.getByRole('button', { name: '含期后 40 天的处置' }).click()
  await page.locator('.pinned', { hasText: '24:00 的情形' }).waitFor()
  await page.waitForURL((url) => url.searchParams.get('asOf') === `${day(41)}T16:00:00.000Z`)
  // What was handled within the window alone: less than by now.
  await expect.poll(async () => Number(await rate.textContent())).toBeLessThan(99)
  expect(await page.locator('.after').count()).toBe(0)
  expect(faults).toEqual([])
})

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
