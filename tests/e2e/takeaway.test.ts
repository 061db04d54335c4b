// Take away and pin: what leaves the page says what the page said, and a pinned link keeps saying it.
import { readFileSync } from 'node:fs'
import exceljs from 'exceljs'
import PizZip from 'pizzip'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ensureChromium } from '../../scripts/chromium.mjs'
import { IDLE_MS, type Jingwei, mapIdle, openPage, startBrowser, startJingwei } from './harness.ts'

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

async function open(path: string, from: Browser = browser): Promise<Page> {
  const one = await openPage(from, jingwei.url)
  faults.push(one.faults)
  await one.page.context().grantPermissions(['clipboard-read', 'clipboard-write'], { origin: jingwei.url })
  await one.page.goto(`${jingwei.url}${path}`)
  return one.page
}

/** Chooses in the export menu and reads the file that comes. */
async function take(page: Page, name: RegExp, isLink = false): Promise<{ name: string; bytes: Buffer }> {
  await page.getByRole('button', { name: '导出' }).click()
  const item = page.getByRole('menuitem', { name })
  const [download] = await Promise.all([page.waitForEvent('download', { timeout: IDLE_MS }), item.click()])
  if (isLink) await page.keyboard.press('Escape')
  return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) }
}

const numberOf = (text: string | null): number => Number((text ?? '').replace(/[^\d.]/g, ''))

/** Every figure of the strip and the ranking. */
const digits = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const text = (selector: string) =>
      document.querySelector(selector)?.textContent?.replace(/\s+/g, ' ') ?? ''
    return `${text('.strip')} | ${text('#ranking')} | ${text('.legend')}`
  })

describe('the export menu', () => {
  it('gives the ranking as xlsx with codes as text, its sum the figure of the page', async () => {
    const page = await open('/')
    await mapIdle(page)
    const strip = (await page.locator('.page > .strip').textContent()) ?? ''
    const received = /接收量\s*([\d,]+)/.exec(strip)?.[1] ?? ''
    const file = await take(page, /排名 xlsx/, true)
    expect(file.name).toMatch(/^长治市-排名-县区-截至\d{8}-\d{4}-\d+-演示数据\.xlsx$/)
    const book = new exceljs.Workbook()
    await book.xlsx.load(file.bytes as unknown as ArrayBuffer)
    const sheet = book.worksheets[1]
    expect(sheet.name).toBe('排名（演示数据）')
    expect(JSON.stringify(book.worksheets[0].getSheetValues())).toContain('演示数据，非真实情况')
    expect(sheet.rowCount).toBe(13)
    expect(sheet.getRow(2).getCell(1).type).toBe(exceljs.ValueType.String)
    const heads = Array.from(sheet.getRow(1).values as (string | undefined)[], String)
    const column = heads.findIndex((head) => head.startsWith('接收量'))
    const sum = Array.from({ length: 12 }, (_, i) => Number(sheet.getRow(i + 2).getCell(column).value))
    expect(sum.reduce((total, each) => total + each, 0)).toBe(numberOf(received))
    const csv = await take(page, /日接收 csv/, true)
    expect([...csv.bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf])
  })

  it('gives the map as a slide of 3840 × 2160 pixels, and in a bulletin', async () => {
    const page = await open('/')
    await mapIdle(page)
    const png = await take(page, /PNG/)
    expect([png.bytes.readUInt32BE(16), png.bytes.readUInt32BE(20)]).toEqual([3840, 2160])
    const docx = new PizZip((await take(page, /简报/)).bytes)
    expect(docx.file('word/media/jingweiMap.png')?.asUint8Array().length).toBeGreaterThan(50_000)
    const text = docx.file('word/document.xml')?.asText() ?? ''
    for (const words of [
      '长治市网格治理运行简报',
      '潞州区',
      'asOf=',
      'seq=',
      'version=',
      '内部资料，不得公开',
    ])
      expect(text).toContain(words)
  })

  it('opens a sheet that prints on one page of its paper, with the approval number', async () => {
    const page = await open('/sheet')
    await page.waitForSelector('[data-sheet] svg', { timeout: IDLE_MS })
    expect(await page.locator('[data-sheet]').textContent()).toContain('内部资料，不得公开')
    await page.getByLabel('审图号').fill('GS(2026)1号')
    await page.keyboard.press('Tab')
    await page.getByText('A3 竖').click()
    await page.waitForSelector('[data-sheet][data-state=ready] svg[width="297mm"][height="420mm"]')
    await page.locator('[data-sheet]').getByText('审图号：GS(2026)1号').waitFor()
    const pdf = (await page.pdf({ preferCSSPageSize: true, printBackground: true })).toString('latin1')
    const boxes = [...pdf.matchAll(/\/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]/g)].map((match) => [
      Math.round(Number(match[1])),
      Math.round(Number(match[2])),
    ])
    expect(boxes).toEqual([[842, 1191]])
  })
})

