// Sheets as text: well-formed whatever the names hold, with everything that makes a figure defensible on them.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dissolve } from '#data/coverage/dissolve.ts'
import { buildRings } from '#data/coverage/rings.ts'
import { insidePath } from '#data/drawing/insidePath.ts'
import { boxOf, labelRoom } from '#data/drawing/labels.ts'
import { mapGeometry } from '#data/drawing/mapGeometry.ts'
import { PALETTES } from '#data/drawing/palettes.ts'
import { drawPicture } from '#data/drawing/picture.ts'
import { scaleOf } from '#data/drawing/scale.ts'
import { roundLength } from '#data/drawing/scaleBar.ts'
import { drawSheet, type SheetMap, type SheetText } from '#data/drawing/sheet.ts'
import { SHEET_KEYS, SHEETS, sheetOf } from '#data/drawing/sheets.ts'
import { escapeXml } from '#data/drawing/svg.ts'
import { textWidth, wrapText } from '#data/drawing/textWidth.ts'
import type { ClassName } from '#data/metrics/classes.ts'
import { raggedMesh } from '../../fixtures/raggedMesh.ts'

const mesh = raggedMesh({ columns: 12, rows: 10, detail: 2, seed: 3, lakes: 0.05 })
const arcs = dissolve(mesh.coverage, mesh.table, 4)
const rings = buildRings(arcs)
const classOf = (row: number): ClassName => (row % 11 < 9 ? row % 11 : row % 11 === 9 ? 'few' : 'none')

function mapOn(frame: { x: number; y: number; width: number; height: number }, name = '格'): SheetMap {
  return {
    geometry: mapGeometry({ table: mesh.table, arcs, rings, within: 0 }, frame),
    named: [],
    topLevel: 0,
    scale: scaleOf(
      ['density', 'handledRate'],
      [
        [0.25, 0.75],
        [0.95, 0.97],
      ],
      PALETTES.light,
      'zh-CN',
    ),
    unlocated: 3,
    isWhole: true,
    classes: [...mesh.table.rowsOfLevel[4]].map(classOf),
    classOf,
    nameOf: () => name,
  }
}

const text = (patch: Partial<SheetText> = {}): SheetText => ({
  lang: 'zh-CN',
  title: '方格市 · 网格',
  subtitle: '2026年6月1日 至 2026年6月30日',
  facts: [{ name: '接收处置率', value: '97.5', unit: '%', note: '95% 区间 97.3–97.7 · n 15,862' }],
  notes: [{ name: '截至', value: '2026年6月30日 12:00' }],
  source: '数据来源：方格市',
  reviewNumber: null,
  isSynthetic: false,
  unitsNote: '共 120 个网格',
  why: null,
  ...patch,
})

