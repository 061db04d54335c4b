// The import pages against a server that answers, answers late, answers with a problem, and has nothing.
import { mount } from '@vue/test-utils'
import { HttpResponse, http } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'
import ImportReportPage from '../../../web/admin/ImportReportPage.vue'
import ImportsPage from '../../../web/admin/ImportsPage.vue'
import { setLanguage } from '../../../web/locales/text.ts'
import { importReport } from './reports.ts'

const server = setupServer()
beforeAll(() => server.listen({ onUnhandledRequest: 'error' }))
beforeEach(() => setLanguage('zh-CN'))
afterEach(() => server.resetHandlers())
afterAll(() => server.close())

async function open(path: string) {
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [
      { path: '/', component: { template: '<i />' } },
      { path: '/imports', component: ImportsPage },
      { path: '/imports/:id', component: ImportReportPage },
    ],
  })
  await router.push(path)
  const page = mount({ template: '<RouterView />' }, { global: { plugins: [router] } })
  return { page, router }
}

const answer = (path: string, body: object, status = 200) =>
  server.use(
    http.get(`*/api/${path}`, () =>
      HttpResponse.json(body, {
        status,
        headers: { 'content-type': status < 400 ? 'application/json' : 'application/problem+json' },
      }),
    ),
  )

/** The answer is checked against the contract, whose module is loaded on first use. */
const until = (isThere: () => boolean) => vi.waitUntil(isThere, { timeout: 10_000, interval: 10 })

describe('an import report', () => {
  it('shows where each row went, that the sum closes, and what was dropped', async () => {
    answer('imports/one', importReport)
    const { page } = await open('/imports/one')
    await until(() => page.find('[data-report]').exists())
    expect(page.get('[data-sum]').text()).toContain('408,211 = 393,187 + 8,719 + 1,842 + 4,463')
    expect(page.get('[data-sum]').text()).toContain('合得上')
    expect(page.text()).toContain('2026-11-22 10:18 的导入')
    expect(page.text()).toContain('“其它2”不在分类表')
    expect(page.text()).toContain('554 件中 512 件距最近单元不到 50 米')
    for (const column of ['诉求人', '联系电话', '身份证号']) expect(page.text()).toContain(column)
    expect(page.get('[data-outcome]').attributes('data-outcome')).toBe('refused')
    expect(page.findAll('[data-part=units] svg[role=img] g')).toHaveLength(40)
    expect(page.get('a[href$="imports/one/rejected.csv"]').text()).toBe('下载被拒行')
  })

  it('says so when the sum does not close', async () => {
    const [incidents, units] = importReport.parts
    answer('imports/one', { ...importReport, parts: [{ ...incidents, located: 1 }, units] })
    const { page } = await open('/imports/one')
    await until(() => page.find('[data-report]').exists())
    expect(page.get('[data-sum]').text()).toContain('合不上')
  })

  it('speaks English', async () => {
    await setLanguage('en')
    answer('imports/one', importReport)
    const { page } = await open('/imports/one')
    await until(() => page.find('[data-report]').exists())
    expect(page.get('[data-sum]').text()).toContain('adds up')
    expect(page.text()).toContain('“2025/13/02” is not a date')
    expect(page.text()).not.toContain('拒绝')
  })

  it('names the request and offers another try when the server fails', async () => {
    answer('imports/one', { type: 'about:blank', title: 'Internal', status: 500, requestId: 'J-7F3A' }, 500)
    const { page } = await open('/imports/one')
    await until(() => page.find('[role=alert]').exists())
    expect(page.get('[role=alert]').text()).toContain('J-7F3A')
    answer('imports/one', importReport)
    await page.get('[role=alert] button').trigger('click')
    await until(() => page.find('[data-report]').exists())
    expect(page.find('[data-report]').exists()).toBe(true)
  })

  it('says that there is no such import', async () => {
    answer('imports/two', { type: 'about:blank', title: 'Not found', status: 404, requestId: 'r' }, 404)
    const { page } = await open('/imports/two')
    await until(() => page.find('[role=alert]').exists())
    expect(page.get('[role=alert]').text()).toContain('没有这次导入')
  })
})

describe('the list of imports', () => {
  it('links each import', async () => {
    answer('imports', {
      rows: [{ id: 'one', createdAt: importReport.createdAt, kind: 'incidents', title: 'matters.csv.gz' }],
    })
    const { page } = await open('/imports')
    await until(() => page.find('table').exists())
    expect(page.get('td a').attributes('href')).toBe('/imports/one')
    expect(page.text()).toContain('matters.csv.gz')
  })

  it('says how to begin when there is none', async () => {
    answer('imports', { rows: [] })
    const { page } = await open('/imports')
    await until(() => page.find('h1').exists())
    expect(page.text()).toContain('还没有导入')
  })
})
