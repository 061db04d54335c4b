// From the printed set-up link to the second factor and the list of devices, as the first administrator goes through it.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Secret, TOTP } from 'otpauth'
import { pino } from 'pino'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { readSettings } from '../../server/config.ts'
import { type RunningServer, startServer } from '../../server/main.ts'
import { openDuckDbStore } from '../../server/store/duckdb/duckDbStore.ts'
import { fillGridCity } from '../fixtures/gridCity.ts'
import { openPage, startBrowser } from './harness.ts'

const PASSWORD = 'Fuyuan-Lake-2031'
const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const folder = mkdtempSync(join(tmpdir(), 'jingwei-accounts-'))
let server: RunningServer
let browser: Browser
let link = ''

beforeAll(async () => {
  const settings = readSettings({ flags: { data: folder, port: 0 }, environment: {}, folder })
  server = await startServer({
    settings,
    logger: pino({ level: 'silent' }),
    clock: Date.now,
    openStore: () => openDuckDbStore({ folder }),
    fillEmpty: fillGridCity,
    jobs: () => ({}),
    onSetUpLink: (address) => {
      link = address
    },
  })
  browser = await startBrowser()
})
afterAll(async () => {
  await browser?.close()
  await server?.close()
  rmSync(folder, { recursive: true, force: true })
})

async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axeSource)
  return page.evaluate(async () => {
    const results = await window.axe.run(document, { resultTypes: ['violations'] })
    return results.violations.map((each) => `${each.id}: ${each.nodes[0].html.slice(0, 120)}`)
  })
}

async function fill(page: Page, values: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, value] of Object.entries(values)) await page.locator(`input[name=${name}]`).fill(value)
}
const heading = (page: Page, name: string) => page.getByRole('heading', { name, exact: true })

/** Of the administrator, once the first test is done. */
let cookies: Awaited<ReturnType<BrowserContext['cookies']>> = []

it('set-up link, sign out, wrong password, second factor, devices', async () => {
  const { page, faults } = await openPage(browser, new URL(server.url).origin)
  await page.goto(link)
  await fill(page, { username: 'zhang', displayName: '张敏', password: PASSWORD, again: PASSWORD })
  expect(page.url()).not.toContain('#')
  expect(await violations(page)).toEqual([])
  await page.getByRole('button', { name: '完成' }).click()
  await page.waitForURL(server.url)

  await page.goto(`${server.url}account`)
  await page.getByRole('button', { name: '退出登录' }).click()
  await page.waitForURL(/sign-in$/)
  await fill(page, { username: 'zhang', password: 'wrong-Password-1' })
  await page.getByRole('button', { name: '登录', exact: true }).click()
  await page.getByRole('alert').waitFor()
  expect(await page.getByRole('alert').textContent()).toBe('账号或密码不对')
  expect(await violations(page)).toEqual([])

  // A deep link asks where one is, and goes on there.
  await page.goto(`${server.url}account?theme=dark`)
  await heading(page, '登录经纬').waitFor()
  await fill(page, { username: 'zhang', password: PASSWORD })
  await page.getByRole('button', { name: '登录', exact: true }).click()
  await heading(page, '两步验证').waitFor()
  expect(page.url()).toContain('/account?theme=dark')

  await fill(page, { confirm: PASSWORD })
  await page.getByRole('button', { name: '启用' }).click()
  const secret = Secret.fromBase32((await page.getByTestId('secret').textContent()) ?? '')
  await fill(page, { code: new TOTP({ secret }).generate() })
  await page.getByRole('button', { name: '确认' }).click()
  await page.locator('.codes li').first().waitFor()
  const recovery = await page.locator('.codes li').allTextContents()
  expect(recovery).toHaveLength(10)
  expect(await violations(page)).toEqual([])

  const other = await openPage(browser, new URL(server.url).origin)
  await other.page.goto(`${server.url}account`)
  await fill(other.page, { username: 'zhang', password: PASSWORD })
  await other.page.getByRole('button', { name: '登录', exact: true }).click()
  await fill(other.page, { code: recovery[0] })
  await other.page.getByRole('button', { name: '登录', exact: true }).click()
  await other.page.getByTestId('session').first().waitFor()
  expect(await other.page.getByTestId('session').count()).toBe(2)

  await page.reload()
  await page.getByRole('button', { name: /^结束 / }).click()
  await page.waitForFunction(() => document.querySelectorAll('[data-testid=session]').length === 1)
  // Ended elsewhere: the work stays under the dialog.
  await other.page.getByRole('button', { name: /^结束 / }).click()
  await heading(other.page, '登录已超时').waitFor()
  expect([...faults, ...other.faults]).toEqual([])
  cookies = await page.context().cookies()
})

