// The bulletin: filled from our template or the city's own, and a template's mistakes named by their tags.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import PizZip from 'pizzip'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sliceResponseSchema } from '#data/model/figuresApi.ts'
import { defaultTemplate } from '../../../server/bulletin/defaultTemplate.ts'
import { type BulletinFields, fillTemplate } from '../../../server/bulletin/fillTemplate.ts'
import { createTestServer, type TestServer } from './testServer.ts'

let server: TestServer
const folder = mkdtempSync(join(tmpdir(), 'jingwei-bulletin-'))
beforeAll(async () => {
  server = await createTestServer({ dataFolder: folder })
})
afterAll(async () => {
  await server.close()
  rmSync(folder, { recursive: true, force: true })
})

const QUESTION =
  '/api/bulletin.docx?from=2026-06-01T00:00:00Z&to=2026-06-30T00:00:00Z&level=village&metrics=handledRate'
const PNG = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3)

async function documentOf(response: Response): Promise<{ zip: PizZip; text: string }> {
  expect(response.status, await response.clone().text()).toBe(200)
  const zip = new PizZip(await response.arrayBuffer())
  const xml = zip.file('word/document.xml')?.asText() ?? ''
  return { zip, text: xml.replace(/<\/w:p>/g, '\n').replace(/<[^>]+>/g, '') }
}

/** Our template with its text changed. */
function templateWith(change: (xml: string) => string): Uint8Array {
  const zip = new PizZip(defaultTemplate('zh-CN'))
  zip.file('word/document.xml', change(zip.file('word/document.xml')?.asText() ?? ''))
  return zip.generate({ type: 'uint8array' })
}

