// Tables to take away: what stands in a file adds up to what stands on the screen, for any filter; codes stay
// text, and no cell can start a formula.

import { parse } from 'csv-parse/sync'
import exceljs from 'exceljs'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { evidenceResponseSchema } from '#data/model/evidence.ts'
import { sliceResponseSchema } from '#data/model/figuresApi.ts'
import { incidentListSchema } from '#data/model/incidentsApi.ts'
import { csvCell } from '#data/tables/csv.ts'
import { fillGridCity, GRID_CITY, gridIncidents, NOW_MS } from '../../fixtures/gridCity.ts'
import { createTestServer, type TestServer } from './testServer.ts'

let server: TestServer
beforeAll(async () => {
  server = await createTestServer({ fill: false })
  await fillGridCity(server.store)
  await server.store.writeCity({
    ...GRID_CITY,
    organisations: [{ key: '0119', name: { zh: '消防大队', en: 'Fire brigade' }, parent: null }],
  })
  const charged = gridIncidents().filter(({ source }) => source === 'worker')
  await server.store.appendIncidents(charged.map((each) => ({ ...each, organisation: '0119' })))
})
afterAll(() => server.close())

const YEAR = 'from=2025-07-01T00:00:00Z&to=2026-07-01T00:00:00Z'

async function csv(path: string): Promise<Record<string, string>[]> {
  const response = await server.request(`/api/tables/${path}`)
  expect(response.status, await response.clone().text()).toBe(200)
  const bytes = Buffer.from(await response.arrayBuffer())
  expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf])
  return parse(bytes, { bom: true, columns: true })
}

async function workbook(path: string): Promise<exceljs.Workbook> {
  const response = await server.request(`/api/tables/${path}`)
  expect(response.status, await response.clone().text()).toBe(200)
  const book = new exceljs.Workbook()
  await book.xlsx.load(await response.arrayBuffer())
  return book
}

const sum = (rows: readonly Record<string, string>[], column: string): number =>
  rows.reduce((total, row) => total + Number(row[column]), 0)

/** Any filter of the slice, by day of June 2026, category, source, unit. */
const filter = fc.record({
  from: fc.integer({ min: 1, max: 15 }),
  days: fc.integer({ min: 1, max: 15 }),
  category: fc.subarray(['01', '0101', '04']),
  source: fc.subarray(['worker', 'calls']),
  within: fc.constantFrom('1', '101', '104'),
  hour: fc.option(fc.subarray([0, 3, 9, 12, 20], { minLength: 1 })),
})

