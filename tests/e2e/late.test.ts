// A county's own system that has fallen silent, in a browser: said above the map and struck upon it.
import { cpSync, mkdirSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import type { Unit } from '#data/model/unit.ts'
import { openDuckDbStore } from '../../server/store/duckdb/duckDbStore.ts'
import type { Store } from '../../server/store/store.ts'
import {
  ask,
  type Jingwei,
  mapIdle,
  openPage,
  screenshotPath,
  startBrowser,
  startJingwei,
} from './harness.ts'

const COUNTY = '140427000000'
const MINUTE_MS = 60_000
let jingwei: Jingwei
let browser: Browser
let county: Unit

beforeAll(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'jingwei-e2e-'))
  cpSync(inject('demoFolder'), folder, { recursive: true })
  let nowMs = Date.now() - 47 * MINUTE_MS - 9 * 6 * MINUTE_MS
  const store = await openDuckDbStore({ folder, now: () => nowMs })
  county = await addCounty(store)
  for (let n = 0; n < 10; n++) {
    await store.appendIncidents([matter(n, nowMs)])
    if (n < 9) nowMs += 6 * MINUTE_MS
  }
  await store.close()
  jingwei = await startJingwei(folder)
  browser = await startBrowser()
}, 240_000)
afterAll(async () => {
  await browser?.close()
  await jingwei?.stop()
})

async function addCounty(store: Store): Promise<Unit> {
  const [city, [newest]] = await Promise.all([store.readCity(), store.listVersions()])
  const version = await store.readVersion(newest.id)
  const unit = version?.units.find(({ code }) => code === COUNTY)
  if (!city || !unit) throw new Error('the demo has a city and counties')
  const name = { zh: unit.name, en: 'Huguan' }
  const source = { key: 'county', name, hasDeadlines: true, linkTemplate: null, unit: COUNTY }
  await store.writeCity({ ...city, sources: [...city.sources, source] })
  return unit
}

const matter = (n: number, receivedMs: number) => ({
  ...{ source: 'county', sourceId: `H${n}`, category: '0401', urgency: 'normal', unitId: county.id },
  ...{ unlocatedCause: null, x: null, y: null, approximate: false, moments: { received: receivedMs } },
  ...{ deadlineAt: receivedMs + 24 * 60 * MINUTE_MS, responseDeadlineAt: null, organisation: null },
  ...{ handlingLevel: null, selfClosed: false, satisfied: null, exclusion: null },
})

it('is said with its usual rhythm, and its county is struck at every level, in a live view alone', async () => {
  const { page, faults } = await openPage(browser, jingwei.url)
  await page.goto(`${jingwei.url}/?e2e&level=township`)
  await mapIdle(page)
  const note = page.locator('.late-note')
  // As old as it was made, and what the demo took to start.
  await note.getByText(new RegExp(`${county.name} 已 (4[7-9]|5\\d) 分`)).waitFor()
  expect(await note.textContent()).toMatch(/平时每 6 分.*图上划斜线处/)
  const struck = () => ask(page, 'struck')
  await expect.poll(struck).toEqual([`county-${county.id}`])
  await mapIdle(page)
  mkdirSync(dirname(screenshotPath('explore-late.png')), { recursive: true })
  await page.screenshot({ path: screenshotPath('explore-late.png') })
  await page.goto(`${jingwei.url}/?e2e&level=county`)
  await mapIdle(page)
  await expect.poll(struck).toEqual([`county-${county.id}`])
  // What was so at an earlier moment is as whole as it will be.
  await page.goto(`${jingwei.url}/?e2e&level=county&asOf=${new Date(Date.now() - 86_400_000).toISOString()}`)
  await mapIdle(page)
  expect(await struck()).toEqual([])
  expect(faults).toEqual([])
})
