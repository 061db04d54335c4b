// The map as SVG over HTTP: the same classes as the legend, and every wrong question refused by name.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { classesResponseSchema } from '#data/model/figuresApi.ts'
import { createTestServer, type TestServer } from './testServer.ts'

let server: TestServer
beforeAll(async () => {
  server = await createTestServer()
})
afterAll(() => server.close())

const YEAR = 'from=2025-07-01T00:00:00Z&to=2026-07-01T00:00:00Z'
const svg = async (query: string): Promise<string> => {
  const response = await server.request(`/api/map.svg?${YEAR}&${query}`)
  expect(response.status, await response.clone().text()).toBe(200)
  expect(response.headers.get('content-type')).toBe('image/svg+xml; charset=utf-8')
  return response.text()
}

describe('the map as SVG', () => {
  test('draws every unit in the class that the legend counts', async () => {
    for (const metrics of ['density,handledRate', 'received']) {
      const query = `level=village&metrics=${metrics}`
      const picture = await svg(`${query}&sheet=picture`)
      const { counts, few, none } = await server.json(`/api/classes?${YEAR}&${query}`, classesResponseSchema)
      const drawn = new Map(
        [...picture.matchAll(/<g data-class="(\w+)"[^>]*>(.*?)<\/g>/g)].map(([, name, inner]) => [
          name,
          inner.split('data-unit').length - 1,
        ]),
      )
      expect(counts.flat().map((_, index) => drawn.get(String(index)) ?? 0)).toEqual(counts.flat())
      expect([drawn.get('few') ?? 0, drawn.get('none') ?? 0]).toEqual([few, none])
    }
    // Grid 17 has no polygon.
    expect((await svg('level=grid&sheet=picture')).split('data-unit').length - 1).toBe(16)
  })

  test('keeps the picture out of the room that cards take', async () => {
    const lefts = async (padding: string) => {
      const picture = await svg(`level=village&sheet=picture&width=1000&height=600&padding=${padding}`)
      const xs = [...picture.matchAll(/data-unit="\d+" d="M(-?\d+) (-?\d+)/g)]
      expect(xs.length).toBeGreaterThan(0)
      return xs.map((found) => [Number(found[1]) / 10, Number(found[2]) / 10])
    }
    for (const [x, y] of await lefts('20,30,200,400')) {
      expect(x).toBeGreaterThanOrEqual(400)
      expect(x).toBeLessThanOrEqual(970)
      expect(y).toBeLessThanOrEqual(400)
    }
    expect(await server.problem(`/api/map.svg?${YEAR}&padding=1,2`, 400)).toHaveProperty('padding')
  })

  test('without any colour says why', async () => {
    const at = (range: string, query: string) =>
      server.request(`/api/map.svg?${range}&${query}`).then((response) => response.text())
    const nothing = 'from=2001-01-01T00:00:00Z&to=2001-01-02T00:00:00Z'
    expect(await at(nothing, 'level=village')).toContain('没有事件')
    expect(await at(nothing, 'level=village&lang=en')).toContain('Nothing was received')
    expect(await at(nothing, 'level=village&urgency=urgent')).toContain('没有符合筛选的事件')
    expect(await at('from=2031-01-01T00:00:00Z&to=2031-01-02T00:00:00Z', 'level=village')).toContain('尚未到')
    const short = 'from=2026-06-10T00:00:00Z&to=2026-06-12T00:00:00Z'
    expect(
      (await at(short, 'level=grid&metrics=handledRate&sheet=slide')).replaceAll(/<[^>]+>/g, ''),
    ).toContain('样本都太少')
  })

  test('without a level takes the one the evidence carries, as the page does', async () => {
    expect(await svg('sheet=a4l')).toContain('村')
  })

  test('carries title and approval number, escaped', async () => {
    const sheet = await svg('title=%3Cscript%3E%26&reviewNumber=GS(2026)1')
    expect(sheet).toContain('&lt;script&gt;&amp;')
    expect(sheet).not.toContain('<script')
    expect(sheet).toContain('审图号：GS(2026)1')
    expect(await svg('')).toContain('内部资料，不得公开')
    expect(await svg('lang=en')).toContain('Internal, not for publication')
  })

  test('is the same for ever once it is pinned', async () => {
    const pin = 'asOf=2026-06-20T00:00:00Z&seq=3&version=1'
    expect(await svg(pin)).toBe(await svg(pin))
  })

  test('draws a unit without a polygon as a sheet that says so', async () => {
    expect(await svg('within=104017')).toContain('没有边界')
  })

  test('refuses what cannot be drawn', async () => {
    expect(await server.problem('/api/map.svg?sheet=a0', 400)).toHaveProperty('sheet')
    expect(await server.problem('/api/map.svg?metrics=a,b,c', 422)).toHaveProperty('metrics')
    expect(await server.problem('/api/map.svg?metrics=happiness', 422)).toHaveProperty('metrics')
    expect(await server.problem('/api/map.svg?within=nowhere', 422)).toHaveProperty('within')
    expect(await server.problem('/api/map.svg?within=104&level=city', 422)).toHaveProperty('level')
    expect(await server.problem('/api/map.svg?version=9', 404)).toHaveProperty('version')
    expect(await server.problem('/api/map.svg?width=9', 400)).toHaveProperty('width')
    expect(await server.problem('/api/map.svg?lang=fr', 400)).toHaveProperty('lang')
    expect(await server.problem('/api/map.svg?lang=en&lang=en', 400)).toHaveProperty('lang')
  })
})
