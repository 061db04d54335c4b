// Import in the browser: files are chosen, the mapping is seen, corrected and run, the report is read. The built server
// on an empty folder, files made here; Chicago's own where they are.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startServer, stopServer } from '../bench/start.ts'
import { describeWithData, testData } from '../setup/testData.ts'
import { openPage, runJingwei, startBrowser } from './harness.ts'

const square = (west: number, south: number, side: number) => ({
  type: 'Polygon',
  coordinates: [
    [
      [west, south],
      [west + side, south],
      [west + side, south + side],
      [west, south + side],
      [west, south],
    ],
  ],
})
const areas = (names: readonly string[]) =>
  JSON.stringify({
    type: 'FeatureCollection',
    features: names.map((name, i) => ({
      type: 'Feature',
      properties: { code: `A${i}`, name },
      geometry: square(113 + i * 0.1, 36, 0.1),
    })),
  })
const matters = (count: number) =>
  [
    '工单号,受理时间,结案时间,类别,经度,纬度,诉求人,联系电话',
    ...Array.from({ length: count }, (_, i) =>
      [
        `M${i}`,
        i % 50 === 7 ? '' : `2026-06-${String((i % 28) + 1).padStart(2, '0')} 09:30:00`,
        i % 50 === 9 ? '2026-01-01 00:00:00' : '2026-07-01 10:00:00',
        i % 2 === 0 ? '环境卫生' : '婚姻家庭',
        (113 + ((i * 7) % 190) / 1000).toFixed(4),
        i % 50 === 11 ? '39.9' : '36.05',
        '张三',
        `1380000${String(i).padStart(4, '0')}`,
      ].join(','),
    ),
  ].join('\n')

