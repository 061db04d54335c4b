// Down to the case, in a browser: the list whose number is the figure's, one case with its clock, the search.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { IncidentList } from '#data/model/api.ts'
import { IDLE_MS, type Jingwei, type OpenPage, openPage, startBrowser, startJingwei } from './harness.ts'

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

  it('goes by keyboard past its first page and opens a case, which back closes', async () => {
    const page = await open('/?list=overdue&sort=deadline')
    await rows(page).first().waitFor({ timeout: IDLE_MS })
    await rows(page).first().focus()
    await page.keyboard.press('End')
    await page.locator('.sheet .case[data-index="99"]').waitFor()
    await page.waitForSelector('.sheet .case[data-index="100"]')
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
})

describe('one case', () => {
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
