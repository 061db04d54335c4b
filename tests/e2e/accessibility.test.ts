// For everybody and everywhere: axe finds nothing, the keyboard reaches everything, nothing is cut or covered
// from a tablet to a large screen, it prints, and without WebGL2 figures and tables still stand.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AxeResults, RunOptions } from 'axe-core'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  IDLE_MS,
  type Jingwei,
  mapIdle,
  openPage,
  type PageOptions,
  startBrowser,
  startJingwei,
} from './harness.ts'

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

let jingwei: Jingwei
let browser: Browser
const faults: string[][] = []

beforeAll(async () => {
  jingwei = await startJingwei()
  browser = await startBrowser()
})
afterAll(async () => {
  await browser?.close()
  await jingwei?.stop()
})

async function open(path: string, options: PageOptions = {}): Promise<Page> {
  const opened = await openPage(browser, jingwei.url, options)
  faults.push(opened.faults)
  await opened.page.goto(`${jingwei.url}${path}`)
  return opened.page
}

async function openMap(path = '/', options: PageOptions = {}): Promise<Page> {
  const page = await open(path, options)
  await mapIdle(page)
  await page.locator('.incident').first().waitFor()
  await page.locator('.slider.card').waitFor()
  return page
}

declare global {
  interface Window {
    axe: { run(where: Document, options: RunOptions): Promise<AxeResults> }
  }
}

/** Rule and first place of each violation. */
async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axeSource)
  return page.evaluate(async () => {
    const results = await window.axe.run(document, { resultTypes: ['violations'] })
    return results.violations.map((each) => `${each.id}: ${each.nodes[0].html.slice(0, 120)}`)
  })
}

describe('axe finds nothing', () => {
  it('on the map, light and dark, in both languages, and on a tablet', async () => {
    const page = await openMap()
    const [theme, language] = [page.locator('header.bar .icon'), page.locator('header.bar button').last()]
    for (const turn of [theme, language, theme, null]) {
      expect(await violations(page), page.url()).toEqual([])
      if (turn === null) break
      const before = page.url()
      await turn.click()
      await page.waitForURL((url) => url.href !== before)
    }
    await page.setViewportSize({ width: 820, height: 1180 })
    await page.getByRole('slider', { name: /Ranking/i }).waitFor()
    expect(await violations(page)).toEqual([])
  })

  it('on open menus, a search, every tab, the list and a case', async () => {
    const page = await openMap()
    const openings = page.locator('header.bar').locator('[aria-haspopup=menu]')
    expect(await openings.count()).toBeGreaterThanOrEqual(5)
    for (const opening of await openings.all()) {
      await opening.click()
      await page.locator('header.bar .menu').waitFor()
      expect(await violations(page), (await opening.textContent()) ?? '').toEqual([])
      await page.keyboard.press('Escape')
    }
    await page.locator('.search input').fill('cz')
    await page.getByRole('option').first().waitFor()
    expect(await violations(page), 'search').toEqual([])
    await page.keyboard.press('Escape')
    for (const tab of await page.getByRole('tab').all()) {
      await tab.click()
      await page.locator('#panel [aria-busy=true]').waitFor({ state: 'detached' })
      expect(await violations(page), (await tab.textContent()) ?? '').toEqual([])
    }
    await page.getByRole('tab').first().click()
    await page.locator('.incident').first().click()
    await page.waitForURL((url) => url.searchParams.has('incident'))
    expect(await violations(page), 'case').toEqual([])
    await page.goto(`${jingwei.url}/?list=all`)
    await page.getByRole('columnheader').nth(1).waitFor()
    expect(await violations(page), 'list').toEqual([])
  })

  it.each(['/sheet', '/public', '/imports', '/imports?theme=dark&lang=en'])('on %s', async (path) => {
    const page = await open(path)
    await page.locator('h1').waitFor()
    expect(await violations(page)).toEqual([])
  })

  it('on an upload, while it is mapped, and on its report', async () => {
    const page = await open('/imports')
    const lines = [
      '编号,受理时间,类别,经度,纬度',
      'A1,2026-06-01 08:00,0401,113.12,36.2',
      'A2,不详,0401,113.12,36.2',
    ]
    const file = { name: 'cases.csv', mimeType: 'text/csv', buffer: Buffer.from(lines.join('\n')) }
    await page.locator('input[type=file]').first().setInputFiles(file)
    await page.locator('[data-preview-state=ready]').waitFor()
    expect(await violations(page), 'mapping').toEqual([])
    await page.locator('[data-run-button]').click()
    await page.waitForURL(/imports\/\d/)
    await page.getByText('下载报告').waitFor()
    expect(await violations(page), 'report').toEqual([])
  })
})