/** Chooses a file in the drop zone; the page of its mapping opens. */
async function choose(page: Page, url: string, file: string): Promise<void> {
  await page.goto(`${url}/imports`)
  await page.setInputFiles('[data-drop] input[type=file]', file)
  await page.waitForURL(/\/imports\/new\//)
  await page.waitForSelector('[data-preview]')
}
async function run(page: Page): Promise<string> {
  await page.waitForSelector('[data-run-button]:not([disabled])')
  await page.click('[data-run-button]')
  await page.waitForURL(/\/imports\/2/, { timeout: 60_000 })
  await page.waitForSelector('[data-report]')
  return (await page.textContent('body')) ?? ''
}

describe('a city dropped into the browser', () => {
  const folder = mkdtempSync(join(tmpdir(), 'jingwei-drop-'))
  let browser: Browser
  let server: Awaited<ReturnType<typeof startServer>>
  const file = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text)
    return join(folder, name)
  }
  beforeAll(async () => {
    // A first version, so that the server has a city and makes no demo.
    const first = file('first.geojson', areas(['东', '西']))
    const proposed = await runJingwei('import', 'units', first, '--propose')
    const mapping = file('first.yaml', proposed.output.slice(proposed.output.indexOf('# ')))
    const data = join(folder, 'data')
    const ran = await runJingwei('import', 'units', first, '--mapping', mapping, '--data', data)
    expect(ran.code, ran.output).toBe(0)
    server = await startServer(data)
    browser = await startBrowser()
  })
  afterAll(async () => {
    await browser?.close()
    if (server) await stopServer(server.child)
    rmSync(folder, { recursive: true, force: true })
  })

  it('shows the mapping and a preview, takes a correction, runs, and reports', async () => {
    const { page, faults } = await openPage(browser, server.url)
    await choose(page, server.url, file('六月.csv', matters(400)))
    expect(await page.inputValue('select[name=received]')).toBe('受理时间')
    expect(await page.textContent('[data-preview]')).toContain('诉求人')
    expect(await page.getByText('张三').count()).toBe(0)
    const before = await page.locator('[data-preview] .figures').textContent()
    expect(before).toContain('384')
    await page.selectOption('select[name=lat]', '经度')
    await page.waitForFunction((old) => document.querySelector('.figures')?.textContent !== old, before)
    await page.selectOption('select[name=lat]', '纬度')
    await page.waitForSelector('[data-preview-state=ready]')
    const text = await run(page)
    expect(text).toContain('合得上')
    expect(text).toContain('拒绝 8 行')
    await page.locator('[data-list]').first().click()
    await page.getByText('M9', { exact: true }).waitFor()
    const rejected = await fetch(`${server.url}/api/${new URL(page.url()).pathname.slice(1)}/rejected.csv`)
    expect((await rejected.text()).trim().split('\n')).toHaveLength(9)
    // Its file is still here: the same mapping opens again.
    await page.click('[data-again]')
    await page.waitForURL(/\/imports\/new\/.*from=/)
    await page.waitForSelector('[data-preview]')
    expect(faults).toEqual([])
  })

  it('shows where a dirty boundary file is wrong, and mends it when asked', async () => {
    const { page, faults } = await openPage(browser, server.url)
    const features = [square(113, 36, 0.1), square(113.0999, 36, 0.1)].map((geometry, i) => ({
      type: 'Feature',
      properties: { code: `A${i}`, name: `片${i}` },
      geometry,
    }))
    const dirty = file('dirty.geojson', JSON.stringify({ type: 'FeatureCollection', features }))
    await choose(page, server.url, dirty)
    expect(await page.textContent('[data-preview]')).toContain('叠 1 对')
    expect(await page.textContent('[data-hindrance]')).toContain('在容差内修补')
    expect(await page.isDisabled('[data-run-button]')).toBe(true)
    await page.check('input[name=repair]')
    await page.waitForSelector('[data-run-button]:enabled')
    expect(await page.textContent('[data-preview]')).toContain('1 处将在容差内补好')
    expect(await page.locator('[data-hindrance]').count()).toBe(0)
    expect(faults).toEqual([])
  })

  it('has the link to the original and any sensitive category in the form', async () => {
    const { page, faults } = await openPage(browser, server.url)
    await choose(page, server.url, file('七月.csv', matters(20)))
    await page.fill('input[name=linkTemplate]', 'javascript:alert(1)')
    await page.press('input[name=linkTemplate]', 'Tab')
    await page.getByRole('alert').first().waitFor()
    await page.fill('input[name=linkTemplate]', 'https://old.example/{id}')
    await page.press('input[name=linkTemplate]', 'Tab')
    await page.locator('[data-sensitive] label', { hasText: '婚姻家庭' }).locator('input').check()
    await page.fill('input[name=otherSensitive]', '康养')
    await page.press('input[name=otherSensitive]', 'Tab')
    expect(
      await page.locator('[data-sensitive] label', { hasText: '康养' }).locator('input').isChecked(),
    ).toBe(true)
    await page.waitForSelector('[data-preview-state=ready]')
    expect(await run(page)).toContain('合得上')
    const { city } = (await (await fetch(`${server.url}/api/city`)).json()) as {
      city: {
        sources: { linkTemplate: string | null }[]
        categories: { code: string; sensitive: boolean }[]
      }
    }
    expect(city.sources.some(({ linkTemplate }) => linkTemplate === 'https://old.example/{id}')).toBe(true)
    expect(city.categories.find(({ code }) => code === '婚姻家庭')?.sensitive).toBe(true)
    expect(faults.filter((fault) => !fault.includes('422'))).toEqual([])
  })

  it('proposes GCJ-02 for a file as Amap makes them, says why, and lets it be changed', async () => {
    const { page } = await openPage(browser, server.url)
    const amap = areas(['甲', '乙']).replaceAll('"code"', '"adcode"')
    await choose(page, server.url, file('amap.geojson', amap))
    expect(await page.inputValue('select[name=datum]')).toBe('GCJ02')
    expect(await page.textContent('[data-notes]')).toContain('GCJ-02')
    await page.selectOption('select[name=datum]', 'WGS84')
    await page.waitForSelector('[data-preview-state=ready]')
    expect(await page.textContent('[data-preview]')).toContain('无缝无叠')
  })

  it('imports households of buildings', async () => {
    const { page, faults } = await openPage(browser, server.url)
    const rows = [
      '楼栋,户数,人口,经度,纬度',
      '一号楼,36,90,113.05,36.05',
      '二号楼,24,60,113.15,36.05',
      '远楼,5,9,120,36',
    ]
    await choose(page, server.url, file('楼栋.csv', rows.join('\n')))
    expect(await page.inputValue('select[name=kind]')).toBe('premises')
    expect(await page.inputValue('select[name=households]')).toBe('户数')
    const figures = (await page.locator('[data-preview] .figures').textContent()) ?? ''
    expect(figures).toContain('65')
    await page.waitForSelector('[data-run-button]:not([disabled])')
    await page.click('[data-run-button]')
    const done = page.locator('[data-run][data-state=stored]')
    await done.waitFor()
    expect(await done.textContent()).toContain('65 户')
    expect(faults).toEqual([])
  })

  it('imports to whom matters were given, and tells rows of matters that are not there', async () => {
    const { page, faults } = await openPage(browser, server.url)
    const rows = [
      '工单号,承办单位,角色,派遣时间,办结时间,退回时间',
      'M0,city-management,主办,2026-06-02,,2026-06-03',
      'M0,environment,主办,2026-06-04,2026-06-05,',
      'M1,environment,协办,2026-06-03,,',
      'M9999,environment,主办,2026-06-03,,',
      'M2,environment,主办,昨天,,',
    ]
    await choose(page, server.url, file('派遣.csv', rows.join('\n')))
    expect(await page.inputValue('select[name=kind]')).toBe('assignments')
    expect(await page.inputValue('select[name=assigned]')).toBe('派遣时间')
    expect(await page.textContent('[data-matters]')).toContain('前 3 件，1 件不在')
    const text = await run(page)
    expect(text).toMatch(/5 = 3 \+ 1 \+ 0 \+ 1\s*✓ 合得上/)
    expect(text).toContain('M9999')
    expect(text).toContain('更新 2 件')
    expect(faults).toEqual([])
  })

  it('says what is wrong with a file that is none', async () => {
    const { page } = await openPage(browser, server.url)
    await page.goto(`${server.url}/imports`)
    await page.setInputFiles('[data-drop] input[type=file]', file('empty.csv', ''))
    await page.getByRole('alert').filter({ hasText: '文件是空的' }).waitFor()
  })

  describeWithData('with a real file', ['incidents/chicago/community_areas.geojson'], () => {
    it('previews Chicago as a clean coverage of 77 areas', async () => {
      const { page, faults } = await openPage(browser, server.url)
      await choose(page, server.url, testData('incidents/chicago/community_areas.geojson') as string)
      const text = await page.textContent('[data-preview]')
      expect(text).toContain('77')
      expect(text).toContain('无缝无叠')
      expect(faults).toEqual([])
    })
  })
})
