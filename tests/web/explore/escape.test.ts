import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { usePlayback } from '../../../web/stores/playback.ts'
import { handlers } from '../fixtures/handlers.ts'
import { mountPage, type Page } from '../fixtures/mountPage.ts'

const server = setupServer(...handlers)
beforeAll(() => server.listen({ onUnhandledRequest: 'error' }))
afterEach(() => page?.wrapper.unmount())
afterAll(() => server.close())

let page: Page | null = null
async function open(address: string): Promise<Page> {
  page = await mountPage(address)
  const { wrapper, until } = page
  await until(() => expect(wrapper.findAll('.chip').length).toBeGreaterThan(0))
  await until(() => expect(wrapper.findAll('button.trigger').length).toBeGreaterThan(1))
  return page
}
const queryOf = ({ router }: Page) => router.currentRoute.value.query
const press = (key: string, target: EventTarget = document.body) =>
  target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }))
/** Opens the time menu by the keyboard. */
async function openTime({ wrapper, until }: Page): Promise<Element> {
  const trigger = wrapper.get('button.trigger[aria-label^="时间"]')
  await until(() => expect(wrapper.text()).toContain('97.60'))
  await trigger.trigger('keydown', { key: 'Enter' })
  await until(() => expect(document.querySelector('[role=dialog]')).not.toBeNull())
  return document.querySelector('[role=dialog]')!
}

describe('Escape', () => {
  it('closes one thing at a time, the nearest first, and the filters last', async () => {
    const opened = await open('/?category=02&unit=140425&list=open&incident=71&classes=few')
    const left = () => Object.keys(queryOf(opened)).join()
    for (const rest of [
      ...['category,unit,list,incident', 'category,unit,list', 'category,unit', 'category', ''],
    ]) {
      press('Escape')
      await opened.until(() => expect(left()).toBe(rest))
    }
  })

  it('closes an open menu and nothing else, from its fields too', async () => {
    for (const within of ['', 'input[type=date]']) {
      const opened = await open('/?category=02&list=open')
      const menu = await openTime(opened)
      press('Escape', within === '' ? menu : menu.querySelector(within)!)
      await opened.until(() => expect(document.querySelector('[role=dialog]')).toBeNull())
      expect(queryOf(opened)).toEqual({ category: '02', list: 'open' })
      opened.wrapper.unmount()
    }
  })

  it('leaves the filters where a menu gave the keys back, or one types', async () => {
    const opened = await open('/?category=02')
    press('Escape', opened.wrapper.get('button.trigger').element)
    press('Escape', opened.wrapper.get('input').element)
    await opened.until(() => expect(queryOf(opened)).toEqual({ category: '02' }))
  })

  it('stops a playback before anything else', async () => {
    const opened = await open('/?category=02&list=open')
    const playback = usePlayback()
    playback.state = 'playing'
    press('Escape')
    await opened.until(() => expect(playback.isPlaying).toBe(false))
    expect(queryOf(opened)).toEqual({ category: '02', list: 'open' })
  })

  it('is not X, which clears at once but not within a menu', async () => {
    const opened = await open('/?category=02&list=open')
    press('x', await openTime(opened))
    await opened.until(() => expect(queryOf(opened).category).toBe('02'))
    press('x')
    await opened.until(() => expect(queryOf(opened)).toEqual({ list: 'open' }))
  })
})
