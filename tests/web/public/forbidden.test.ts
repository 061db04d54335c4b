// A page that is not for the account: the way to what is; and on the map what the role and the area leave out.
import { mount } from '@vue/test-utils'
import { HttpResponse, http } from 'msw'
import { setupServer } from 'msw/node'
import { createPinia } from 'pinia'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'
import App from '../../../web/App.vue'
import { setLanguage } from '../../../web/locales/text.ts'
import { handlers, me } from '../fixtures/handlers.ts'
import { mountPage } from '../fixtures/mountPage.ts'

const server = setupServer(...handlers)
beforeAll(() => server.listen({ onUnhandledRequest: 'error' }))
beforeEach(() => setLanguage('zh-CN'))
afterEach(() => server.resetHandlers())
afterAll(() => server.close())

const signedInWith = (permissions: string[], scope = {}) =>
  server.use(http.get('*/api/me', () => HttpResponse.json(me(permissions, scope))))

const page = (text: string) => ({ template: `<h1>${text}</h1>` })
async function openApp(address: string) {
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [
      { path: '/', name: 'explore', component: page('地图'), meta: { may: 'figures' } },
      { path: '/imports', name: 'imports', component: page('导入'), meta: { may: 'import' } },
      { path: '/audit', name: 'audit', component: page('审计'), meta: { may: 'audit' } },
      { path: '/public', name: 'public', component: page('公开'), meta: { may: 'published' } },
    ],
  })
  await router.push(address)
  return { router, app: mount(App, { global: { plugins: [createPinia(), router] } }) }
}

it('shows a page to whoever may, and why not to whoever may not', async () => {
  signedInWith(['self', 'import'])
  const allowed = await openApp('/imports')
  await vi.waitFor(() => expect(allowed.app.find('h1').text()).toBe('导入'))

  signedInWith(['self', 'figures', 'published'])
  const refused = await openApp('/imports')
  await vi.waitFor(() => expect(refused.app.find('[data-forbidden]').text()).toContain('此账号不能导入数据'))
  expect(refused.app.findAll('[data-areas] a').map((link) => link.text())).toEqual(['公开数据'])
})

it('shows a page that is for anyone to nobody signed in, without asking for a password', async () => {
  server.use(http.get('*/api/me', () => HttpResponse.json({ title: 'Not signed in' }, { status: 401 })))
  const { app } = await openApp('/public')
  await vi.waitFor(() => expect(app.find('h1').text()).toBe('公开'))
  expect(app.find('dialog').exists()).toBe(false)
})

it.each([
  ['an auditor', ['self', 'city', 'audit', 'published'], '/audit'],
  ['the public', ['self', 'published'], '/public'],
])(
  'leads %s from the bare map to what is theirs, and says why at a deep link',
  async (_who, permissions, own) => {
    signedInWith(permissions)
    const { router } = await openApp('/')
    await vi.waitFor(() => expect(router.currentRoute.value.path).toBe(own))
    const deep = await openApp('/?tab=evidence')
    await vi.waitFor(() => expect(deep.app.find('[data-forbidden]').exists()).toBe(true))
    expect(deep.router.currentRoute.value.fullPath).toBe('/?tab=evidence')
  },
)

it('leaves out of the map what needs a permission one has not', async () => {
  signedInWith(['self', 'city', 'figures', 'detail'])
  const { wrapper, until } = await mountPage()
  await until(() => expect(wrapper.findAll('.row').length).toBeGreaterThan(0))
  await until(() => expect(wrapper.findAll('[data-as-table]').length).toBeGreaterThan(1))
  expect(wrapper.find('[data-take]').exists()).toBe(false)
  expect(wrapper.text()).not.toContain('导出')
  expect(wrapper.text()).not.toContain('全部列出')
}, 15_000)

it('gives totals above the own area, and nothing made of single matters', async () => {
  signedInWith(['self', 'city', 'figures', 'detail', 'incidents', 'takeaway'], {
    ...{ kind: 'unit', code: '140427000000', name: '壶关县' },
  })
  const { wrapper, until } = await mountPage()
  await until(() => expect(wrapper.find('[data-compared]').text()).toContain('限于 壶关县 及以下'))
  await until(() => expect(wrapper.findAll('.row').length).toBeGreaterThan(0))
  expect(wrapper.findAll('[role=tab]').map((tab) => tab.text())).toEqual(['概览', '依据'])
  expect(wrapper.text()).not.toContain('全部列出')
})
