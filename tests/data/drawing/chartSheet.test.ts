// Charts on a slide: what a picture says, in print, with what its figures mean.
import { describe, expect, it } from 'vitest'
import { chartSheet } from '#data/drawing/charts/chartSheet.ts'
import { heatClasses, heatLegend } from '#data/drawing/charts/heat.ts'
import type { ChartPicture } from '#data/drawing/charts/picture.ts'

const TEXT = {
  lang: 'zh-CN' as const,
  title: '长治市 · 日接收（件）',
  subtitle: '2026年10月24日 至 2026年11月22日',
  notes: [
    { name: 'n', value: '1,424 件' },
    { name: '截至', value: '2026年11月22日 10:42' },
    { name: '筛选', value: '环境卫生' },
  ],
  source: '数据来源：长治市网格治理数据 · 经纬',
}
const point = (now: number, rest = {}) => ({
  ...{ label: '11-22', now, isPartial: false, lastYear: now + 1, low: now - 5, high: now + 5, ...rest },
})
const bar = (name: string, parts: number[]) => ({ name, parts, words: ['1', ''], isDimmed: false, depth: 0 })
const RANKED = {
  ...{ name: '', value: null, low: null, high: null, few: null },
  ...{ tone: 'open' as const, words: '–', n: '0' },
}
const PICTURES: readonly ChartPicture[] = [
  {
    kind: 'trend',
    points: [point(10), point(30, { lastYear: null, low: null, high: null }), point(5, { isPartial: true })],
    words: { now: '今年', lastYear: '去年', normal: '常态' },
    event: { index: 1, words: '春节' },
  },
  {
    kind: 'bars',
    rows: [bar('安全隐患', [3, 1]), bar('噪声', [0, 0])],
    heads: ['在办', '超期'],
    partNames: ['未超期', '超期'],
  },
  {
    kind: 'heat',
    columns: ['0', '1'],
    rows: ['一', '二'],
    counts: [
      [1, 2],
      [3, 12],
    ],
  },
  {
    kind: 'ranking',
    rows: [
      { ...RANKED, name: '潞州区', value: 0.95, low: 0.94, high: 0.96, tone: 'poor', words: '95.0' },
      { ...RANKED, name: '沁县' },
    ],
    ...{ from: 0.9, to: 1, target: { value: 0.97, words: '97' }, heads: { figure: '接收处置率 %', n: 'n' } },
  },
]

describe('a chart on a slide', () => {
  it('says title, period, n, as-of, filters and source, and has whole numbers for places', () => {
    for (const picture of PICTURES) {
      const svg = chartSheet(picture, TEXT)
      for (const words of [TEXT.title, TEXT.subtitle, 'n 1,424 件', '截至 2026年11月22日 10:42', TEXT.source])
        expect(svg, picture.kind).toContain(words)
      expect(svg).toContain('width="1920" height="1080"')
      expect(svg).not.toMatch(/NaN|undefined|null|Infinity/)
    }
  })

  it('breaks lines where nothing is known, and dots what is not over', () => {
    const svg = chartSheet(PICTURES[0], TEXT)
    expect(svg.match(/<polygon/g)).toHaveLength(2)
    expect(svg).toContain('<circle')
    expect(svg).toContain('春节')
  })

  it('cuts long filters to four lines, and keeps them whole in the description', () => {
    const long = Array.from({ length: 200 }, (_, i) => `类别${i}`).join('、')
    const svg = chartSheet(PICTURES[1], { ...TEXT, notes: [{ name: '筛选', value: long }] })
    const [described, drawn] = [svg.slice(0, svg.indexOf('</desc>')), svg.slice(svg.indexOf('</desc>'))]
    expect(described).toContain(long)
    expect(drawn).toContain('…')
    const lowest = [...drawn.matchAll(/y="([\d.]+)"/g)].map((match) => Number(match[1]))
    expect(Math.max(...lowest)).toBeLessThan(1080)
  })

  it('draws of too few no interval, and a hollow dot only of a value there is to draw', () => {
    const few = { ...RANKED, few: '样本少' }
    const rows = [few, { ...few, value: 0.98 }]
    const ranking = { kind: 'ranking' as const, from: 0.9, to: 1, target: null, heads: { figure: '', n: '' } }
    const plain = chartSheet({ ...ranking, rows: [RANKED, RANKED] }, TEXT)
    const svg = chartSheet({ ...ranking, rows }, TEXT)
    const countOf = (element: string, of: string) => of.split(`<${element}`).length - 1
    expect(svg.match(/样本少/g)).toHaveLength(2)
    expect(countOf('rect', svg)).toBe(countOf('rect', plain))
    expect([countOf('circle', plain), countOf('circle', svg)]).toEqual([0, 1])
    expect(/<circle cx="([\d.]+)"/.exec(svg)?.[1]).toBe('1307.6')
  })

  it('names how many rows it had no room for', () => {
    const rows = Array.from({ length: 100 }, (_, i) => bar(`单位${i}`, [100 - i]))
    expect(chartSheet({ kind: 'bars', rows, heads: [], partNames: [] }, TEXT)).toMatch(
      /列前 \d+ 个，共 100 个/,
    )
  })

  it('has six whole-numbered classes of cells', () => {
    expect(heatClasses(12, 6)).toEqual([2, 4, 6, 8, 10])
  })

  it('names classes of cells that hold a whole number only', () => {
    expect(heatLegend(heatClasses(2, 6)).map(({ range }) => range)).toEqual(['0', '1', '≥ 2'])
    expect(heatLegend(heatClasses(320, 6)).map(({ range }) => range)).toHaveLength(6)
  })

  it('keeps a figure beneath the head of its column, whatever a row lacks', () => {
    const rows = [
      { ...bar('甲', [3]), words: ['3', '1'] },
      { ...bar('乙', [2]), words: ['2'] },
    ]
    const svg = chartSheet({ kind: 'bars', rows, heads: ['在办', '超期'], partNames: [] }, TEXT)
    const xOf = (said: string) =>
      new RegExp(`<text x="([\\d.]+)"[^>]*text-anchor="end"[^>]*>${said}<`).exec(svg)?.[1]
    expect(xOf('2')).toBe(xOf('在办'))
    expect(xOf('1')).toBe(xOf('超期'))
  })

  it('cannot be turned into markup by a name', () => {
    const svg = chartSheet({ kind: 'bars', rows: [bar('<b>&', [1])], heads: [], partNames: [] }, TEXT)
    expect(svg).toContain('&lt;b&gt;&amp;')
  })
})