/** Pairs of these that cover each other. */
const overlaps = (page: Page, selectors: readonly string[]): Promise<string[]> =>
  page.evaluate((all) => {
    const boxes = all.flatMap((selector) =>
      [...document.querySelectorAll(selector)].map((element) => ({
        selector,
        box: element.getBoundingClientRect(),
      })),
    )
    return boxes.flatMap((one, i) =>
      boxes
        .slice(i + 1)
        .filter(
          ({ box }) =>
            Math.min(one.box.right, box.right) - Math.max(one.box.left, box.left) > 0.5 &&
            Math.min(one.box.bottom, box.bottom) - Math.max(one.box.top, box.top) > 0.5,
        )
        .map(({ selector }) => `${one.selector} over ${selector}`),
    )
  }, selectors)

const IN_BAR = ['.crumbs', '.levels', '.bar .trigger', '.search-root', '.age']
const FLOATING = ['.legend', '.slider.card', '.controls', '.frame', '.top', '.holder > .strip']

describe('the page at every size', () => {
  it('covers nothing, cuts nothing off and names where one is in full', async () => {
    const sizes = [
      [1280, 720],
      [1440, 900],
      [2560, 1440],
      [820, 1180],
    ]
    const page = await openMap()
    for (const lang of ['zh-CN', 'en'])
      for (const [width, height] of sizes) {
        const at = `${lang} ${width} × ${height}`
        await page.setViewportSize({ width, height })
        await page.waitForFunction(
          (wide) => document.querySelector('header.bar')!.clientWidth === wide,
          width,
        )
        if (lang === 'en' && width === sizes[0][0]) {
          await page.locator('header.bar button').last().click()
          await page.getByRole('button', { name: 'Zoom in' }).waitFor()
        }
        expect(await overlaps(page, FLOATING), at).toEqual([])
        expect(await overlaps(page, IN_BAR), at).toEqual([])
        const rights = await page
          .locator('header.bar > *')
          .evaluateAll((all) => all.map((each) => each.getBoundingClientRect().right))
        expect(Math.max(...rights), at).toBeLessThanOrEqual(width)
        expect(await page.evaluate(() => document.documentElement.scrollWidth), at).toBe(width)
        const isCut = await page
          .locator('nav b[aria-current=page]')
          .evaluate((element) => element.scrollWidth > element.clientWidth + 1)
        expect(isCut, at).toBe(false)
        const cut = await page
          .locator('header.bar .trigger .shown')
          .evaluateAll((all) =>
            all.filter((each) => each.scrollWidth > each.clientWidth + 1).map((each) => each.textContent),
          )
        expect(cut, at).toEqual([])
      }
  })

  it('puts the panel away and brings it back', async () => {
    const page = await openMap()
    const wide = await page.locator('[data-map]').evaluate((map) => map.clientWidth)
    await page.getByRole('button', { name: '收起侧栏' }).click()
    await page.waitForFunction((before) => document.querySelector('[data-map]')!.clientWidth > before, wide)
    await page.getByRole('button', { name: '展开侧栏' }).click()
    await page.waitForFunction((before) => document.querySelector('[data-map]')!.clientWidth === before, wide)
  })

  it('has a sheet of three heights on a tablet, by keys and by drawing it', async () => {
    const page = await openMap('/', { width: 820, height: 1180 })
    const handle = page.getByRole('slider', { name: '排名、趋势与事件' })
    const height = () => page.locator('.frame').evaluate((frame) => frame.clientHeight)
    const half = await height()
    await handle.press('ArrowDown')
    const peek = await height()
    await handle.press('End')
    const full = await height()
    expect([peek < half, half < full]).toEqual([true, true])
    const box = (await handle.boundingBox())!
    await page.mouse.move(box.x + 400, box.y + 10)
    await page.mouse.down()
    await page.mouse.move(box.x + 400, box.y + 10 + full - half - 40, { steps: 4 })
    await page.mouse.up()
    expect(await height()).toBe(half)
  })
})

