// A city of one's own: imported by the command beside a running server, read as a report, seen on the map.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startServer, stopServer } from '../bench/start.ts'
import { describeWithData, testData } from '../setup/testData.ts'
import { mapIdle, openPage, runJingwei, screenshotPath, startBrowser } from './harness.ts'

const AREAS = 'incidents/chicago/community_areas.geojson'
const CALLS = 'incidents/chicago/311_sanitation_code_complaints.csv.gz'

describeWithData('Chicago imported', [AREAS, CALLS], () => {
  const folder = mkdtempSync(join(tmpdir(), 'jingwei-own-'))
  let browser: Browser
  let server: Awaited<ReturnType<typeof startServer>>

  beforeAll(async () => {
    for (const [kind, name] of [
      ['units', AREAS],
      ['incidents', CALLS],
    ] as const) {
      const file = testData(name) as string
      const mapping = join(folder, `${kind}.yaml`)
      const proposed = await runJingwei('import', kind, file, '--propose', '--zone', 'America/Chicago')
      expect(proposed.code).toBe(0)
      writeFileSync(mapping, proposed.output.slice(proposed.output.indexOf('# ')))
      const run = await runJingwei('import', kind, file, '--mapping', mapping, '--data', join(folder, 'data'))
      expect(run.code, run.output).toBe(0)
    }
    server = await startServer(join(folder, 'data'))
    browser = await startBrowser()
  })
  afterAll(async () => {
    await browser?.close()
    if (server) await stopServer(server.child)
    rmSync(folder, { recursive: true, force: true })
  })

  it('shows where every row went, and the sum closes', async () => {
    const { page, faults } = await openPage(browser, server.url)
    const { rows } = (await (await fetch(`${server.url}/api/imports`)).json()) as { rows: { id: string }[] }
    await page.goto(`${server.url}/imports/${rows[0].id}`)
    await page.getByText('合得上').waitFor()
    const text = (await page.textContent('body')) ?? ''
    for (const figure of ['74,401', '74,021', '375', 'Street_Address']) expect(text).toContain(figure)
    await page.screenshot({ path: screenshotPath('import.png') })
    expect(faults).toEqual([])
  })

  it('is a map of its 77 areas', async () => {
    const { page, faults } = await openPage(browser, server.url)
    await page.goto(`${server.url}/?e2e`)
    await mapIdle(page)
    expect(await page.textContent('body')).toContain('community_areas')
    expect(faults).toEqual([])
  })
})