describe('a pinned link', () => {
  it('says that it is pinned, keeps its figures while matters arrive, and leads back to now', async () => {
    const page = await open('/?window=P7D')
    await mapIdle(page)
    // By keys alone.
    await page.getByRole('button', { name: '链接' }).focus()
    await page.keyboard.press('Enter')
    await page
      .getByRole('menuitem', { name: /当时数据/ })
      .and(page.locator(':focus'))
      .waitFor()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: '已复制' }).waitFor()
    const link = await page.evaluate(() => navigator.clipboard.readText())
    for (const part of ['asOf', 'seq', 'version', 'catalogue'])
      expect(new URL(link).searchParams.has(part)).toBe(true)
    const path = link.slice(jingwei.url.length)
    const first = await open(path)
    await mapIdle(first)
    await first.locator('.pinned').waitFor()
    const before = await digits(first)
    expect(before).toMatch(/\d{2}\.\d/)
    // The demo's clock runs: matters arrive until the store has moved on.
    const seq = Number(new URL(link).searchParams.get('seq'))
    await expect
      .poll(async () => (await (await fetch(`${jingwei.url}/api/city`)).json()).seq, {
        timeout: 90_000,
        interval: 500,
      })
      .toBeGreaterThan(seq)
    const again = await open(path)
    await mapIdle(again)
    await again.locator('.pinned').waitFor()
    expect(await digits(again)).toBe(before)
    await again.getByRole('button', { name: '回到现在' }).click()
    await again.waitForFunction(() => !location.search.includes('asOf') && !document.querySelector('.pinned'))
    // Of data that are not here it says so, and does not claim that anything is pinned.
    await again.goto(`${jingwei.url}${path.replace(/seq=\d+/, 'seq=999999')}`)
    const banner = again.locator('.pinned[role=alert]')
    await banner.getByText('没有序号为 999999 的数据').waitFor()
    expect(await again.getByText('数字不再变化').count()).toBe(0)
    await banner.getByRole('button', { name: '回到现在' }).click()
    await mapIdle(again)
  })
})

describe('a browser without WebGL2', () => {
  it('shows the drawing of the same units, which lead on when clicked', async () => {
    const bare = await chromium.launch({
      executablePath: ensureChromium(),
      args: ['--no-sandbox', '--disable-3d-apis', '--disable-gpu'],
    })
    try {
      const page = await open('/', bare)
      await page.waitForSelector('[data-svg-map] [data-unit]', { timeout: IDLE_MS })
      expect(await page.locator('[data-svg-map] [data-unit]').count()).toBe(149)
      const box = await page.locator('[data-svg-map] [data-class="6"] [data-unit]').first().boundingBox()
      expect(box).not.toBeNull()
      // It plays: units take the colours of the frames, and their own again when it has paused.
      const painted = () =>
        [...document.querySelectorAll<SVGElement>('[data-svg-map] [data-unit]')].filter(
          (path) => path.style.fill,
        ).length
      await page.locator('[data-play]').click()
      await page.waitForFunction(painted, undefined, { timeout: IDLE_MS })
      expect(await page.evaluate(painted)).toBe(149)
      await page.locator('[data-play]').click()
      await page.waitForFunction(() => !document.querySelector('[data-frame]'), undefined, {
        timeout: IDLE_MS,
      })
      await page.waitForFunction(
        () => !document.querySelector<SVGElement>('[data-svg-map] [data-unit]')?.style.fill,
        undefined,
        { timeout: IDLE_MS },
      )
      await page.locator('[data-svg-map] [data-unit]').nth(70).dispatchEvent('click')
      await page.waitForFunction(() => location.search.includes('within='), undefined, { timeout: IDLE_MS })
    } finally {
      await bare.close()
    }
  })
})

it('threw nothing and asked no other host in all of this', () => {
  expect(faults.flat()).toEqual([])
})
