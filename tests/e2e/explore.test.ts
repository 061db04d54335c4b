// See and drill, as a reader does it: in a browser, against the built server and its demo.
import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CityInfo, UnitDetail } from '#data/model/api.ts'
import type { ClassesResponse } from '#data/model/figuresApi.ts'
import {
  ask,
  IDLE_MS,
  type Jingwei,
  mapIdle,
  type OpenPage,
  openPage,
  type PageOptions,
  screenshotPath,
  startBrowser,
  startJingwei,
} from './harness.ts'

let jingwei: Jingwei
let browser: Browser
const opened: OpenPage[] = []

beforeAll(async () => {
  jingwei = await startJingwei()
  browser = await startBrowser()
})
afterAll(async () => {
  await browser?.close()
  await jingwei?.stop()
})

async function open(path: string, options?: PageOptions): Promise<Page> {
  const one = await openPage(browser, jingwei.url, options)
  opened.push(one)
  await one.page.goto(`${jingwei.url}${path}${path.includes('?') ? '&' : '?'}e2e`)
  return one.page
}

async function openMap(path = '/', options?: PageOptions): Promise<Page> {
  const page = await open(path, options)
  await mapIdle(page)
  return page
}

const api = async <T>(path: string): Promise<T> => {
  const answer = await fetch(`${jingwei.url}/api/${path}`)
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
  return (await answer.json()) as T
}

const numberOf = (text: string | null): number => Number((text ?? '').replace(/[^\d.]/g, ''))

/** Counts of the legend: nine squares, then too few and no data. */
async function legendCounts(page: Page): Promise<number[]> {
  await page.waitForSelector('.legend .square')
  const squares = await page.locator('.legend .square').allTextContents()
  const others = await page.locator('.legend .other b').allTextContents()
  return [...squares, ...others].map(numberOf)
}

async function shoot(page: Page, name: string): Promise<void> {
  const path = screenshotPath(name)
  mkdirSync(dirname(path), { recursive: true })
  await page.screenshot({ path })
}

/** The breadcrumb's current unit. */
const current = (page: Page) => page.locator('nav b[aria-current=page]')

async function drillTo(page: Page, unit: { id: number; name: string }): Promise<void> {
  const pixel = await ask(page, 'pixelOf', unit.id)
  expect(pixel, `${unit.name} is on the map`).not.toBeNull()
  await page.mouse.click(pixel?.x ?? 0, pixel?.y ?? 0)
  await page.waitForFunction(
    (name) => document.querySelector('nav b[aria-current=page]')?.textContent?.trim() === name,
    unit.name,
    { timeout: IDLE_MS },
  )
  await mapIdle(page)
}

/** A child with figures that the map has drawn; waits for the level to come. */
async function drawnChild(page: Page, parent: UnitDetail, level: string) {
  const children = parent.children.filter((child) => child.level === level)
  const found = await page.waitForFunction(
    (ids) =>
      window.__jingweiMap?.units().find((unit) => ids.includes(unit.id) && !unit.properties.coarse)?.id,
    children.map((child) => child.id),
    { timeout: IDLE_MS },
  )
  const id = await found.jsonValue()
  const child = children.find((each) => each.id === id)
  if (!child) throw new Error(`no ${level} of ${parent.name} is drawn`)
  return child
}

const drawnInFigures = async (page: Page) =>
  (await ask(page, 'units')).filter((unit) => unit.properties.coarse !== true)

