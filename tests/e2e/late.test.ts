// A county's own system that has fallen silent, in a browser: said above the map and struck upon it.
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pino } from 'pino'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import type { Unit } from '#data/model/unit.ts'
import { localTime } from '#data/text/days.ts'
import { readSettings } from '../../server/config.ts'
import { type RunningServer, startServer } from '../../server/main.ts'
import { openDuckDbStore } from '../../server/store/duckdb/duckDbStore.ts'
import type { Store } from '../../server/store/store.ts'
import { ask, mapIdle, openPage, screenshotPath, startBrowser } from './harness.ts'

const COUNTY = '140427000000'
const MINUTE_MS = 60_000
const folder = mkdtempSync(join(tmpdir(), 'jingwei-e2e-'))
let browser: Browser
let server: RunningServer
let url: string
let county: Unit
let lastWrittenMs: number
/** Commits never go back in time, so the county's past is made by a clock that runs ahead of the demo's. */
let aheadMs = 0
const clock = () => Date.now() + aheadMs

beforeAll(async () => {
  cpSync(inject('demoFolder'), folder, { recursive: true })
  const store = await openDuckDbStore({ folder, now: clock })
  county = await addCounty(store)
  for (let n = 0; n < 10; n++) {
    // Two nights have to be seen before any silence is called late.
    aheadMs += (n === 1 ? 49 * 60 : 6) * MINUTE_MS
    await store.appendIncidents([matter(n, clock())])
  }
  lastWrittenMs = clock()
  aheadMs += 47 * MINUTE_MS
  const settings = readSettings({ flags: { data: folder, port: 0 }, environment: {}, folder })
  server = await startServer({
    settings,
    logger: pino({ level: 'silent' }),
    clock,
    openStore: async () => store,
    jobs: () => ({}),
  })
  url = `http://127.0.0.1:${server.port}`
  browser = await startBrowser()
}, 240_000)
afterAll(async () => {
  await browser?.close()
  await server?.close()
  rmSync(folder, { recursive: true, force: true })
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
  const { page, faults } = await openPage(browser, url)
  await page.goto(`${url}/?e2e&level=township`)
  await mapIdle(page)
  const note = page.locator('.late-note')
  // As old as it was made, and what starting took.
  await note.getByText(new RegExp(`${county.name} 已 (4[7-9]|5\\d) 分钟`)).waitFor()
  expect(await note.textContent()).toMatch(/平时每 6 分钟.*图上划斜线处/)
  const struck = () => ask(page, 'struck')
  await expect.poll(struck).toEqual([`county-${county.id}`])
  await mapIdle(page)
  expect(await ask(page, 'ages')).toEqual([expect.stringMatching(/^(4[7-9]|5\d) 分钟前$/)])
  const at = localTime(lastWrittenMs, 'Asia/Shanghai')
  await page.locator('.strip').getByText(`${county.name}至 ${at}`, { exact: false }).waitFor()
  expect(await page.locator('.rows .late').allTextContents()).toEqual([expect.stringContaining(county.name)])
  mkdirSync(dirname(screenshotPath('explore-late.png')), { recursive: true })
  await page.screenshot({ path: screenshotPath('explore-late.png') })
  await page.goto(`${url}/?e2e&level=county`)
  await mapIdle(page)
  await expect.poll(struck).toEqual([`county-${county.id}`])
  // What was so at an earlier moment is as whole as it will be.
  await page.goto(`${url}/?e2e&level=county&asOf=${new Date(clock() - 86_400_000).toISOString()}`)
  await mapIdle(page)
  expect(await struck()).toEqual([])
  expect(await page.locator('.late-note, .until, .rows .late').count()).toBe(0)
  expect(faults).toEqual([])
})
