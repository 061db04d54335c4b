import { HttpResponse, http } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { setLanguage } from '../../../web/locales/text.ts'
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
const open = async (address?: string) => {
  page = await mountPage(address)
  return page
}
const rowNames = ({ wrapper }: Page) => wrapper.findAll('#ranking .row .name').map((name) => name.text())
const mapProps = ({ wrapper }: Page) => wrapper.findComponent({ name: 'ExploreMap' }).props()

describe('the explore page', () => {
  it('shows figures with their evidence', async () => {
    const opened = await open()
    await opened.until(() => expect(opened.wrapper.text()).toContain('97.60'))
    expect(opened.wrapper.text()).toContain('95% 区间 97.4–97.8')
    expect(opened.wrapper.text()).toContain('n 19,802')
    expect(opened.wrapper.text()).toContain('目标 97')
    const changes = opened.wrapper
      .findAll('.strip .figure')
      .map((figure) => figure.findAll('.change').map((change) => change.text()))
    const both = ['+0.3 上期', '−0.9 去年']
    expect(changes).toEqual([both, both, ['0.0% 上期'], [], [], both])
  })

  it('ranks children worst first and claims no rank where the interval straddles the target', async () => {
    const opened = await open()
    await opened.until(() => expect(rowNames(opened)).toEqual(['壶关县', '平顺县', '潞州区']))
    const classes = opened.wrapper.findAll('#ranking .row').map((row) => row.classes())
    expect(classes.map((each) => each.find((name) => ['poor', 'open', 'good'].includes(name)))).toEqual([
      'poor',
      'open',
      'good',
    ])
  })

  it('drills by a click in the ranking, and back and forward work', async () => {
    const opened = await open('/?category=02')
    await opened.until(() => expect(rowNames(opened)).toHaveLength(3))
    await opened.wrapper.findAll('#ranking .row')[2].trigger('click')
    await opened.until(() => expect(rowNames(opened)).toContain('英雄中路街道'))
    expect(opened.router.currentRoute.value.query).toEqual({ within: '140403', category: '02' })
    opened.router.back()
    await opened.until(() => expect(rowNames(opened)).toContain('壶关县'))
    opened.router.forward()
    await opened.until(() => expect(rowNames(opened)).toContain('英雄中路街道'))
  })

  it('puts what has too few to say after what can be said', async () => {
    const opened = await open('/?within=140403')
    await opened.until(() => expect(rowNames(opened)).toEqual(['英雄中路街道', '太行东街街道']))
    const [said, few] = opened.wrapper.findAll('#ranking .row')
    expect([said.find('small').exists(), said.find('.bar').exists()]).toEqual([false, true])
    // 85.7 lies before the axis, which begins at 96.
    expect(few.get('small').text()).toBe('样本少')
    expect([few.find('.bar').exists(), few.find('.dot').exists()]).toEqual([false, false])
  })

  it('asks for the tiles of the same tick as the figures, at the level of the evidence', async () => {
    const opened = await open()
    await opened.until(() => expect(mapProps(opened).tileJsonUrl).toContain('tiles/12/township.json'))
    const { searchParams } = new URL(mapProps(opened).tileJsonUrl)
    expect(searchParams.get('asOf')).toBe('2026-11-22T02:42:00.000Z')
    expect(searchParams.get('seq')).toBe('408211')
    expect(searchParams.get('metrics')).toBe('density,handledRate')
  })

  it('lays the classes of another metric over the tiles it has', async () => {
    const opened = await open()
    await opened.until(() => expect(mapProps(opened).tileJsonUrl).toContain('metrics=density'))
    const { tileJsonUrl, tileScale } = mapProps(opened)
    expect(mapProps(opened).unitClasses).toBeNull()
    await opened.router.push('/?metric=handledRate')
    await opened.until(() => expect(mapProps(opened).unitClasses).toEqual({ firstId: 3, letters: 'bc' }))
    expect(mapProps(opened).scale).toMatchObject({ kind: 'single', metric: 'handledRate' })
    expect(mapProps(opened)).toMatchObject({ tileJsonUrl, tileScale })
    // Another level has tiles of its own, with the figures of now.
    await opened.router.push('/?metric=handledRate&level=county')
    await opened.until(() =>
      expect(mapProps(opened).tileJsonUrl).toContain('county.json?metrics=handledRate'),
    )
    expect(mapProps(opened).unitClasses).toBeNull()
  })

  it('asks the classes of a filter before all else, at the moment of the picture', async () => {
    const opened = await open()
    await opened.until(() => expect(rowNames(opened)).toHaveLength(3))
    await opened.until(() => expect(opened.wrapper.find('[aria-busy=true].kpis').exists()).toBe(false))
    const asked: URL[] = []
    server.events.on('request:start', ({ request }) => {
      const url = new URL(request.url)
      if (!/city|health|\/me$/.test(url.pathname)) asked.push(url)
    })
    await opened.router.push('/?category=02')
    await opened.until(() => expect(asked.map(({ pathname }) => pathname.slice(5))).toContain('slice'))
    server.events.removeAllListeners()
    expect(asked[0].pathname).toBe('/api/classes')
    for (const { pathname, searchParams } of asked) {
      expect(searchParams.get('category'), pathname).toBe('02')
      expect(searchParams.get('asOf'), pathname).toBe('2026-11-22T02:42:00.000Z')
      expect(searchParams.get('seq'), pathname).toBe('408211')
    }
    expect(mapProps(opened).unitClasses).toEqual({ firstId: 3, letters: 'ai' })
  })

  it('filters by the legend: click isolates, shift adds, Escape clears', async () => {
    const opened = await open()
    await opened.until(() => expect(opened.wrapper.findAll('.square')).toHaveLength(9))
    const square = (key: string) => opened.wrapper.get(`[data-key="${key}"]`)
    expect(square('2-2').text()).toBe('4')
    await square('2-2').trigger('click')
    await opened.until(() => expect(mapProps(opened).isolated).toEqual(['2-2']))
    await square('1-2').trigger('click', { shiftKey: true })
    await opened.until(() => expect(opened.router.currentRoute.value.query.classes).toBe('2-2,1-2'))
    window.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape' }))
    await opened.until(() => expect(mapProps(opened).isolated).toEqual([]))
  })

  it('tells what is not located as the whole city’s within a part of it, and nothing where none is told', async () => {
    const opened = await open()
    const legend = () => opened.wrapper.get('.legend').text()
    await opened.until(() => expect(legend()).toMatch(/(^|[^市])未定位 213 件/))
    await opened.router.push('/?within=140403')
    await opened.until(() => expect(legend()).toContain('全市未定位 213 件'))
    server.use(
      http.get('*/api/classes', ({ request }) => {
        const answer = world.classesAnswer(new URL(request.url).searchParams)
        return HttpResponse.json({ ...answer, unlocated: 0 })
      }),
    )
    await opened.router.push('/?within=140403&category=02')
    await opened.until(() => expect(legend()).not.toContain('未定位'))
  })

  it('opens an incident with its moments and the deadline where it fell', async () => {
    const opened = await open('/?incident=71')
    await opened.until(() => expect(opened.wrapper.findAll('.timeline li')).toHaveLength(4))
    expect(opened.wrapper.findAll('.timeline li span').map((each) => each.text())).toEqual([
      '接收',
      '受理 + 10 分钟',
      '时限 + 23 时 50 分',
      '派遣',
    ])
    expect(opened.wrapper.get('a[target]').attributes('href')).toBe('https://example.org/71')
  })

  it('keeps the figures when the next cannot be had, and says so with the code', async () => {
    const opened = await open()
    await opened.until(() => expect(opened.wrapper.text()).toContain('97.60'))
    server.use(
      http.get('*/api/slice', () =>
        HttpResponse.json(
          { type: 'about:blank', title: 'Internal', status: 500, requestId: 'J-7F3A' },
          { status: 500, headers: { 'content-type': 'application/problem+json' } },
        ),
      ),
    )
    await opened.router.push('/?window=P7D')
    await opened.until(() => expect(opened.wrapper.text()).toContain('J-7F3A'))
    expect(opened.wrapper.text()).toContain('97.60')
    expect(opened.wrapper.text()).toContain('图上为 10:42 的情形')
  })

  it('marks a comparison of a day of rest with one of work', async () => {
    const day = { from: '2026-11-22T11:38:00.000Z', to: '2026-11-23T11:38:00.000Z' }
    server.use(
      http.get('*/api/slice', ({ request }) => {
        const answer = world.sliceAnswer(new URL(request.url).searchParams)
        return HttpResponse.json({ ...answer, slice: { ...answer.slice, ...day, asOf: day.to } })
      }),
    )
    const opened = await open('/?window=P1D')
    await opened.until(() => expect(opened.wrapper.find('.strip [data-caution]').exists()).toBe(true))
    expect(opened.wrapper.get('.strip [data-caution]').attributes('title')).toBe(
      '两期休息日天数不同：本期 1 天，上期 2 天，不宜直接比较',
    )
  })

  it('names a basis that is not the usual one, counts in its words, and gives a way back', async () => {
    const opened = await open('/?basis=closed')
    await opened.until(() => expect(opened.wrapper.find('[data-basis]').exists()).toBe(true))
    expect(opened.wrapper.get('[data-basis]').text()).toMatch(/^口径\s*按结案/)
    await opened.until(() => expect(opened.wrapper.find('[data-chart=trend] h2').exists()).toBe(true))
    const words = () =>
      [
        opened.wrapper.findAll('.strip .name')[2],
        opened.wrapper.get('[data-chart=trend] h2'),
        opened.wrapper.get('.slider .right'),
      ].map((each) => each.text().slice(0, 3))
    expect(words()).toEqual(['结案量', '日结案', '日结案'])
    await opened.wrapper.get('[data-basis]').trigger('click')
    await opened.until(() => expect(opened.router.currentRoute.value.query).toEqual({}))
    await opened.until(() => expect(words()).toEqual(['接收量', '日接收', '日接收']))
    expect(opened.wrapper.find('.chips').exists()).toBe(false)
  })

  it('joins what is filtered as its language does, with the same hours', async () => {
    for (const [lang, hours, categories] of [
      ['zh-CN', '8–10 时、14–15 时', '安全隐患、环境卫生'],
      ['en', '8:00–10:00, 14:00–15:00', 'Safety hazards, Environment'],
    ]) {
      const opened = await open(`/?hour=8,9,14&category=02,04&lang=${lang}`)
      await setLanguage(lang as 'en')
      await opened.until(() => {
        const chips = opened.wrapper.findAll('.chip .what').map((chip) => chip.text())
        expect(chips).toEqual([categories, hours])
      })
      opened.wrapper.unmount()
    }
  })

  it('speaks English throughout', async () => {
    const opened = await open('/?lang=en')
    await opened.until(() => expect(opened.wrapper.text()).toContain('95% interval'))
    await opened.until(() => expect(opened.wrapper.find('.levels').text()).toContain('Township'))
    await opened.until(() => expect(rowNames(opened)).toHaveLength(3))
    const words = opened.wrapper.text().replace(/[\u4e00-\u9fff]+(市|区|县|街道)/g, '')
    expect(words.replace('中', '')).not.toMatch(/[\u4e00-\u9fff]/)
  })
})
