// Down to the case, in a browser: the list whose number is the figure's, one case with its clock, the search.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { IncidentDetail, IncidentList, IncidentSummary } from '#data/model/incidentsApi.ts'
import {
  IDLE_MS,
  type Jingwei,
  mapIdle,
  type OpenPage,
  openPage,
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

async function open(path: string): Promise<Page> {
  const one = await openPage(browser, jingwei.url)
  opened.push(one)
  await one.page.goto(`${jingwei.url}${path}`)
  return one.page
}
const first = async (query: string) =>
  ((await (await fetch(`${jingwei.url}/api/incidents?limit=1&${query}`)).json()) as IncidentList).rows[0]
const list = async (query: string) =>
  (await (await fetch(`${jingwei.url}/api/incidents?${query}`)).json()) as IncidentList
async function firstDetail(
  listed: readonly IncidentSummary[],
  isWanted: (incident: IncidentDetail) => boolean,
): Promise<IncidentDetail> {
  for (const { id } of listed) {
    const detail = (await (await fetch(`${jingwei.url}/api/incidents/${id}`)).json()) as IncidentDetail
    if (isWanted(detail)) return detail
  }
  throw new Error(`none of ${listed.length} is wanted`)
}
const numberIn = (text: string | null) => Number(/[\d,]+/.exec(text ?? '')?.[0].replaceAll(',', ''))
const rows = (page: Page) => page.locator('.sheet .case')

describe('the list of cases', () => {
  it('opens from the side list, counts what the strip counts, and keeps few rows in the page', async () => {
    const page = await open('/')
    await page.getByRole('button', { name: /全部列出/ }).click({ timeout: IDLE_MS })
    await rows(page).first().waitFor()
    expect(new URL(page.url()).searchParams.get('list')).toBe('all')
    const total = numberIn(await page.locator('.sheet .total').textContent())
    expect(total).toBeGreaterThan(10_000)
    const strip = (await page.locator('section.strip').textContent()) ?? ''
    expect(strip).toContain(total.toLocaleString('en-US'))
    expect(await rows(page).count()).toBeLessThan(80)
  })

  it('goes by keyboard to its true last row and back, and opens a case, which back closes', async () => {
    const page = await open('/?list=all&sort=received')
    await rows(page).first().waitFor({ timeout: IDLE_MS })
    const total = numberIn(await page.locator('.sheet .total').textContent())
    await rows(page).first().focus()
    await page.keyboard.press('End')
    await page.locator(`.sheet .case[aria-rowindex="${total}"]:focus`).waitFor()
    await page.keyboard.press('ArrowUp')
    await page.locator(`.sheet .case[aria-rowindex="${total - 1}"]:focus`).waitFor()
    await page.keyboard.press('Home')
    await page.locator('.sheet .case[data-index="0"]:focus').waitFor()
    await page.keyboard.press('ArrowDown')
    await page.locator('.sheet .case[data-index="1"]:focus').waitFor()
    await page.keyboard.press('Enter')
    await page.locator('.side .clock').waitFor()
    expect(new URL(page.url()).searchParams.get('incident')).toMatch(/^\d+$/)
    await page.goBack()
    await page.waitForFunction(() => !location.search.includes('incident='))
    expect(await page.locator('.sheet').count()).toBe(1)
  })

  it('says that a page could not be had, keeps what is there, and takes it on demand', async () => {
    const page = await open('/?list=all&sort=received')
    await rows(page).first().waitFor({ timeout: IDLE_MS })
    const isNext = (url: URL) => url.pathname.endsWith('/api/incidents') && url.searchParams.has('cursor')
    await page.route(isNext, (route) => route.abort())
    await rows(page).first().focus()
    // The next page is asked for some forty rows before the end of the first.
    for (let at = 0; at < 12; at++) await page.keyboard.press('PageDown')
    const again = page.getByRole('button', { name: /没有取到/ })
    await again.waitFor({ timeout: IDLE_MS })
    expect(await rows(page).count()).toBeGreaterThan(0)
    await page.unroute(isNext)
    await again.click()
    await again.waitFor({ state: 'detached' })
    await page.locator('.sheet .case[aria-rowindex="101"]').waitFor()
  })

  it('is walked through from case to case in its order, by keys and buttons', async () => {
    const page = await open('/?list=overdue&sort=deadline')
    await rows(page).nth(1).click({ timeout: IDLE_MS })
    const walk = page.getByTestId('case-walk')
    await walk.getByText(/第 2 件/).waitFor()
    const third = await rows(page).nth(2).locator('.name').getAttribute('title')
    await page.keyboard.press('j')
    await walk.getByText(/第 3 件/).waitFor()
    await page
      .locator('.side .incident')
      .getByText(third ?? '')
      .waitFor()
    await page.keyboard.press('k')
    await walk.getByText(/第 2 件/).waitFor()
    await walk.getByRole('button', { name: '上一件' }).click()
    await walk.getByText(/第 1 件/).waitFor()
    expect(await walk.getByRole('button', { name: '上一件' }).isDisabled()).toBe(true)
    expect(await page.locator('.sheet .case[aria-selected="true"]').getAttribute('aria-rowindex')).toBe('1')
    await page.goBack()
    await page.waitForFunction(() => !location.search.includes('incident='))
  })

  it('stands on the map, where a click on a point opens its case', async () => {
    const { rows: listed } = await list('state=overdue&sort=deadline&limit=200')
    const lone = listed.find(({ lngLat }) => {
      if (lngLat === null) return false
      const isNear = (other: IncidentSummary) =>
        other.lngLat !== null && Math.hypot(other.lngLat[0] - lngLat[0], other.lngLat[1] - lngLat[1]) < 0.002
      return listed.filter(isNear).length === 1
    })
    const [lng, lat] = lone?.lngLat ?? [0, 0]
    // A fifth of the map above its centre, where the list does not cover it: degrees of a pixel at zoom 14.
    const pixelDegrees = (360 / (512 * 2 ** 14)) * Math.cos((lat * Math.PI) / 180)
    const upPx = 160
    const at = `${lng.toFixed(4)},${(lat - upPx * pixelDegrees).toFixed(4)},14`
    const page = await open(`/?list=overdue&sort=deadline&e2e=1&at=${at}`)
    await rows(page).first().waitFor({ timeout: IDLE_MS })
    await mapIdle(page)
    const box = (await page.locator('[data-map]').boundingBox())!
    await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2 - upPx)
    await page.waitForFunction((id) => location.search.includes(`incident=${id}`), lone?.id)
  })
})

