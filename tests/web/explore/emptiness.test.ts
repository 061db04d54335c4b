import { HttpResponse, http } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { emptinessOf } from '../../../web/explore/map/emptiness.ts'
import { handlers } from '../fixtures/handlers.ts'
import { mountPage, type Page } from '../fixtures/mountPage.ts'
import * as world from '../fixtures/world.ts'

/** Nothing was received in whatever is asked. */
const nothing = http.get('*/api/slice', ({ request }) => {
  const query = new URL(request.url).searchParams
  const answer = world.sliceAnswer(query)
  const { received } = answer.unit.figures
  const slice = {
    ...answer.slice,
    ...(query.get('from') && { from: query.get('from')!, to: query.get('to')! }),
  }
  const figures = { ...answer.unit.figures, received: { ...received, value: 0 } }
  return HttpResponse.json({ ...answer, slice, unit: { ...answer.unit, figures } })
})
const server = setupServer(nothing, ...handlers)
beforeAll(() => server.listen({ onUnhandledRequest: 'error' }))
afterEach(() => page?.wrapper.unmount())
afterAll(() => server.close())

let page: Page | null = null
async function cardAt(address: string): Promise<{ words: string; ways: string[]; page: Page }> {
  page = await mountPage(address)
  const { wrapper, until } = page
  await until(() => expect(wrapper.find('.state.empty').exists()).toBe(true))
  const card = wrapper.get('.state.empty')
  await until(() => expect(card.find('.ways button').exists()).toBe(true))
  const ways = card.findAll('.ways button').map((button) => button.text())
  return {
    words: card
      .findAll('b, .note')
      .map((each) => each.text())
      .join('|'),
    ways,
    page,
  }
}

describe('where nothing is counted', () => {
  it('the first reason that applies is told', () => {
    const zero = { fromMs: 50, toMs: 60, asOfMs: 100, firstMs: 10, endedMs: null }
    const plain = { ...zero, isFiltered: false, isUnknown: false }
    expect(emptinessOf(plain)).toBe('zero')
    expect(emptinessOf({ ...plain, isFiltered: true })).toBe('filtered')
    expect(emptinessOf({ ...plain, isFiltered: true, endedMs: 49 })).toBe('ended')
    expect(emptinessOf({ ...plain, endedMs: 50 })).toBe('zero')
    expect(emptinessOf({ ...plain, firstMs: 60 })).toBe('before')
    expect(emptinessOf({ ...plain, firstMs: null })).toBe('zero')
    expect(emptinessOf({ ...plain, fromMs: 100, toMs: 200 })).toBe('future')
    expect(emptinessOf({ ...plain, fromMs: 100, isUnknown: true })).toBe('unknown')
  })

  it('a true zero is called one, and the rate has no data for it', async () => {
    server.use(
      http.get('*/api/classes', ({ request }) =>
        HttpResponse.json({ ...world.classesAnswer(new URL(request.url).searchParams), none: 149 }),
      ),
    )
    const { words } = await cardAt('/?window=P7D')
    expect(words).toBe('近 7 天没有事件|149 个乡镇均为 0 件，不是缺数。没有到期事件，率记为无数据。')
  })

  it('what is still to come, or before the data, is no zero, and leads to now', async () => {
    const future = await cardAt('/?from=2027-01-01&to=2027-02-01')
    expect(future.words).toBe('2027-01-01 至 2027-02-01 尚未到|数据截至 2026-11-22。')
    expect(future.ways).toEqual(['看近 30 天'])
    await future.page.wrapper.get('.ways button').trigger('click')
    await future.page.until(() => expect(future.page.router.currentRoute.value.query).toEqual({}))
    future.page.wrapper.unmount()
    const before = await cardAt('/?from=2020-01-01&to=2020-02-01')
    expect(before.words).toBe('2020-01-01 至 2020-02-01 早于数据|数据始于 2024-01-01。')
  })

  it('with a filter nothing matches it, and it can be taken off', async () => {
    const { words, ways, page } = await cardAt('/?window=P7D&category=02')
    expect(words).toBe('近 7 天没有符合筛选的事件')
    expect(ways).toEqual(['去掉筛选', '看近 30 天'])
    await page.wrapper.get('.ways button').trigger('click')
    await page.until(() => expect(page.router.currentRoute.value.query).toEqual({ window: 'P7D' }))
  })

  it('a key the city does not have is named', async () => {
    const { words, ways } = await cardAt('/?category=99')
    expect(words).toBe('没有这个类别：99|链接中的筛选在本市没有对应项。')
    expect(ways).toEqual(['去掉筛选'])
  })
})
