// Language and theme: of the address, kept on the pages after it, remembered when switched.
import { createPinia } from 'pinia'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createApp } from 'vue'
import { createMemoryHistory, createRouter } from 'vue-router'
import { useSettings } from '../../../web/stores/settings.ts'

beforeEach(() => vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener: () => {} })))
afterEach(() => {
  vi.unstubAllGlobals()
  localStorage.clear()
})

async function open(path: string) {
  const page = { template: '<i />' }
  const router = createRouter({
    history: createMemoryHistory(),
    routes: ['/', '/imports'].map((path) => ({ path, component: page })),
  })
  await router.push(path)
  const pinia = createPinia()
  createApp({}).use(pinia).use(router)
  return { router, settings: useSettings(pinia) }
}

it('what an address asks for holds on the next pages, and nowhere else', async () => {
  const { router, settings } = await open('/?lang=en&theme=dark')
  await router.push('/imports')
  expect([settings.lang, settings.theme]).toEqual(['en', 'dark'])
  await router.push('/?lang=zh-CN')
  expect([settings.lang, settings.theme]).toEqual(['zh-CN', 'dark'])
  expect((await open('/imports')).settings.lang).toBe('zh-CN')
})

it('what was switched is remembered; what no one has is ignored', async () => {
  const { settings } = await open('/')
  settings.setLang('en')
  await vi.waitUntil(() => settings.lang === 'en')
  const later = (await open('/imports?lang=xx&theme=pink')).settings
  expect([later.lang, later.theme]).toEqual(['en', 'light'])
})
