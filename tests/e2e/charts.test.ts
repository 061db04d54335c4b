// Linked charts, and the ranking by place or by those responsible, in a real browser on the demo.
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

test('a brush over hours filters the rest, a chip says so, X clears', async () => {
  const { page, faults } = await openPage(browser, new URL(jingwei.url).origin)
  await page.goto(`${jingwei.url}/`)
  const heat = page.locator('[data-chart=hourWeekday] .chart')
  await heat.locator('svg').waitFor({ timeout: IDLE_MS })
  const box = (await heat.boundingBox())!
  await page.mouse.move(box.x + box.width * 0.4, box.y + 8)
  await page.mouse.down()
  await page.mouse.move(box.x + box.width * 0.55, box.y + 40)
  await page.mouse.up()
  await page.waitForURL(/hour=\d/)
  await page.locator('[data-chips]').waitFor()
  await page.click('#side-makeUp')
  await page.locator('[data-chart=category] .head .link').click()
  await page.locator('[data-chart=category] tbody button').first().click()
  await page.waitForURL(/category=\d/)
  await page.keyboard.press('x')
  await page.waitForURL((url) => !url.search.includes('category') && !url.search.includes('hour'))
  expect(faults).toEqual([])
}, 90_000)

test('one switch ranks those responsible; choosing one filters', async () => {
  const { page, faults } = await openPage(browser, new URL(jingwei.url).origin)
  await page.goto(`${jingwei.url}/`)
  await page.locator('[data-by=organisation]').click({ timeout: IDLE_MS })
  await page.waitForURL(/by=organisation/)
  await page.locator('#ranking li button').first().click({ timeout: IDLE_MS })
  await page.waitForURL(/[?&]organisation=/)
  expect(faults).toEqual([])
}, 90_000)
