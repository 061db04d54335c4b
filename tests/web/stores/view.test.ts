// The view in the address: changes of one moment all arrive, as one step back.
import { createPinia } from 'pinia'
import { expect, it } from 'vitest'
import { createApp } from 'vue'
import { createMemoryHistory, createRouter } from 'vue-router'
import { useView } from '../../../web/stores/view.ts'

async function open(path: string) {
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [{ path: '/', component: { template: '<i />' } }],
  })
  await router.push(path)
  const pinia = createPinia()
  createApp({}).use(pinia).use(router)
  return { router, views: useView(pinia) }
}

it('two changes at once are one step, and neither is lost', async () => {
  const { router, views } = await open('/?metric=density&lang=en')
  await Promise.all([
    views.change({ incident: 7 }),
    views.change({ camera: { lng: 112, lat: 36, zoom: 9 } }, 'replace'),
  ])
  expect(views.view).toMatchObject({ incident: 7, camera: { lng: 112, lat: 36, zoom: 9 }, metric: 'density' })
  expect(router.currentRoute.value.query.lang).toBe('en')
  router.back()
  await new Promise((resolve) => setTimeout(resolve))
  expect(router.currentRoute.value.fullPath).toBe('/?metric=density&lang=en')
})

it('what is over is not asked again', async () => {
  const { views } = await open('/')
  await views.change({ incident: 7 })
  await views.change({ incident: null })
  await views.change({ tab: 'evidence' })
  expect(views.view).toMatchObject({ incident: null, tab: 'evidence' })
})