describe('tables', () => {
  test('add up to the figures of the slice, for any filter', async () => {
    const day = (n: number) => `2026-06-${String(n).padStart(2, '0')}T00:00:00Z`
    await fc.assert(
      fc.asyncProperty(filter, async ({ from, days, category, source, within, hour }) => {
        const query = [
          `from=${day(from)}&to=${day(from + days)}&within=${within}&metrics=received,handledRate`,
          `category=${category.join(',')}&source=${source.join(',')}${hour ? `&hour=${hour.join(',')}` : ''}`,
        ].join('&')
        const slice = await server.json(`/api/slice?${query}&level=grid`, sliceResponseSchema)
        const { received } = slice.unit.figures
        // Counts of 1 to 4 of a sensitive category are told to nobody, so they cannot be added up either.
        const isTold =
          slice.rows.every((row) => row.figures.received.state !== 'hidden') && received.state !== 'hidden'
        if (!isTold) return
        const units = await csv(`units.csv?${query}&level=grid&lang=en`)
        expect(units.map((row) => row.Code)).toEqual(slice.rows.map(({ code }) => code))
        expect(sum(units, 'Received(incidents)') + slice.receivedAbove).toBe(received.value)
        const incidents = await csv(`incidents.csv?${query}&lang=en`)
        expect(incidents).toHaveLength(received.numerator)
        const series = await csv(`series.csv?${query}&lang=en`)
        expect(sum(series, 'Received')).toBe(received.value)
        const categories = await csv(`categories.csv?${query}&lang=en`)
        if (categories.every((row) => row['Received(incidents)'] !== ''))
          expect(sum(categories, 'Received(incidents)')).toBe(received.value)
        for (const table of ['sources', 'urgencies', 'handlingLevels']) {
          const rows = await csv(`${table}.csv?${query}&lang=en`)
          if (rows.every((row) => row['Received(incidents)'] !== ''))
            expect(sum(rows, 'Received(incidents)'), table).toBe(received.value)
        }
        const hours = await csv(`hours.csv?${query}&lang=en`)
        const whole = hours.at(-1)?.Total
        if (whole !== '') expect(Number(whole)).toBe(received.value)
      }),
      { numRuns: 40 },
    )
  })

  test('carry every rate with numerator, denominator and interval', async () => {
    const [row] = await csv(`units.csv?${YEAR}&level=village&metrics=handledRate`)
    expect(Object.keys(row)).toEqual([
      ...['代码', '名称', '层级', '上级'],
      ...[
        '接收处置率(%)',
        '接收处置率 分子',
        '接收处置率 分母',
        '接收处置率 95%下限(%)',
        '接收处置率 95%上限(%)',
        '接收处置率 说明',
      ],
      '统计说明',
    ])
    const rate = Number(row['接收处置率 分子']) / Number(row['接收处置率 分母'])
    expect(Number(row['接收处置率(%)'])).toBeCloseTo(rate * 100, 4)
    expect(Number(row['接收处置率 95%下限(%)'])).toBeLessThan(rate * 100)
  })

  test('as CSV say in a last column what a row means, wherever it is pasted', async () => {
    const rows = await csv(`units.csv?${YEAR}&level=village&metrics=received&category=04`)
    const [said] = new Set(rows.map((row) => row.统计说明))
    expect(rows.every((row) => row.统计说明 === said)).toBe(true)
    for (const words of [
      '方格市 各单元',
      '统计时段 2025年7月1日',
      '口径 ',
      '截至 2026年6月30日',
      '筛选 ',
      '来源 ',
    ])
      expect(said).toContain(words)
    const cases = await csv(`incidents.csv?${YEAR}&category=04`)
    expect(cases[0].统计说明).toBe(said.replace('各单元', '事件'))
  })

  test('list every dimension, unknown last, ages even where nothing waits', async () => {
    const organisations = await csv(`organisations.csv?${YEAR}`)
    expect(organisations.length).toBeGreaterThan(0)
    expect(Object.keys(organisations[0])).toContain('接收处置率 分母')
    const ages = await csv(`ages.csv?${YEAR}&lang=en`)
    expect(ages.map((row) => row.Name)).toEqual([
      ...['0–1 d', '1–3 d', '3–7 d', '7–14 d', '14–30 d', '30–90 d', '90+ d'],
    ])
    const hours = await csv(`hours.csv?${YEAR}`)
    expect(hours.map((row) => row.星期)).toEqual([
      '周一',
      '周二',
      '周三',
      '周四',
      '周五',
      '周六',
      '周日',
      '合计',
    ])
    expect(Object.keys(hours[0])).toHaveLength(1 + 24 + 1 + 1)
  })

  test('of the evidence say what the page says, never below the village', async () => {
    const query = `${YEAR}&level=grid&metrics=handledRate`
    const rows = await csv(`evidence.csv?${query}`)
    const { units } = await server.json(
      `/api/evidence?${YEAR}&level=village&metric=handledRate`,
      evidenceResponseSchema,
    )
    expect(rows.map((row) => row.代码)).toEqual(units.map(({ code }) => code))
    rows.forEach((row, i) => {
      expect(row['平滑值(%)'] === '' ? null : Number(row['平滑值(%)']) / 100).toSatisfy(
        (value: number | null) =>
          value === null ? units[i].smoothed === null : Math.abs(value - (units[i].smoothed ?? 0)) < 1e-5,
      )
    })
    const [first] = units
    const { explained } = await server.json(
      `/api/evidence?${YEAR}&level=village&metric=handledRate&unit=${first.code}`,
      evidenceResponseSchema,
    )
    const cell = (name: string) => (rows[0][name] === '' ? null : Number(rows[0][name]))
    expect(cell('相邻单元数')).toBe(explained?.neighbours.length)
    expect(cell('升档需多(件)')).toBe(explained?.up.matters == null ? null : Math.abs(explained.up.matters))
    expect(cell('上级(%)')).toBeCloseTo((explained?.parent?.figure.value ?? 0) * 100, 3)
    const [below] = await csv(`evidence.csv?${YEAR}&within=id:17`)
    expect(below.代码).toContain('村社以下')
    expect(await server.problem(`/api/tables/evidence.csv?${YEAR}&metrics=received`, 422)).toHaveProperty(
      'metrics',
    )
  })

  test('rank the worst first and what cannot be said last', async () => {
    const rows = await csv(`ranking.csv?${YEAR}&level=village&metrics=handledRate`)
    const said = rows
      .filter((row) => row['接收处置率 说明'] === '')
      .map((row) => Number(row['接收处置率(%)']))
    expect(said.length).toBeGreaterThan(2)
    expect(said).toEqual([...said].sort((a, b) => a - b))
    expect(rows.slice(said.length).every((row) => row['接收处置率 说明'] !== '')).toBe(true)
  })

  test('as xlsx keep codes as text and numbers as numbers, with a cover that says what they mean', async () => {
    const book = await workbook(`units.xlsx?${YEAR}&level=grid&metrics=received,handledRate`)
    expect(book.worksheets.map(({ name }) => name)).toEqual(['说明', '各单元'])
    const [cover, sheet] = book.worksheets
    const said = Object.fromEntries(
      (cover.getSheetValues() as (string | undefined)[][]).slice(1).map((row) => [row[1], row[2]]),
    )
    expect(said).toMatchObject({ 口径: '件数按受理，率按到期', 界线: '第 1 版，2026年1月1日起', 筛选: '无' })
    expect(said.截至).toMatch(/^2026年6月30日/)
    expect(said.接收处置率).toContain('÷')
    const code = sheet.getRow(2).getCell(1)
    expect([code.value, code.type, code.numFmt]).toEqual(['101001', exceljs.ValueType.String, '@'])
    expect(sheet.getRow(2).getCell(5).type).toBe(exceljs.ValueType.Number)
    expect(sheet.rowCount).toBe(18)
    expect(said.来源).toBe('数据来源：方格市网格治理数据 · 经纬')
    const { orientation, paperSize, fitToWidth } = sheet.pageSetup
    expect([orientation, paperSize, fitToWidth, sheet.pageSetup.printTitlesRow]).toEqual([
      'landscape',
      9,
      1,
      '1:1',
    ])
    expect(sheet.headerFooter.oddFooter).toContain('截至 2026年6月30日')
  })

  test('as xlsx keep every decimal of a coordinate', async () => {
    const book = await workbook(`incidents.xlsx?${YEAR}`)
    const sheet = book.worksheets[1]
    const heads = Array.from(sheet.getRow(1).values as unknown[], String)
    expect(sheet.getColumn(heads.indexOf('经度')).numFmt).toBe('0.0000000')
  })

  test('of incidents are streamed and say how many there are', async () => {
    const book = await workbook(`incidents.xlsx?${YEAR}`)
    const rows = book.worksheets[1].rowCount - 1
    const slice = await server.json(`/api/slice?${YEAR}`, sliceResponseSchema)
    expect(rows).toBe(slice.unit.figures.received.numerator + slice.unlocated.received)
    expect(JSON.stringify(book.worksheets[0].getSheetValues())).toContain(`全部 ${rows} 件`)
  })

  test('of incidents have the columns of the list, with when each was handled and closed', async () => {
    const head = (await csv(`incidents.csv?${YEAR}&lang=en`))[0]
    expect(Object.keys(head)).toHaveLength(Object.keys((await csv(`incidents.csv?${YEAR}`))[0]).length)
    const { rows: listed } = await server.json(
      `/api/incidents?${YEAR}&within=103&source=worker&limit=500`,
      incidentListSchema,
    )
    const rows = await csv(`incidents.csv?${YEAR}&within=103&source=worker`)
    expect(rows).toHaveLength(listed.length)
    const local = (instant: string) =>
      new Date(Date.parse(instant) + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ')
    const seen = new Set<string>()
    for (const row of rows) {
      const { receivedAt, endedAt, state } = listed.find(({ sourceId }) => sourceId === row.编号)!
      const end = endedAt === null ? NOW_MS : Date.parse(endedAt)
      expect(Number(row['历时(小时)'])).toBeCloseTo((end - Date.parse(receivedAt)) / 3_600_000, 3)
      expect(row.处置时间).toBe(endedAt === null ? '' : local(endedAt))
      expect(row.结案时间).toBe(row.处置时间)
      expect([row.处置层级, row.责任单位, row.责任单位代码]).toEqual(['网格', '消防大队', '0119'])
      seen.add(state)
    }
    expect([...seen].sort()).toEqual(expect.arrayContaining(['closed', 'overdue']))
    const sheet = (await workbook(`incidents.xlsx?${YEAR}&within=103&source=worker`)).worksheets[1]
    const heads = Array.from(sheet.getRow(1).values as unknown[], String)
    const code = sheet.getRow(2).getCell(heads.indexOf('责任单位代码'))
    expect([code.value, code.type, code.numFmt]).toEqual(['0119', exceljs.ValueType.String, '@'])
    expect(sheet.getRow(2).getCell(heads.indexOf('历时(小时)')).type).toBe(exceljs.ValueType.Number)
  })

  test('have a name that says what, where and as of when', async () => {
    const response = await server.request(`/api/tables/units.csv?${YEAR}&within=104`)
    const name = decodeURIComponent(
      /filename\*=UTF-8''(\S+)/.exec(response.headers.get('content-disposition') ?? '')?.[1] ?? '',
    )
    expect(name).toMatch(/^4村-各单元-网格-截至20260630-\d{4}-\d+\.csv$/)
  })

  test('refuse what is not there', async () => {
    expect(await server.problem('/api/tables/people.csv', 404)).toHaveProperty('table')
    expect(await server.problem('/api/tables/units.ods', 404)).toHaveProperty('table')
    expect(await server.problem('/api/tables/units.csv?metrics=happiness', 422)).toHaveProperty('metrics')
    expect(await server.problem('/api/tables/units.csv?level=street', 422)).toHaveProperty('level')
    expect(await server.problem('/api/tables/units.csv?within=x', 422)).toHaveProperty('within')
    expect(await server.problem('/api/tables/units.csv?colour=red', 400)).toHaveProperty('colour')
    expect(await server.problem('/api/tables/units.csv?version=9', 404)).toHaveProperty('version')
  })
})

test('a cell never starts a formula, and comes back as it was', () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.string(), fc.constantFrom('=1+1', '+86', '-x', '@A1', '\t=2', '\r\n"', ',')),
      (text) => {
        const [[cell]] = text === '' ? [['']] : (parse(csvCell(text), { relax_quotes: false }) as string[][])
        expect(/^[=+\-@\t\r]/.test(cell)).toBe(false)
        expect(cell === text || cell === `'${text}`).toBe(true)
      },
    ),
  )
  expect([csvCell(-3.5), csvCell(null), csvCell(Number.NaN)]).toEqual(['-3.5', '', ''])
})