describe('the bulletin', () => {
  test('says the figures of the slice, ranked, with as-of, link and mark', async () => {
    const { text } = await documentOf(await server.request(`${QUESTION}&link=https://x.test/?a=1%26b=2`))
    const slice = await server.json(
      `/api/slice?from=2026-06-01T00:00:00Z&to=2026-06-30T00:00:00Z&level=village&metrics=handledRate`,
      sliceResponseSchema,
    )
    expect(text).toContain('方格市网格治理运行简报')
    for (const { name, figures } of slice.rows) {
      expect(text).toContain(name)
      const { value, state } = figures.handledRate
      if (value !== null && state === 'ok') expect(text).toContain((value * 100).toFixed(1).slice(0, 3))
    }
    expect(text).toContain('截至2026年6月30日')
    expect(text).toContain('https://x.test/?a=1&amp;b=2')
    expect(text).toContain('内部资料，不得公开')
    expect(text).not.toMatch(/[{}]|undefined/)
  })

  test('carries the picture it was given', async () => {
    const { zip } = await documentOf(await server.request(QUESTION, { method: 'POST', body: PNG }))
    expect([...(zip.file('word/media/jingweiMap.png')?.asUint8Array() ?? [])]).toEqual([...PNG])
    expect(zip.file('word/_rels/document.xml.rels')?.asText()).toContain('media/jingweiMap.png')
    expect(zip.file('[Content_Types].xml')?.asText()).toContain('Extension="png"')
    expect(zip.file('word/document.xml')?.asText()).toContain('r:embed="rIdJingweiMap"')
  })

  test('refuses a picture that is none, and one that is too large', async () => {
    expect(await server.problem(QUESTION, 415, { method: 'POST', body: 'GIF89a' })).toHaveProperty('body')
    const response = await server.request(QUESTION, {
      method: 'POST',
      body: new Uint8Array(13 * 1024 * 1024),
    })
    expect(response.status).toBe(413)
  })

  test("takes the city's own template, and hands out the one in use", async () => {
    writeFileSync(
      join(folder, 'bulletin.docx'),
      templateWith((xml) => xml.replace('{title}', '长治快报 {unitName}')),
    )
    const { text } = await documentOf(await server.request(QUESTION))
    expect(text).toContain('长治快报 方格市')
    const template = await server.request('/api/bulletin/template.docx')
    expect((await documentOf(template)).text).toContain('长治快报 {unitName}')
  })

  test("names every tag of the city's template that cannot be filled", async () => {
    writeFileSync(
      join(folder, 'bulletin.docx'),
      templateWith((xml) => xml.replace('{title}', '{mayor} {weather}')),
    )
    const unknown = await server.problem(QUESTION, 422)
    expect(Object.keys(unknown)).toEqual(['{mayor}', '{weather}'])
    writeFileSync(
      join(folder, 'bulletin.docx'),
      templateWith((xml) => xml.replace('{/ranking}', '')),
    )
    expect(Object.keys(await server.problem(QUESTION, 422))).toContain('{ranking}')
    writeFileSync(join(folder, 'bulletin.docx'), 'not a zip')
    expect(Object.keys(await server.problem(QUESTION, 422))).toEqual(['template'])
  })

  test('says what is wrong with a tag and which one was probably meant, in the language of the page', async () => {
    const said = async (text: string, lang = '') => {
      writeFileSync(
        join(folder, 'bulletin.docx'),
        templateWith((xml) => xml.replace('{title}', text)),
      )
      const response = await server.request(`${QUESTION}${lang}`)
      expect(response.status).toBe(422)
      return ((await response.json()) as { detail: string }).detail
    }
    expect(await said('{titel}')).toBe('模板 bulletin.docx 无法填写：{titel} 没有这个字段，是否为 {title}')
    expect(await said('{#ranking}{nmae}{/ranking}')).toContain('{nmae} 没有这个字段，是否为 {name}')
    expect(await said('｛title｝ ｛#facts｝')).toContain(
      '｛title｝ 用了全角括号，请改为半角 { }；｛#facts｝ ',
    )
    expect(await said('{map}')).toContain('{map} 地图请写 {@map}，独占一段')
    expect(await said('{@map} {title}')).toContain('{@map} 须独占一段')
    expect(await said('{title')).toContain('缺右括号')
    expect(await said('{titel}', '&lang=en')).toContain('{titel}: there is no such field, perhaps {title}')
  })

  test('has its own words in English, and its picture keeps its shape', async () => {
    rmSync(join(folder, 'bulletin.docx'), { force: true })
    const { text } = await documentOf(await server.request(`${QUESTION}&lang=en`))
    expect(text).toContain('1. Overview')
    expect(text.replaceAll(/[^\p{sc=Han}]/gu, '').replaceAll(/方格市|村/gu, '')).toBe('')
    const png = new Uint8Array(24)
    png.set(PNG)
    new DataView(png.buffer).setUint32(16, 1770)
    new DataView(png.buffer).setUint32(20, 1905)
    const { zip } = await documentOf(await server.request(QUESTION, { method: 'POST', body: png }))
    const [, cx, cy] =
      /<wp:extent cx="(\d+)" cy="(\d+)"/.exec(zip.file('word/document.xml')?.asText() ?? '') ?? []
    expect(Number(cx) / Number(cy)).toBeCloseTo(1770 / 1905, 3)
    expect(Number(cx)).toBeLessThanOrEqual(5_616_000)
  })

  test('of a period without matters or of one unit alone says why it is so short', async () => {
    const nothing = 'from=2001-01-01T00:00:00Z&to=2001-01-02T00:00:00Z&metrics=handledRate'
    const empty = (await documentOf(await server.request(`/api/bulletin.docx?${nothing}&level=village`))).text
    expect(empty).toContain('本时段没有事件')
    expect(empty).toMatch(/\n–\n/)
    const filtered = await server.request(`/api/bulletin.docx?${nothing}&level=village&urgency=urgent`)
    expect((await documentOf(filtered)).text).toContain('没有符合筛选的事件。共')
    const alone = await documentOf(await server.request(`/api/bulletin.docx?${nothing}&within=id:17`))
    expect(alone.text).toContain('以下没有更细的单元')
  })

  test('of the demo says so on top, whatever the template holds', () => {
    const fields: BulletinFields = {
      ...{ title: '简报', subtitle: '', unitName: '方格市', levelName: '村', metricName: '', period: '' },
      ...{ basis: '', asOf: '', facts: [], ranking: [], rankingNote: '', cover: [], link: '', mark: '' },
      ...{ source: '演示数据，非真实情况 · 经纬', isDemo: true },
    }
    const template = templateWith((xml) =>
      xml.replace(/<w:body>.*<w:sectPr/s, '<w:body><w:p><w:r><w:t>{title}</w:t></w:r></w:p><w:sectPr'),
    )
    const textOf = (bytes: Uint8Array) =>
      (new PizZip(bytes).file('word/document.xml')?.asText() ?? '').replace(/<[^>]+>/g, '')
    expect(textOf(fillTemplate(template, fields, null, 'zh-CN'))).toBe('演示数据，非真实情况 · 经纬简报')
    expect(textOf(fillTemplate(template, { ...fields, isDemo: false }, null, 'zh-CN'))).toBe('简报')
  })
})
