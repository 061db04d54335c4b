// Evidence, as an official asks for it: what stands out beyond chance, and why one unit is as it is.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { EvidenceResponse } from '#data/model/evidence.ts'
import { ask, type Jingwei, mapIdle, type OpenPage, openPage, startBrowser, startJingwei } from './harness.ts'

let jingwei: Jingwei
let browser: Browser
beforeAll(async () => {
  jingwei = await startJingwei()
  browser = await startBrowser()
})
afterAll(async () => {
  await browser?.close()
  await jingwei?.stop()
})

async function openEvidence(path: string): Promise<OpenPage & { answer: EvidenceResponse; page: Page }> {
  const opened = await openPage(browser, jingwei.url)
  const { page } = opened
  const asked = page.waitForResponse((response) => response.url().includes('/api/evidence?'))
  await page.goto(`${jingwei.url}${path}`)
  await mapIdle(page)
  const answer = (await (await asked).json()) as EvidenceResponse
  await page.waitForSelector('.evidence .funnel')
  return { ...opened, answer }
}

const json = async (path: string) => (await fetch(`${jingwei.url}${path}`)).json()

const isAtTab = (page: Page, tab: string) =>
  page.waitForFunction((key) => new URLSearchParams(location.search).get('tab') === key, tab)

it('shows every township in the funnel, tells those that stand out, and explains the one chosen', async () => {
  // As of a moment: no minute that passes changes what is compared.
  const asOf = new Date(Date.now() - 60_000).toISOString()
  const { page, answer, faults } = await openEvidence(`/?e2e&level=township&tab=evidence&asOf=${asOf}`)
  expect(await page.getByRole('tab', { name: '依据' }).getAttribute('aria-selected')).toBe('true')
  const points = answer.points!
  expect(await page.locator('.funnel .point').count()).toBe(points.id.length)
  expect(await page.locator('.funnel .point.out').count()).toBe(
    points.place.filter((place) => place >= 3).length,
  )
  expect(await page.locator('.evidence .spots .line').count()).toBe(answer.standOuts.spots.units.length)

  const line = page.locator('.evidence .line').first()
  const [name, code] = [await line.locator('.name').textContent(), await line.getAttribute('data-code')]
  // Pointing shows the unit on the map and its card; choosing explains it.
  await line.hover()
  await page
    .locator('.hover.card')
    .getByRole('heading', { name: name ?? '' })
    .waitFor()
  const unit = await json(`/api/units/${code}`)
  await expect.poll(() => ask(page, 'marked')).toBe(unit.id)
  await line.click()
  await page.mouse.move(0, 0)
  await page
    .locator('.explain h3')
    .getByText(name ?? '', { exact: true })
    .waitFor()
  expect(new URL(page.url()).searchParams.get('unit')).toBe(code)
  // What is explained is outlined, whatever is pointed at no more; a row of the ranking too, though it is of another level.
  await mapIdle(page)
  expect(await ask(page, 'marked')).toBe(unit.id)
  await page.getByRole('tab', { name: '概览' }).click()
  const row = page.locator('.rows .row').first()
  const { units } = await json(
    `/api/search?q=${encodeURIComponent((await row.locator('.name').textContent())!)}`,
  )
  await row.hover()
  await expect.poll(() => ask(page, 'marked')).toBe(units[0].id)
  await page.getByRole('tab', { name: '依据' }).click()
  const all = [...answer.standOuts.spots.units, ...answer.standOuts.mix.units, ...answer.standOuts.few.units]
  const { figure } = all.find((each) => each.code === code)!
  const words = await page.locator('.explain .figure').textContent()
  expect(words?.replaceAll(',', '')).toContain(`${figure.numerator} ÷ ${figure.denominator}`)
  await page
    .locator('.evidence .few [data-remark]')
    .getByText(/把握|难以认出/)
    .waitFor()
  expect(faults).toEqual([])
})

