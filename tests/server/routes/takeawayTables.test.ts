// Tables to take away: what stands in a file adds up to what stands on the screen, for any filter; codes stay
// text, and no cell can start a formula.

import { parse } from 'csv-parse/sync'
import exceljs from 'exceljs'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sliceResponseSchema } from '#data/model/api.ts'
import { csvCell } from '#data/tables/csv.ts'
import { createTestServer, type TestServer } from './testServer.ts'

let server: TestServer
beforeAll(async () => {
  server = await createTestServer()
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
        if (categories.every((row) => row.Received !== ''))
          expect(sum(categories, 'Received')).toBe(received.value)
      }),
      { numRuns: 40 },
    )
  })

  test('carry every rate with numerator, denominator and interval', async () => {
    const [row] = await csv(`units.csv?${YEAR}&level=village&metrics=handledRate`)
    expect(Object.keys(row)).toEqual([
      ...['代码', '名称', '层级', '上级'],
      ...[
        '接收处置率',
        '接收处置率 分子',
        '接收处置率 分母',
        '接收处置率 95%下限',
        '接收处置率 95%上限',
        '接收处置率 说明',
      ],
    ])
    const rate = Number(row['接收处置率 分子']) / Number(row['接收处置率 分母'])
    expect(Number(row.接收处置率)).toBeCloseTo(rate, 12)
    expect(Number(row['接收处置率 95%下限'])).toBeLessThan(rate)
  })

  test('rank the worst first and what cannot be said last', async () => {
    const rows = await csv(`ranking.csv?${YEAR}&level=village&metrics=handledRate`)
    const said = rows.filter((row) => row['接收处置率 说明'] === '').map((row) => Number(row.接收处置率))
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
  })

  test('of incidents are streamed and say how many there are', async () => {
    const book = await workbook(`incidents.xlsx?${YEAR}`)
    const rows = book.worksheets[1].rowCount - 1
    const slice = await server.json(`/api/slice?${YEAR}`, sliceResponseSchema)
    expect(rows).toBe(slice.unit.figures.received.numerator + slice.unlocated.received)
    expect(JSON.stringify(book.worksheets[0].getSheetValues())).toContain(`全部 ${rows} 件`)
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