/** Throws where tags do not nest or a bare & or < stands in text. */
function checkWellFormed(svg: string): void {
  const open: string[] = []
  for (const [tag, close, name, , isEmpty] of svg.matchAll(
    /<(\/?)([a-zA-Z]+)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>/g,
  )) {
    if (close) expect(open.pop(), tag).toBe(name)
    else if (!isEmpty) open.push(name)
  }
  expect(open).toEqual([])
  const between = svg.replace(/<(\/?)([a-zA-Z]+)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>/g, '')
  expect(between).not.toMatch(/[<>]/)
  expect(between).not.toMatch(/&(?!(amp|lt|gt|quot|#39);)/)
}

describe('a sheet', () => {
  it.each(SHEETS)('on %s has title, legend, scale, period, as-of and the mark, and is well-formed', (key) => {
    const sheet = sheetOf(key)
    const svg = drawSheet(sheet, mapOn(sheet.map), text())
    checkWellFormed(svg)
    for (const words of [
      '方格市 · 网格',
      '2026年6月1日',
      '密度 × 接收处置率',
      '截至',
      'km',
      '内部资料，不得公开',
      '样本少',
      '>N<',
    ])
      expect(svg).toContain(words)
    expect(svg.includes('1∶')).toBe(key !== 'slide')
  })

  it('as the figure of a bulletin leaves out what the page says around it', () => {
    const sheet = sheetOf('bulletin')
    const svg = drawSheet(sheet, mapOn(sheet.map), text())
    checkWellFormed(svg)
    const drawn = svg.slice(svg.indexOf('</desc>'))
    for (const words of ['密度 × 接收处置率', '样本少', '内部资料，不得公开']) expect(drawn).toContain(words)
    for (const words of ['n 15,862', '截至']) expect(drawn).not.toContain(words)
  })

  it('is as large as its paper', () => {
    const size = (key: (typeof SHEETS)[number]) =>
      /width="(\S+)" height="(\S+)"/.exec(drawSheet(sheetOf(key), mapOn(sheetOf(key).map), text()))?.slice(1)
    expect(size('a4l')).toEqual(['297mm', '210mm'])
    expect(size('a3p')).toEqual(['297mm', '420mm'])
    expect(size('slide')).toEqual(['1920', '1080'])
  })

  it('keeps every part on the sheet and apart from the others', () => {
    for (const key of SHEET_KEYS) {
      const { width, height, title, map, side, foot, isPortrait } = sheetOf(key)
      for (const part of [title, map, side, foot]) {
        expect(part.x).toBeGreaterThanOrEqual(0)
        expect(part.x + part.width).toBeLessThanOrEqual(width)
        expect(part.y + part.height).toBeLessThanOrEqual(height)
      }
      expect(title.y + title.height).toBeLessThanOrEqual(map.y)
      if (isPortrait) expect(map.y + map.height).toBeLessThanOrEqual(side.y)
      else expect(map.x + map.width).toBeLessThanOrEqual(side.x)
      expect(side.y + side.height).toBeLessThanOrEqual(foot.y)
    }
  })

  it('carries the approval number once there is one', () => {
    const svg = drawSheet(sheetOf('a4l'), mapOn(sheetOf('a4l').map), text({ reviewNumber: 'GS(2026)1234号' }))
    expect(svg).toContain('审图号：GS(2026)1234号')
    expect(svg).not.toContain('不得公开')
  })

  it('counts every unit of the level in its legend', () => {
    const sheet = sheetOf('a4l')
    const svg = drawSheet(sheet, mapOn(sheet.map), text())
    const bold = [...svg.matchAll(/font-weight="600"[^>]*>([\d,]+)<\/text>/g)].map((match) =>
      Number(match[1]),
    )
    expect(bold.slice(0, 11).reduce((sum, count) => sum + count, 0)).toBe(mesh.table.rowsOfLevel[4].length)
  })

  it('stays well-formed whatever a unit is called', () => {
    const sheet = sheetOf('slide')
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 12 }),
        fc.string({ maxLength: 12 }),
        (name, title) => {
          checkWellFormed(drawSheet(sheet, mapOn(sheet.map, `${name}<&"'>\u0000\ud800`), text({ title })))
        },
      ),
      { numRuns: 20 },
    )
  })

  it('has no type below 18 pixels on a slide but the numbers of its classes', () => {
    const sheet = sheetOf('slide')
    const title = '长治市二〇二六年十月各乡镇街道事件密度与接收处置率分布情况（含经济技术开发区）'.repeat(2)
    const svg = drawSheet(sheet, mapOn(sheet.map, '乡'), text({ title: title.slice(0, 80) }))
    const sizes = [...svg.matchAll(/<text[^>]*font-size="([\d.]+)"[^>]*>([^<]*)/g)]
    expect(sizes.length).toBeGreaterThan(40)
    for (const [tag, size, said] of sizes)
      if (!/^\d$/.test(said)) expect(Number(size), tag).toBeGreaterThanOrEqual(18)
  })

  it('keeps a title of eighty characters above the map', () => {
    for (const key of SHEETS) {
      const sheet = sheetOf(key)
      const svg = drawSheet(sheet, mapOn(sheet.map), text({ title: '统'.repeat(80) }))
      const lines = [...svg.matchAll(/<text x="[\d.]+" y="([\d.]+)"[^>]*>(统+|2026年6月1日[^<]*)<\/text>/g)]
      expect(
        lines
          .map((line) => line[2])
          .join('')
          .startsWith('统'.repeat(80)),
      ).toBe(true)
      for (const [, y] of lines) expect(Number(y)).toBeLessThan(sheet.map.y)
    }
  })

  it('numbers the class of every unit that is large enough, inside the unit or with its name', () => {
    const sheet = sheetOf('a3l')
    const map = mapOn(sheet.map, '一个名字太长放不下的单元')
    const svg = drawSheet(sheet, map, text())
    const units = map.geometry?.units ?? []
    const alone = [
      ...svg.matchAll(/<text x="([\d.]+)" y="([\d.]+)" font-size="(?:10.8|8.64)" fill="[^"]+">(\d)</g),
    ].filter(([, x]) => Number(x) < sheet.map.x + sheet.map.width)
    const classed = units.filter(({ row }) => typeof classOf(row) === 'number')
    expect(svg.split('<tspan').length - 2 + alone.length).toBeGreaterThan(0.9 * classed.length)
    for (const [, x, y, number] of alone) {
      const [holder] = units.filter((unit) => insidePath(unit.path)(Number(x), Number(y) - 3))
      expect(String(Number(classOf(holder.row)) + 1)).toBe(number)
    }
  })

  it('is the same text for the same input', () => {
    const sheet = sheetOf('a4p')
    expect(drawSheet(sheet, mapOn(sheet.map), text())).toBe(drawSheet(sheet, mapOn(sheet.map), text()))
  })
})

