// What is said of the stock of a past range: all at the range's end.
import { HttpResponse, http } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { momentWords } from '../../../web/explore/incidents/momentWords.ts'
import { handlers } from '../fixtures/handlers.ts'
import { mountPage, type Page } from '../fixtures/mountPage.ts'
import * as world from '../fixtures/world.ts'

const server = setupServer(...handlers)
beforeAll(() => server.listen({ onUnhandledRequest: 'error' }))
afterEach(() => {
  page?.wrapper.unmount()
  server.resetHandlers()
})
afterAll(() => server.close())
let page: Page | null = null

/** Ends at midnight in Shanghai, and is told as of now. */
function answerOfFebruary(): void {
  const past = { from: '2026-02-09T16:00:00.000Z', to: '2026-02-28T16:00:00.000Z' }
  const queryOf = (request: Request) => new URL(request.url).searchParams
  server.use(
    http.get('*/api/slice', ({ request }) => {
      const answer = world.sliceAnswer(queryOf(request))
      const oldestOpenReceivedAt = '2026-02-01T13:00:00.000Z'
      return HttpResponse.json({ ...answer, slice: { ...answer.slice, ...past }, oldestOpenReceivedAt })
    }),
    http.get('*/api/incidents', ({ request }) => {
      const answer = world.incidentsAnswer(queryOf(request))
      return HttpResponse.json({ ...answer, slice: { ...answer.slice, ...past } })
    }),
  )
}

it('measures the oldest case, and names the moment of the list, at the end of a past range', async () => {
  answerOfFebruary()
  page = await mountPage('/?from=2026-02-10&to=2026-02-28&list=open')
  const { wrapper, router, until } = page
  await until(() => expect(wrapper.get('.strip').text()).toContain('最久 27 天 3 时'))
  await until(() => expect(wrapper.get('.total').text()).toBe('2 件，2月28日 24 时在办，不限接收时间'))
  await router.push('/?from=2026-02-10&to=2026-02-28&list=overdue')
  await until(() => expect(wrapper.get('.total').text()).toBe('1 件，2月28日 24 时超期，不限接收时间'))
})

it('says that a stock is of now only where it is', async () => {
  page = await mountPage('/?list=open')
  const { wrapper, router, until } = page
  await until(() => expect(wrapper.get('.total').text()).toBe('2 件，此刻在办，不限接收时间'))
  await router.push(`/?list=open&asOf=${world.slice.asOf}&seq=408211`)
  await until(() => expect(wrapper.get('.total').text()).toContain('10:42 在办'))
})

it('says a moment by its day, the end of a day as such, and the year where it is another', () => {
  const now = Date.parse('2026-11-22T02:42:00Z')
  const say = (at: string, lang: 'zh-CN' | 'en') => momentWords(Date.parse(at), now, 'Asia/Shanghai', lang)
  expect(say('2026-02-28T16:00:00Z', 'zh-CN')).toBe('2月28日 24 时')
  expect(say('2025-12-31T16:00:00Z', 'zh-CN')).toBe('2025年12月31日 24 时')
  expect(say('2026-02-28T16:00:00Z', 'en')).toBe('at the end of 28 Feb')
  expect(say('2026-11-20T02:05:00Z', 'en')).toBe('at 10:05 on 20 Nov')
})
