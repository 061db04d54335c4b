// Linked charts, and the ranking by place or by those responsible, in a real browser on the demo.
import { readFileSync } from 'node:fs'
import type { Browser, Locator, Page } from 'playwright-core'
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
  for (const above of ['#ranking .row', '[data-chart=trend] svg'])
    await page.locator(above).first().waitFor({ timeout: IDLE_MS })
  await heat.locator('svg').waitFor({ timeout: IDLE_MS })
  const box = (await heat.boundingBox())!
  await page.mouse.move(box.x + box.width * 0.4, box.y + 8)
  await page.mouse.down()
  await page.mouse.move(box.x + box.width * 0.55, box.y + 40)
  await page.mouse.up()
  await page.waitForURL(/hour=\d/)
  await page.locator('[data-chips]').waitFor()
  await page.click('#side-makeUp')
  await page.locator('[data-chart=category] [data-as-table]').click()
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

const numberOf = (text: string | null): number => Number((text ?? '').replace(/[^\d.]/g, ''))
const received = async (page: Page): Promise<number> =>
  numberOf(/接收量\s*([\d,]+)/.exec((await page.locator('.page > .strip').textContent()) ?? '')?.[1] ?? '')
const chart = (page: Page, key: string): Locator => page.locator(`[data-chart=${key}]`)
/** Figures of a column of a chart's table view, which it leaves open. */
async function column(page: Page, key: string, at: number, rows = 'tbody tr'): Promise<number[]> {
  const one = chart(page, key)
  await one.locator('[data-as-table]').waitFor({ timeout: IDLE_MS })
  if ((await one.locator('[data-as-table]').getAttribute('aria-pressed')) !== 'true')
    await one.locator('[data-as-table]').click()
  return (await one.locator(`${rows} > :nth-child(${at})`).allTextContents()).map(numberOf)
}
const PATIENT = { timeout: IDLE_MS }
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)

test('every chart has a table whose sum is the key figure, filtered or not, here or in a county', async () => {
  const { page, faults } = await openPage(browser, new URL(jingwei.url).origin)
  // Whole days, up to a moment that is over: nothing arrives meanwhile.
  const { asOf, seq } = (await (await fetch(`${jingwei.url}/api/slice`)).json()).slice
  for (const query of ['', '&within=140403000000&urgency=normal']) {
    const address = `${jingwei.url}/?asOf=${asOf}&seq=${seq}${query}`
    await page.goto(address)
    await page.locator('#ranking li').first().waitFor({ timeout: IDLE_MS })
    const whole = await received(page)
    expect(whole).toBeGreaterThan(0)
    expect(sum(await column(page, 'trend', 2)), `trend ${query}`).toBe(whole)
    const hours: number[] = []
    for (let at = 2; at <= 8; at++) hours.push(...(await column(page, 'hourWeekday', at)))
    expect(sum(hours), `hours ${query}`).toBe(whole)
    await page.goto(`${address}&tab=makeUp`)
    for (const key of ['category', 'handlingLevel', 'organisation']) {
      const all = await column(page, key, 2, 'tbody tr[data-depth="0"]')
      expect(sum(all), `${key} ${query}`).toBe(whole)
    }
    const open = numberOf(
      /在办\s*\/\s*超期\s*([\d,]+)/.exec((await page.locator('.page > .strip').textContent()) ?? '')?.[1] ??
        '',
    )
    expect(sum(await column(page, 'age', 2)), `age ${query}`).toBe(open)
  }
  expect(faults).toEqual([])
}, 120_000)

test('each chart filters the rest and is told by a chip; one key clears; the map filters charts', async () => {
  const { page, faults } = await openPage(browser, new URL(jingwei.url).origin)
  const toggle = async (key: string) => {
    const one = chart(page, key)
    await one.locator('[data-as-table]').click({ timeout: IDLE_MS })
    await one.locator('tbody button').first().click()
  }
  // Pinned: a window that moves on loses matters at its other end.
  const { asOf, seq } = (await (await fetch(`${jingwei.url}/api/slice`)).json()).slice
  await page.goto(`${jingwei.url}/?tab=makeUp&asOf=${asOf}&seq=${seq}`)
  await page.locator('[data-chart=source] [data-as-table]').waitFor({ timeout: IDLE_MS })
  const whole = await received(page)
  const settled = () => page.waitForFunction(() => !document.querySelector('.strip[aria-busy=true]'))
  const changes: Record<string, number> = {}
  for (const key of ['category', 'organisation', 'age', 'handlingLevel', 'urgency', 'source']) {
    await toggle(key)
    await page.waitForURL(new RegExp(`[?&]${key}=`))
    await page.locator('[data-chips] .chip').first().waitFor()
    await settled()
    await expect.poll(() => received(page), PATIENT).not.toBe(whole)
    changes[key] = await received(page)
    await page.keyboard.press('x')
    await page.waitForURL((url) => !url.search.includes(`${key}=`))
    await expect.poll(() => received(page), PATIENT).toBe(whole)
    await chart(page, key).locator('[data-as-table]').click()
  }
  expect(Object.values(changes).every((value) => value > 0 && value < whole)).toBe(true)
  await page.goto(`${jingwei.url}/`)
  const trend = chart(page, 'trend').locator('.chart')
  await trend.focus({ timeout: IDLE_MS })
  for (const key of ['Home', 'ArrowRight', 'Shift+ArrowRight', 'Shift+ArrowRight', 'Enter'])
    await page.keyboard.press(key)
  await page.waitForURL(/from=.*to=/)
  await expect.poll(() => received(page), PATIENT).toBeLessThan(whole / 4)
  await page.goBack()
  // A row of the ranking's table looks within that place; the charts follow.
  await toggle('ranking')
  await page.waitForURL(/within=\d/)
  await expect.poll(() => received(page), PATIENT).toBeLessThan(whole)
  expect(faults).toEqual([])
}, 120_000)

test('a chart is taken away as a slide with what its figures mean', async () => {
  const { page, faults } = await openPage(browser, new URL(jingwei.url).origin)
  await page.goto(`${jingwei.url}/?source=grid`)
  const take = async (key: string, format: 'png' | 'svg') => {
    const button = chart(page, key).locator(`[data-take=${format}]`)
    await button.waitFor({ timeout: IDLE_MS })
    const [download] = await Promise.all([page.waitForEvent('download'), button.click()])
    expect(download.suggestedFilename()).toMatch(new RegExp(`^长治市-.+-\\d{12}\\.${format}$`))
    return readFileSync(await download.path())
  }
  for (const key of ['ranking', 'trend', 'hourWeekday']) {
    const svg = (await take(key, 'svg')).toString()
    for (const words of ['长治市 · ', '演示数据，非真实情况', '截至', ' 至 ', 'n ', '网格员'])
      expect(svg, key).toContain(words)
  }
  const png = await take('trend', 'png')
  expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([1920, 1080])
  expect(png.length).toBeGreaterThan(20_000)
  expect(faults).toEqual([])
}, 90_000)