describe('a picture for pages', () => {
  it('has a path with its id for every unit that is drawn, in both themes', () => {
    for (const theme of ['light', 'dark'] as const) {
      const frame = { x: 10, y: 10, width: 380, height: 280 }
      const svg = drawPicture({
        ...mapOn(frame),
        width: 400,
        height: 300,
        frame,
        theme,
        idOf: (row) => row + 1000,
      })
      checkWellFormed(svg)
      const ids = [...svg.matchAll(/data-unit="(\d+)"/g)].map((match) => Number(match[1]) - 1000)
      expect(ids.sort((a, b) => a - b)).toEqual([...arcs.rows])
    }
  })
})

describe('text on a sheet', () => {
  it('is wrapped without losing a character, no line wider than the room', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('统', '计', '。', 'a', 'W', '9', ' ', '件', '，', '\u{20bb7}'), {
          maxLength: 60,
        }),
        fc.integer({ min: 40, max: 300 }),
        (characters, width) => {
          const whole = characters.join('')
          const wrapped = wrapText(whole, 10, width)
          expect(wrapped.join('').replaceAll(' ', '')).toBe(whole.replaceAll(' ', ''))
          for (const line of wrapped) expect(textWidth(line, 10)).toBeLessThanOrEqual(width + 1e-9)
        },
      ),
    )
  })

  it('does not tear a date apart', () => {
    for (let width = 100; width < 300; width += 7)
      for (const line of wrapText('2026年10月24日 03:31 至 2026年11月23日 03:31', 10, width))
        expect(line).not.toMatch(/^[年月日]/)
  })

  it('never covers other text', () => {
    const wish = fc.record({
      lines: fc.constantFrom(['潞州区'], ['壶关县'], ['A'], ['上党经济', '技术开发区']),
      tail: fc.constantFrom('', '7'),
      x: fc.integer({ min: 0, max: 400 }),
      y: fc.integer({ min: 0, max: 300 }),
      size: fc.integer({ min: 8, max: 14 }),
      weight: fc.constant(500),
    })
    const limits = { left: 0, top: 0, right: 400, bottom: 300 }
    fc.assert(
      fc.property(fc.array(wish, { maxLength: 60 }), (wishes) => {
        const room = labelRoom(limits)
        for (const each of wishes) room.take(boxOf(each))
        const { boxes } = room
        boxes.forEach((a, i) => {
          expect(a.left >= 0 && a.top >= 0 && a.right <= 400 && a.bottom <= 300).toBe(true)
          for (const b of boxes.slice(i + 1))
            expect(a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom).toBe(false)
        })
      }),
    )
  })

  it('is escaped, and what XML forbids is replaced', () => {
    expect(escapeXml('<a href="x">&\'\u0000\ud800吉\u{20bb7}')).toBe(
      '&lt;a href=&quot;x&quot;&gt;&amp;&#39;\ufffd\ufffd吉\u{20bb7}',
    )
  })
})

it('a scale bar has a round length that fits', () => {
  fc.assert(
    fc.property(fc.double({ min: 0.5, max: 1e7, noNaN: true }), (limit) => {
      const length = roundLength(limit)
      expect(length).toBeLessThanOrEqual(limit)
      expect(length).toBeGreaterThan(limit / 2.51)
      expect(length / 10 ** Math.floor(Math.log10(length) + 1e-9)).toBeOneOf([1, 2, 5])
    }),
  )
})