describe('by keyboard alone', () => {
  it('one skips to the panel, finds a unit and drills into it', async () => {
    const page = await openMap()
    await page.keyboard.press('Tab')
    expect(await page.evaluate(() => document.activeElement?.className)).toBe('skip')
    await page.keyboard.press('Enter')
    await page.locator('#ranking .row').first().focus()
    const name = await page.locator('#ranking .row .name').first().textContent()
    await page.keyboard.press('Enter')
    await page.waitForFunction(
      (wanted) => document.querySelector('nav b[aria-current=page]')?.textContent?.trim() === wanted,
      name?.trim(),
      { timeout: IDLE_MS },
    )
  })

  it('one walks the legend by arrows and filters by it; Escape clears', async () => {
    const page = await openMap()
    await page.locator('.square[tabindex="0"]').focus()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowRight')
    const key = await page.evaluate(() => (document.activeElement as HTMLElement).dataset.key)
    await page.keyboard.press('Enter')
    await page.waitForFunction((wanted) => location.search.includes(`classes=${wanted}`), key)
    await page.keyboard.press('Escape')
    await page.waitForFunction(() => !location.search.includes('classes'))
  })

  it('what closes gives the keys back to what opened it, and a drill leaves them at the ranking', async () => {
    const page = await openMap()
    const at = (selector: string) =>
      page.waitForFunction((wanted) => document.activeElement?.matches(wanted), selector, {
        timeout: IDLE_MS,
      })
    const row = page.locator('.incident[data-focus]').nth(1)
    const key = await row.getAttribute('data-focus')
    await row.focus()
    await page.keyboard.press('Enter')
    await at('[data-close]')
    await page.keyboard.press('Escape')
    await at(`[data-focus="${key}"]`)
    await page.locator('.side .count').focus()
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: '关闭列表' }).press('Enter')
    await at('.count')
    await page.locator('header.bar [aria-haspopup=menu]').last().press('Enter')
    await page.locator('header.bar .menu').waitFor()
    await page.keyboard.press('Escape')
    await page.locator('header.bar .menu').waitFor({ state: 'detached' })
    await at('header.bar [aria-haspopup=menu]')
    // The menu itself gives the keys back in a task after it has gone.
    await page.evaluate(() => new Promise((done) => setTimeout(() => requestAnimationFrame(done))))
    await page.locator('#ranking .row').first().press('Enter')
    await at('#ranking')
  })

  it('one reaches every control of the bar in reading order', async () => {
    const page = await openMap()
    const lefts: number[] = []
    await page.locator('header.bar a').first().focus()
    for (let i = 0; i < 20; i++) {
      const at = await page.evaluate(() => {
        const element = document.activeElement as HTMLElement
        return element.closest('header.bar') ? element.getBoundingClientRect().left : null
      })
      if (at === null) break
      lefts.push(at)
      await page.keyboard.press('Tab')
    }
    expect(lefts.length).toBeGreaterThanOrEqual(9)
    expect(lefts).toEqual([...lefts].sort((a, b) => a - b))
  })
})

describe('without a screen of its own', () => {
  it('prints the map, the key figures and the ranking, none of the controls', async () => {
    const page = await openMap()
    await page.emulateMedia({ media: 'print' })
    expect(await page.locator('header.bar .trigger').first().isVisible()).toBe(false)
    expect(await page.locator('[data-map] .controls').isVisible()).toBe(false)
    expect(await page.locator('#ranking').isVisible()).toBe(true)
    expect((await page.pdf({ format: 'A4', printBackground: true })).length).toBeGreaterThan(20_000)
  })

  it('draws the units and keeps figures and tables where WebGL2 is missing, and says so', async () => {
    const opened = await openPage(browser, jingwei.url)
    await opened.page.addInitScript(() => {
      const real = HTMLCanvasElement.prototype.getContext
      HTMLCanvasElement.prototype.getContext = function (this: HTMLCanvasElement, ...args: unknown[]) {
        return String(args[0]).startsWith('webgl') ? null : Reflect.apply(real, this, args)
      } as typeof real
    })
    await opened.page.goto(jingwei.url)
    const drawing = opened.page.locator('[data-svg-map]')
    await drawing.locator('[data-unit]').first().waitFor({ timeout: IDLE_MS })
    await opened.page.getByText('不支持 WebGL2').waitFor()
    await opened.page.locator('.legend .square').first().waitFor()
    expect(await drawing.locator('[data-unit]').count()).toBe(149)
    expect(await opened.page.locator('#ranking .row').count()).toBe(12)
    expect(await opened.page.locator('.legend .square').count()).toBe(9)
    expect(opened.faults).toEqual([])
  })
})

it('asked no other host and threw nothing in all of this', () => {
  expect(faults.flat()).toEqual([])
})
