// What one may not use is absent: the ways to other pages, and publishing.
import { mount } from '@vue/test-utils'
import { HttpResponse, http } from 'msw'
import { setupServer } from 'msw/node'
import { createPinia } from 'pinia'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'
import type { Publication } from '#data/model/publication.ts'
import MyAreas from '../../../web/account/MyAreas.vue'
import { setLanguage } from '../../../web/locales/text.ts'
import PublicPage from '../../../web/public/PublicPage.vue'
import * as world from '../fixtures/world.ts'

const server = setupServer()
beforeAll(() => server.listen({ onUnhandledRequest: 'error' }))
beforeEach(() => setLanguage('zh-CN'))
afterEach(() => server.resetHandlers())
afterAll(() => server.close())

const PERMISSIONS = {
  viewer: ['self', 'city', 'figures', 'incidents', 'takeaway', 'published'],
  administrator: ['self', 'city', 'figures', 'incidents', 'import', 'publish', 'published'],
  auditor: ['self', 'city', 'audit', 'published'],
}
type Who = keyof typeof PERMISSIONS
const signedInAs = (role: Who) =>
  server.use(
    http.get('*/api/me', () =>
      HttpResponse.json({
        ...{ displayName: '某人', kind: 'account', role, permissions: PERMISSIONS[role] },
        scope: { kind: 'all', code: null, name: null },
      }),
    ),
  )

const publication = (month: string, level: string): Publication => ({
  ...{ month, level, version: 12, publishedAt: '2026-11-02T01:00:00Z', zone: 'Asia/Shanghai' },
  city: { zh: '某市', en: 'A city' },
  tables: [
    {
      key: 'received',
      groups: [],
      counts: [[1234]],
      rows: [{ code: '1', name: '某市', parent: -1, level }],
      ...{ small: 0, withThem: 0 },
    },
  ],
})

/** A server that keeps what is published, and what it was asked to publish. */
function publicServer() {
  const published = [publication('2026-09', world.city.city.levels[1].key)]
  const asked: unknown[] = []
  const bodyOf = async (request: Request) => (await request.json()) as { month: string; level: string }
  server.use(
    http.get('*/api/city', () => HttpResponse.json(world.city)),
    http.get('*/api/publications', () =>
      HttpResponse.json({
        rows: published.map(({ month, level, version, publishedAt }) => ({
          ...{ month, level, version, publishedAt },
        })),
        newestMonth: '2026-10',
      }),
    ),
    http.get('*/api/publications/:month', ({ params }) =>
      HttpResponse.json(published.find(({ month }) => month === params.month)),
    ),
    http.post('*/api/publications/preview', async ({ request }) => {
      const { month, level } = await bodyOf(request)
      return HttpResponse.json(publication(month, level))
    }),
    http.post('*/api/publications', async ({ request }) => {
      const body = await bodyOf(request)
      asked.push(body)
      published.unshift(publication(body.month, body.level))
      return HttpResponse.json(published[0])
    }),
  )
  return asked
}

async function open() {
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [
      { path: '/public', component: PublicPage },
      { path: '/areas', component: MyAreas },
      { path: '/:path(.*)*', component: { template: '<i />' } },
    ],
  })
  const show = async (path: string) => {
    await router.push(path)
    return mount({ template: '<RouterView />' }, { global: { plugins: [router, createPinia()] } })
  }
  return show
}
const until = (isThere: () => boolean) => vi.waitUntil(isThere, { timeout: 10_000, interval: 10 })

it.each([
  ['viewer', ['/public']],
  ['administrator', ['/imports', '/public']],
  ['auditor', ['/public', '/audit']],
] as const)('leads a %s only to what they may use', async (role, ways) => {
  signedInAs(role)
  const page = await (await open())('/areas')
  await until(() => page.find('[data-areas]').exists())
  expect(page.findAll('[data-areas] a').map((link) => link.attributes('href'))).toEqual(ways)
})

it.each(['viewer', 'auditor'] as const)('has nothing to publish with for a %s', async (role) => {
  signedInAs(role)
  publicServer()
  const page = await (await open())('/public')
  await until(() => page.text().includes('1,234'))
  expect(page.find('[data-publish]').exists()).toBe(false)
})

it('publishes the newest month that is not public, once it was looked at and confirmed', async () => {
  signedInAs('administrator')
  const asked = publicServer()
  const page = await (await open())('/public')
  await until(() => page.find('[data-preview]').exists())
  expect(page.get('[data-preview]').text()).toBe('公布 2026-10')
  await page.get('[data-preview]').trigger('click')
  await until(() => page.find('[data-confirm]').exists())
  expect(page.text()).toContain('预览，尚未公布')
  expect(asked).toEqual([])
  await page.get('[data-confirm]').trigger('click')
  await until(() => page.text().includes('2026-10 已公布') && !page.find('[data-confirm]').exists())
  expect(asked).toEqual([{ month: '2026-10', level: world.city.city.levels[1].key }])
  expect(page.text()).not.toContain('尚未公布')
})

it('says so when it was not published, and keeps the preview', async () => {
  signedInAs('administrator')
  publicServer()
  server.use(http.post('*/api/publications', () => new HttpResponse(null, { status: 409 })))
  const page = await (await open())('/public')
  await until(() => page.find('[data-preview]').exists())
  await page.get('[data-preview]').trigger('click')
  await until(() => page.find('[data-confirm]').exists())
  await page.get('[data-confirm]').trigger('click')
  await until(() => page.find('[role=alert]').exists())
  expect(page.get('[role=alert]').text()).toBe('没有公布成')
  expect(page.find('[data-confirm]').exists()).toBe(true)
})
