// Below a path of a portal's: the page, its worker, fonts, tiles, deep links and documents all find their way.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Jingwei, mapIdle, openPage, startBrowser, startJingwei } from './harness.ts'

let jingwei: Jingwei
let browser: Browser

beforeAll(async () => {
  jingwei = await startJingwei(undefined, '--base-path', '/portal/jingwei')
  browser = await startBrowser()
})
afterAll(async () => {
  await browser?.close()
  await jingwei?.stop()
})

/** What failed, and what was asked outside the sub-path. */
function watch(page: Page): string[] {
  const astray: string[] = []
  page.on('response', (response) => {
    const isBelow = response.url().startsWith(`${jingwei.url}/`)
    if (response.status() >= 400 || !isBelow) astray.push(`${response.status()} ${response.url()}`)
  })
  return astray
}

it('everything is asked below the sub-path, and is there', async () => {
  const { page, faults } = await openPage(browser, new URL(jingwei.url).origin)
  const astray = watch(page)
  await page.goto(`${jingwei.url}/`)
  await mapIdle(page)
  await page.locator('#ranking .row').first().click()
  await page.waitForURL(/\/portal\/jingwei\/\?.*within=/)
  await mapIdle(page)

  const deep = page.url()
  await page.goto(deep)
  await mapIdle(page)
  expect(page.url()).toBe(deep)
  for (const path of ['/imports', '/public', '/api/docs']) {
    await page.goto(`${jingwei.url}${path}`)
    await page
      .locator(path === '/api/docs' ? '.swagger-ui .info' : 'h1')
      .first()
      .waitFor()
  }
  expect(astray).toEqual([])
  expect(faults).toEqual([])
})