it('users, sessions and tokens: a confined viewer and a wall see what is theirs, until it is taken away', async () => {
  const origin = new URL(server.url).origin
  const { page, faults } = await openPage(browser, origin)
  await page.context().addCookies(cookies)
  await page.goto(`${server.url}users`)
  await page.getByRole('button', { name: '新建用户' }).click()
  await fill(page, { name: 'li.xue', displayName: '李雪' })
  await page.getByRole('radio', { name: '某个区划及以下' }).check()
  await fill(page, { place: '1村' })
  await page.getByRole('button', { name: /^1村/ }).click()
  expect(await violations(page)).toEqual([])
  await page.getByRole('button', { name: '建好并给出链接' }).click()
  const oneTime = (await page.getByTestId('secret').textContent()) ?? ''
  expect(await violations(page)).toEqual([])
  await page.getByRole('button', { name: '已交接，关闭' }).click()
  expect(await page.getByTestId('user').count()).toBe(2)

  const viewer = await openPage(browser, origin)
  await viewer.page.goto(oneTime)
  await fill(viewer.page, { password: PASSWORD, again: PASSWORD })
  await viewer.page.getByRole('button', { name: '完成' }).click()
  await viewer.page.getByRole('button', { name: '导出' }).waitFor()
  // Of a neighbour the totals, of a page of others the reason.
  await viewer.page.goto(`${server.url}?within=102`)
  await viewer.page.getByText('你的账号限于 1村 及以下').waitFor()
  await viewer.page.goto(`${server.url}users`)
  await heading(viewer.page, '无权查看').waitFor()
  expect(await violations(viewer.page)).toEqual([])
  expect(await viewer.page.locator('[data-areas] a').allTextContents()).toEqual(['公开数据'])

  await page.getByRole('link', { name: '令牌' }).click()
  await page.getByRole('button', { name: '新建大屏令牌' }).click()
  await fill(page, { name: '东墙', scene: `${server.url}?level=grid&theme=dark` })
  await page.getByRole('button', { name: '建立', exact: true }).click()
  const wallLink = (await page.getByTestId('secret').textContent()) ?? ''
  expect(await violations(page)).toEqual([])
  const wall = await openPage(browser, origin)
  await wall.page.goto(wallLink)
  await wall.page.waitForURL(`${server.url}?level=grid&theme=dark`)
  await wall.page.locator('#ranking .row').first().waitFor()
  expect(await wall.page.getByRole('button', { name: '导出' }).count()).toBe(0)
  expect(await wall.page.getByText('全部列出').count()).toBe(0)

  await page.getByRole('button', { name: '已交接，关闭' }).click()
  await page.getByRole('button', { name: '吊销 东墙' }).click()
  await page.getByRole('button', { name: '吊销', exact: true }).click()
  await page.getByRole('button', { name: '显示已吊销的 1 个' }).waitFor()
  await wall.page.goto(wallLink)
  await wall.page.getByText('这个令牌不认或已吊销').waitFor()

  await page.getByRole('link', { name: '会话' }).click()
  await page.getByRole('button', { name: /^结束 李雪/ }).click()
  await page.getByText('共 1 个').waitFor()
  expect(await violations(page)).toEqual([])
  await viewer.page.reload()
  await heading(viewer.page, '登录经纬').waitFor()
  expect([...faults, ...viewer.faults, ...wall.faults]).toEqual([])
}, 60_000)
