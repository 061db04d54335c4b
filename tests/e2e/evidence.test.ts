// Evidence, as an official asks for it: what stands out beyond chance, and why one unit is as it is.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { EvidenceResponse } from '#data/model/evidence.ts'
import { type Jingwei, mapIdle, type OpenPage, openPage, startBrowser, startJingwei } from './harness.ts'

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

async function openEvidence(): Promise<OpenPage & { answer: EvidenceResponse; page: Page }> {
  const opened = await openPage(browser, jingwei.url)
  const { page } = opened
  const asked = page.waitForResponse((response) => response.url().includes('/api/evidence?'))
  await page.goto(`${jingwei.url}/?e2e&level=township`)
  await mapIdle(page)
  await page.locator('#side-evidence').click()
  const answer = (await (await asked).json()) as EvidenceResponse
  await page.waitForSelector('.evidence .funnel')
  return { ...opened, answer }
}

it('shows every township in the funnel, tells those that stand out, and explains the one chosen', async () => {
  const { page, answer, faults } = await openEvidence()
  const told = answer.units.filter(({ figure }) => figure.value !== null)
  expect(await page.locator('.funnel .point').count()).toBe(told.length)
  const out = told.filter(({ funnel }) => funnel === 'low998' || funnel === 'high998')
  expect(await page.locator('.funnel .point.out').count()).toBe(out.length)
  const spots = answer.units.filter(({ spot }) => spot?.kind)
  expect(await page.locator('.spots .line').count()).toBe(Math.min(8, spots.length))

  const lines = page.locator('.evidence .line')
  expect(await lines.count()).toBeGreaterThan(0)
  const name = await lines.first().locator('.name').textContent()
  await lines.first().click()
  await page.waitForSelector('.explain')
  expect(await page.locator('.explain h3').textContent()).toBe(name)
  expect(new URL(page.url()).searchParams.get('unit')).toBe(await lines.first().getAttribute('data-code'))
  const code = await lines.first().getAttribute('data-code')
  const { figure } = answer.units.find((unit) => unit.code === code)!
  const words = await page.locator('.explain .figure').textContent()
  expect(words?.replaceAll(',', '')).toContain(`${figure.numerator} ÷ ${figure.denominator}`)

  // Smoothed figures lie nearer to one another.
  const heights = () =>
    page
      .locator('.funnel .point')
      .evaluateAll((points) => points.map((point) => Number(point.getAttribute('cy'))))
  const raw = await heights()
  await page.locator('.evidence .switch button').nth(1).click()
  expect(await heights()).not.toEqual(raw)
  expect(faults).toEqual([])
})