describe('one case', () => {
  it('tells who had it, for how long, and what they were given', async () => {
    const { rows: listed } = await list('state=all&sort=duration&limit=300&handlingLevel=city,county')
    const found = await firstDetail(listed, ({ assignments }) => assignments[0]?.outcome === 'transferred')
    const page = await open(`/?incident=${found.id}`)
    const holders = page.getByRole('region', { name: '经办单位' })
    await holders.waitFor({ timeout: IDLE_MS })
    expect(await holders.getByRole('listitem').count()).toBe(found.assignments.length)
    expect(await holders.textContent()).toMatch(/经办.*转派/s)
    expect(await page.locator('.side .timeline').textContent()).toMatch(/派遣至.*转出.*派遣至/s)
    expect(await holders.textContent()).not.toMatch(/township-|140\d{3}-/)
  })

  it('tells an extended deadline beside the first', async () => {
    const { rows: listed } = await list('state=handled&sort=duration&limit=300')
    const found = await firstDetail(listed, ({ originalDeadlineAt }) => originalDeadlineAt !== null)
    const page = await open(`/?incident=${found.id}`)
    await page.locator('.side .clock s').waitFor({ timeout: IDLE_MS })
    await page.locator('.side .timeline').getByText('延期').waitFor()
  })

  it('tells its clock and timeline under an address of its own', async () => {
    const { id } = await first('state=overdue&sort=deadline')
    const page = await open(`/?incident=${id}`)
    const clock = page.locator('.side .clock')
    await clock.waitFor({ timeout: IDLE_MS })
    expect(await clock.textContent()).toMatch(/已历时.*时限.*超期/s)
    expect(await page.locator('.side .timeline li').count()).toBeGreaterThan(1)
  })

  it('says so where there is none', async () => {
    const page = await open('/?incident=987654321')
    await page.getByText('没有编号为 987654321 的事件').waitFor({ timeout: IDLE_MS })
  })

  it('shows of a sensitive category no place below the village, and says why', async () => {
    const { id } = await first('category=0101')
    const page = await open(`/?incident=${id}`)
    await page.locator('.side .clock').getByText('不示坐标').waitFor({ timeout: IDLE_MS })
  })
})

describe('the search', () => {
  it.each(['cz', 'zhangzhi', 'changzhi', '长治'])(
    'finds 长治市 by %s, and Enter goes there',
    async (typed) => {
      const page = await open('/?within=140403000000')
      const box = page.locator('header.bar').getByRole('combobox')
      await box.waitFor({ timeout: IDLE_MS })
      await box.fill(typed)
      const option = page.getByRole('option').filter({ hasText: '长治市' })
      await option.first().waitFor()
      await box.press('ArrowDown')
      await page.keyboard.press('Enter')
      await page.waitForFunction(() => !location.search.includes('within=140403000000'))
    },
  )

  it('finds a case by its whole number', async () => {
    const { id, sourceId } = await first('state=open')
    const page = await open('/')
    const box = page.locator('header.bar').getByRole('combobox')
    await box.waitFor({ timeout: IDLE_MS })
    await box.fill(sourceId)
    await page.getByRole('option').filter({ hasText: sourceId }).click()
    await page.waitForFunction((wanted) => location.search.includes(`incident=${wanted}`), id)
  })
})

it('asked no other host and threw nothing in all of this', () =>
  expect(opened.flatMap((one) => one.faults)).toEqual([]))