it('colours map and legend by smoothed figures, says so, and keeps it in the address', async () => {
  const { page, faults } = await openEvidence('/?e2e&level=township&metric=handledRate&tab=evidence')
  const drawn = async () => {
    const units = await ask(page, 'units')
    return new Map(units.map(({ id, properties, look }) => [id, look.colour ?? String(properties.state)]))
  }
  const heights = () =>
    page
      .locator('.funnel .point')
      .evaluateAll((points) => points.map((point) => Number(point.getAttribute('cy'))))
  const [before, raw] = [await drawn(), await heights()]
  const asked = page.waitForResponse((response) => response.url().includes('figures=smoothed'))
  await page.getByRole('button', { name: '平滑', exact: true }).click()
  await asked
  await page.locator('[data-smoothed-note]').getByText('不可加总').waitFor()
  expect(new URL(page.url()).searchParams.get('figures')).toBe('smoothed')
  await expect
    .poll(async () => [...(await drawn())].some(([id, value]) => before.get(id) !== value))
    .toBe(true)
  await mapIdle(page)
  // Few are too few no longer, towards which all are drawn.
  expect(await page.locator('.legend').textContent()).toMatch(/样本少\s*0/)
  // The limits are of raw figures, and the points stay with them.
  expect(await heights()).toEqual(raw)
  await page.getByText('图中各点均为原值').waitFor()
  // Legend and tiles of one kind: the counts are those of the drawn figures.
  const counts = await page.locator('.legend .class .count').allTextContents()
  expect(counts.reduce((sum, count) => sum + Number(count.replaceAll(',', '')), 0)).toBeGreaterThan(100)
  await page.locator('[data-smoothed-note] button').click()
  await page.waitForFunction(() => !location.search.includes('figures'))
  expect(faults).toEqual([])
})

it('explains the unit on the map from its menu and by a key, a grid by its village', async () => {
  const { page, faults } = await openPage(browser, jingwei.url)
  await page.goto(`${jingwei.url}/?e2e&level=township`)
  await mapIdle(page)
  const [first, second] = (await ask(page, 'units')).map(({ id }) => id).slice(40, 42)
  const one = (await ask(page, 'pixelOf', first))!
  await page.mouse.move(one.x, one.y)
  await page.locator('.hover.card').waitFor()
  await page.mouse.click(one.x, one.y, { button: 'right' })
  await page.getByRole('menuitem', { name: /说明此单元/ }).click()
  await isAtTab(page, 'evidence')
  const nameOf = async (id: number) =>
    ((await (await fetch(`${jingwei.url}/api/units/id:${id}`)).json()) as { name: string }).name
  await page
    .locator('.explain h3')
    .getByText(await nameOf(first), { exact: true })
    .waitFor()
  await page.locator('#side-overview').click()
  await page.waitForFunction(() => !location.search.includes('tab='))
  const two = (await ask(page, 'pixelOf', second))!
  await page.mouse.move(two.x, two.y)
  await page
    .locator('.hover.card')
    .getByRole('heading', { name: await nameOf(second) })
    .waitFor()
  await page.keyboard.press('e')
  await page
    .locator('.explain h3')
    .getByText(await nameOf(second), { exact: true })
    .waitFor()
  // From the ranking, which is of another level than the map.
  await page.locator('#side-overview').click()
  const row = page.locator('#ranking .row').first()
  const county = await row.locator('.name').textContent()
  await row.focus()
  await page.keyboard.press('e')
  await page
    .locator('.explain h3')
    .getByText(county ?? '', { exact: true })
    .waitFor()
  await page.goto(`${jingwei.url}/?unit=140403001001001&tab=evidence`)
  await page.locator('.explain').getByText('第1网格样本太少').waitFor()
  await page.locator('.explain h3').getByText('和平社区').waitFor()
  expect(faults).toEqual([])
})

it('answers for 2,628 villages in at most 200 kB', async () => {
  const answer = await fetch(`${jingwei.url}/api/evidence?level=village&rows=none`)
  const text = await answer.text()
  expect((JSON.parse(text) as EvidenceResponse).compared).toBe(2628)
  expect(text.length).toBeLessThan(200_000)
})