describe('the explore page', () => {
  it('opens at township level, its legend counting every unit once', async () => {
    const page = await openMap()
    const classes = await api<ClassesResponse>('classes?metrics=density,handledRate')
    expect(classes.level).toBe('township')
    const counts = await legendCounts(page)
    expect(counts).toHaveLength(11)
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(149)
    expect(await drawnInFigures(page)).toHaveLength(149)
    await shoot(page, 'explore-light.png')
  })

  it('colours on the map what the legend counts', async () => {
    const page = await openMap()
    const counts = await legendCounts(page)
    const units = await drawnInFigures(page)
    const few = units.filter((unit) => unit.properties.state === 2)
    expect(few).toHaveLength(counts[9])
    const dense = (unit: (typeof units)[number]) =>
      unit.properties.state === 0 && Number(unit.properties.density) >= 0.75
    expect(units.filter(dense)).toHaveLength(counts[0] + counts[1] + counts[2])
  })

  it('shows numerator ÷ denominator of the unit under the pointer', async () => {
    const page = await openMap()
    const unit = (await drawnInFigures(page)).find((each) => each.properties.state === 0)
    const pixel = await ask(page, 'pixelOf', unit?.id ?? 0)
    await page.mouse.move(pixel?.x ?? 0, pixel?.y ?? 0)
    const card = page.locator('.hover.card')
    await card.getByText(String(unit?.properties.name)).waitFor()
    expect(await card.textContent()).toMatch(/[\d,]+ ÷ [\d,]+/)
    const rate = `${(Number(unit?.properties.handledRate) * 100).toFixed(1)}`
    expect(await card.locator('.figure b').textContent()).toContain(rate.slice(0, 4))
  })

  it('drills by click from county to grid and lists its incidents; back and forward retrace it', async () => {
    const page = await openMap('/?level=county')
    const trail: string[] = [(await current(page).textContent())?.trim() ?? '']
    const { homeUnitId } = await api<CityInfo>('city')
    let here = await api<UnitDetail>(`units/id:${homeUnitId}`)
    for (const level of ['county', 'township', 'village', 'grid']) {
      const child = await drawnChild(page, here, level)
      await drillTo(page, child)
      trail.push(child.name)
      here = await api<UnitDetail>(`units/${child.code}`)
      const coarsest = page.locator('.levels button').first()
      if ((await coarsest.getAttribute('data-state')) !== 'on') await coarsest.click()
    }
    await page.locator('.incident').first().waitFor()
    await page.goBack()
    await page.waitForFunction(
      (name) => !document.querySelector('nav b[aria-current=page]')?.textContent?.includes(name),
      trail[4],
    )
    await page.goForward()
    await page.waitForFunction(
      (name) => document.querySelector('nav b[aria-current=page]')?.textContent?.trim() === name,
      trail[4],
    )
  }, 300_000)

  it('gives the same view when its address is opened again', async () => {
    const page = await openMap()
    await page.locator('[data-map] .controls button').first().click()
    await mapIdle(page)
    const before = await ask(page, 'camera')
    await page.waitForFunction((zoom) => location.search.includes(`,${zoom}`), before.zoom.toFixed(2))
    const address = new URLSearchParams(new URL(page.url()).search)
    address.delete('e2e')
    const again = await openMap(`/?${address}`)
    const after = await ask(again, 'camera')
    expect(after.zoom).toBeCloseTo(before.zoom, 2)
    expect(after.lng).toBeCloseTo(before.lng, 3)
    expect(after.lat).toBeCloseTo(before.lat, 3)
    expect(await legendCounts(again)).toEqual(await legendCounts(page))
  })

  it('switches to a single metric, for map and legend', async () => {
    const page = await openMap('/?metric=overdue')
    expect(await page.locator('.legend').textContent()).toContain('超期')
    const units = await drawnInFigures(page)
    expect(units.every((unit) => typeof unit.properties.overdue === 'number')).toBe(true)
  })

  it('lays another metric and a filter over the tiles it has, in the colours the legend counts', async () => {
    const page = await openMap('/?level=village')
    const tiles: string[] = []
    page.on('request', (request) => {
      if (/village\/.*\.mvt/.test(request.url())) tiles.push(request.url())
    })
    for (const address of ['level=village&metric=open', 'level=village&metric=open&category=02']) {
      const answer = page.waitForResponse((response) => response.url().includes('/api/classes'))
      await page.evaluate((query) => {
        history.pushState({}, '', `/?e2e&${query}`)
        dispatchEvent(new PopStateEvent('popstate', { state: history.state }))
      }, address)
      const { counts } = (await (await answer).json()) as ClassesResponse
      await mapIdle(page)
      const colours = (await drawnInFigures(page)).map(({ look }) => look.colour)
      const drawn = [...new Set(colours)].map((each) => colours.filter((colour) => colour === each).length)
      expect(drawn.sort()).toEqual(
        counts
          .flat()
          .filter((n) => n > 0)
          .sort(),
      )
    }
    expect(tiles).toEqual([])
  })

  it('isolates a class by the legend, and the address says so', async () => {
    const page = await openMap()
    const square = page.locator('.legend .square').first()
    await square.click()
    await mapIdle(page)
    expect(await square.getAttribute('aria-pressed')).toBe('true')
    expect(new URL(page.url()).searchParams.get('classes')).toBe('2-0')
    await page.keyboard.press('Escape')
    await page.waitForFunction(() => !location.search.includes('classes'))
  })

  it('keeps the city in sight when the window changes, until someone moves the map', async () => {
    const page = await openMap()
    const zoomOf = async () => (await ask(page, 'camera')).zoom
    const wide = await zoomOf()
    await page.setViewportSize({ width: 820, height: 1180 })
    await page.waitForFunction((zoom) => (window.__jingweiMap?.camera().zoom ?? zoom) < zoom - 0.3, wide)
    await page.setViewportSize({ width: 1440, height: 900 })
    await page.waitForFunction(
      (zoom) => Math.abs((window.__jingweiMap?.camera().zoom ?? 0) - zoom) < 0.05,
      wide,
    )
    await page.getByRole('button', { name: '放大' }).click()
    await page.waitForFunction((zoom) => (window.__jingweiMap?.camera().zoom ?? 0) > zoom + 0.9, wide)
    await mapIdle(page)
    const chosen = await zoomOf()
    await page.setViewportSize({ width: 1280, height: 720 })
    await mapIdle(page)
    expect(await zoomOf()).toBe(chosen)
  })

  it('is dark when the address says so', async () => {
    const page = await openMap('/?theme=dark')
    expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe('rgb(11, 18, 32)')
    await shoot(page, 'explore-dark.png')
  })

  it('speaks English', async () => {
    const page = await openMap('/?lang=en')
    await page.getByRole('button', { name: 'Zoom in' }).waitFor()
    expect(await page.locator('.legend').textContent()).toMatch(/Too few/i)
  })

  it('draws again after the browser took the WebGL context away', async () => {
    const page = await openMap()
    await ask(page, 'loseContext')
    await page.waitForSelector('[data-map-state=lost], [data-map-state=loading]', { timeout: IDLE_MS })
    await mapIdle(page)
    expect(await drawnInFigures(page)).toHaveLength(149)
  })

  it('asked no other host and threw nothing in all of this', () => {
    expect(opened.flatMap((one) => one.faults)).toEqual([])
  })
})

describe('a server that cannot answer', () => {
  it('is said on the page, with a way to try again', async () => {
    const { page } = await openPage(browser, jingwei.url)
    await page.route('**/api/slice*', (route) =>
      route.fulfill({
        status: 500,
        contentType: 'application/problem+json',
        body: JSON.stringify({ type: 'about:blank', title: 'Internal', status: 500, requestId: 'J-7F3A' }),
      }),
    )
    await page.goto(jingwei.url)
    const card = page.locator('.state.failed')
    await card.waitFor({ timeout: IDLE_MS })
    expect(await card.textContent()).toContain('J-7F3A')
  })
})

describe('a server that goes away', () => {
  it('is missed within 10 s, its last picture stays, and back it is taken up again', async () => {
    const { port } = new URL(jingwei.url)
    const page = await openMap()
    await jingwei.stop('keep')
    const figures = await page.locator('section.strip').textContent()
    expect(figures).toMatch(/n [\d,]{6}/)
    const note = page.getByTestId('connection')
    await note.waitFor({ timeout: 10_000 })
    expect(await page.locator('section.strip').textContent()).toBe(figures)
    expect(await drawnInFigures(page)).toHaveLength(149)
    expect(await note.locator('[data-behind]').count()).toBe(0)
    await page.locator('.levels button', { hasText: '村社' }).click()
    await note.locator('[data-behind]').waitFor()
    jingwei = await startJingwei(jingwei.data, '--port', port)
    await note.waitFor({ state: 'detached', timeout: IDLE_MS })
    await page.locator('#ranking .row').first().waitFor()
    await page.waitForFunction(
      (units) => window.__jingweiMap?.units().filter(({ properties }) => !properties.coarse).length === units,
      2628,
      { timeout: IDLE_MS },
    )
  })
})
