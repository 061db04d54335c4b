// Tables of every format as the row readers see them; the splitter is held to csv-parse.
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { parse } from 'csv-parse/sync'
import exceljs, { type Worksheet } from 'exceljs'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import type { CellTable } from '#data/ingest/cellTable.ts'
import { openGeoJsonPoints } from '../../../server/ingest/tables/geoJsonPoints.ts'
import { uniqueHeaders } from '../../../server/ingest/tables/headers.ts'
import { openTable } from '../../../server/ingest/tables/openTable.ts'
import { RecordSplitter } from '../../../server/ingest/tables/recordSplitter.ts'
import {
  type TableRow,
  type TableSource,
  valuesOf as valuesOfRow,
} from '../../../server/ingest/tables/tableSource.ts'
import { describeWithData, testData } from '../../setup/testData.ts'

const folder = mkdtempSync(join(tmpdir(), 'tables-'))
afterAll(() => rmSync(folder, { recursive: true }))

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

async function all(source: TableSource): Promise<TableRow[]> {
  const rows: TableRow[] = []
  for await (const chunk of source.rows()) rows.push(...chunk)
  return rows
}

const valuesOf = async (source: TableSource) => (await all(source)).map(({ values }) => values)

describe('the record splitter', () => {
  const piece = fc.constantFrom('a', 'bc', '"', '""', ',', ',', '\n', '\r\n', '"x"', ' ', '中', ',"', '",')
  const dirty = fc.array(piece, { maxLength: 60 }).map((pieces) => `${pieces.join('')}\n`)

  const expected = (text: string): string[][] | null => {
    try {
      return parse(text, {
        relax_quotes: true,
        relax_column_count: true,
        skip_empty_lines: true,
        record_delimiter: ['\r\n', '\n'],
      })
    } catch {
      return null
    }
  }
  const actual = (text: string, cut: number): string[][] | null => {
    const splitter = new RecordSplitter(',')
    const bytes = Buffer.from(text)
    const recordsOf = (table: CellTable) =>
      Array.from({ length: table.rows }, (_, row) =>
        valuesOfRow(table, row, table.first[row + 1] - table.first[row]),
      )
    try {
      const records: string[][] = []
      for (let at = 0; at < bytes.length; at += cut)
        records.push(...recordsOf(splitter.push(bytes.subarray(at, at + cut))))
      return [...records, ...recordsOf(splitter.push(Buffer.alloc(0), true))]
    } catch {
      return null
    }
  }

  it('reads dirty CSV as csv-parse does, however the text is cut', () => {
    fc.assert(
      fc.property(dirty, fc.integer({ min: 1, max: 30 }), (text, cut) => {
        expect(actual(text, cut)).toEqual(expected(text))
      }),
      { numRuns: 3000 },
    )
  })
})

describe('a text table', () => {
  it('keeps quotes, line breaks within quotes and the line each record starts at', async () => {
    const source = await openTable(file('quotes.csv', 'a,b\n"1\n2","say ""hi"""\n\n3,4\n'))
    expect(await all(source)).toEqual([
      { line: 2, values: ['1\n2', 'say "hi"'] },
      { line: 5, values: ['3', '4'] },
    ])
  })

  it('fits ragged rows to the header and names every column once', async () => {
    const source = await openTable(file('ragged.csv', 'a,a,,a_2\n1\n1,2,3,4,5\n'))
    expect(source.headers).toEqual(['a', 'a_3', 'column_3', 'a_2'])
    expect(await valuesOf(source)).toEqual([
      ['1', '', '', ''],
      ['1', '2', '3', '4'],
    ])
  })

  it.each([',', ';', '\t', '|'])('finds the delimiter %j', async (delimiter) => {
    const lines = ['name', 'x', 'y'].join(delimiter)
    const source = await openTable(file('delimiter.csv', `${lines}\n${lines}\n${lines}`))
    expect(source.delimiter).toBe(delimiter)
    expect(await valuesOf(source)).toHaveLength(2)
  })

  it('refuses an empty file and a quote that never closes', async () => {
    await expect(openTable(file('empty.csv', '\n\n'))).rejects.toMatchObject({ code: 'empty-file' })
    const source = await openTable(file('open.csv', 'a,b\n1,2\n"3,4\n5,6\n'))
    await expect(all(source)).rejects.toMatchObject({ code: 'unclosed-quote' })
    await expect(openTable(join(folder, 'none.csv'))).rejects.toMatchObject({ code: 'no-file' })
  })

  it('reads GB18030, even where the first characters beyond ASCII come late', async () => {
    // 街道,网格 and 东华门 in GB18030, as bytes: Node has no encoder for it.
    const header = [0xbd, 0xd6, 0xb5, 0xc0, 0x2c, 0xcd, 0xf8, 0xb8, 0xf1, 0x0a]
    const source = await openTable(
      file('gb.csv', Buffer.from([...header, 0xb6, 0xab, 0xbb, 0xaa, 0xc3, 0xc5, 0x2c, 0x31])),
    )
    expect(source).toMatchObject({ encoding: 'GB18030', headers: ['街道', '网格'] })
    expect(await valuesOf(source)).toEqual([['东华门', '1']])
    const late = await openTable(
      file('late.csv', Buffer.concat([Buffer.from(`a,b\n${'1,2\n'.repeat(200_000)}`), Buffer.from(header)])),
    )
    expect(late.encoding).toBe('GB18030')
    expect((await valuesOf(late)).at(-1)).toEqual(['街道', '网格'])
  })

  it('is unpacked by what it is, and refused where it is cut short', async () => {
    const packed = gzipSync(`a,b\n${'1,2\n'.repeat(5000)}`)
    expect(await all(await openTable(file('packed.csv', packed)))).toHaveLength(5000)
    const cut = file('cut.csv.gz', packed.subarray(0, packed.length - 12))
    await expect(openTable(cut).then(all)).rejects.toMatchObject({ code: 'damaged-gzip' })
  })

  it('has headers that are never empty and never twice', () => {
    const name = fc.constantFrom('', ' ', 'a', 'a_2', 'a_3', 'column_1', 'column_2', 'b ')
    fc.assert(
      fc.property(fc.array(name), (names) => {
        const headers = uniqueHeaders(names)
        expect(new Set(headers).size).toBe(names.length)
        expect(headers).not.toContain('')
      }),
    )
  })

  it('guesses UTF-16 without a mark', async () => {
    const text = Buffer.from('名称,数\n网格,1\n', 'utf16le')
    const little = await openTable(file('le.csv', text))
    expect(little).toMatchObject({ encoding: 'UTF-16LE', headers: ['名称', '数'] })
    const big = await openTable(file('be.csv', Buffer.from(text).swap16()))
    expect(big).toMatchObject({ encoding: 'UTF-16BE', headers: ['名称', '数'] })
    expect(await valuesOf(big)).toEqual([['网格', '1']])
  })
})

describe('NDJSON and GeoJSON', () => {
  it('flattens the objects of NDJSON and refuses a bad line as a row of its own', async () => {
    const lines = [
      '{"id":1,"place":{"lng":116.4,"lat":39.9}}',
      '',
      'not json',
      '{"id":"2","note":null,"tags":["x"]}',
    ]
    const source = await openTable(file('rows.ndjson', `${lines.join('\n')}\n`))
    expect(source).toMatchObject({ format: 'NDJSON', delimiter: null })
    expect(source.headers).toEqual(['id', 'place.lng', 'place.lat', 'note', 'tags'])
    expect(await all(source)).toEqual([
      { line: 1, values: ['1', '116.4', '39.9', '', ''] },
      { line: 3, values: ['', '', '', '', ''] },
      { line: 4, values: ['2', '', '', '', '["x"]'] },
    ])
  })

  const feature = (geometry: unknown, properties: unknown) => ({ type: 'Feature', geometry, properties })
  const point = { type: 'Point', coordinates: [116.4, 39.9] }

  it.each([undefined, 2])(
    'adds lng and lat to the properties of GeoJSON points (indent %s)',
    async (indent) => {
      const features = [feature(point, { id: 'a' }), feature(null, { id: 'b' })]
      const text = JSON.stringify({ type: 'FeatureCollection', features }, null, indent)
      const source = await openTable(file('points.geojson', text))
      expect(source).toMatchObject({ format: 'GeoJSON', headers: ['id', 'lng', 'lat'] })
      expect(await all(source)).toEqual([
        { line: 2, values: ['a', '116.4', '39.9'] },
        { line: 3, values: ['b', '', ''] },
      ])
    },
  )

  it('refuses GeoJSON and lines that are too large to be held', async () => {
    const path = file(
      'long.geojson',
      gzipSync(`{"type":"FeatureCollection","features":[${' '.repeat(5000)}]}`),
    )
    const refusal = { code: 'json-too-large' }
    await expect(openGeoJsonPoints(path, 'UTF-8', 99, 5000)).rejects.toMatchObject(refusal)
    const lines = file('long.ndjson', gzipSync(`{"a":1}\n{"a":"${'x'.repeat((1 << 24) + 9)}`))
    await expect(openTable(lines)).rejects.toMatchObject(refusal)
  })

  it('refuses polygons, other JSON and JSON cut short', async () => {
    const polygon = { type: 'Polygon', coordinates: [[[0, 0]]] }
    const polygons = { type: 'FeatureCollection', features: [feature(polygon, { id: 'a' })] }
    const code = (text: string) => openTable(file('bad.json', text)).catch((error) => error.code)
    expect(await code(JSON.stringify(polygons))).toBe('no-points')
    expect(await code('[1, 2]')).toBe('not-features')
    expect(await code('{"type": "FeatureCollection", "features": [')).toBe('bad-json')
  })
})

describe('an xlsx workbook', () => {
  async function workbook(fill: (sheet: Worksheet) => void): Promise<TableSource> {
    const book = new exceljs.Workbook()
    book.addWorksheet('empty')
    fill(book.addWorksheet('data'))
    const path = join(folder, 'book.xlsx')
    await book.xlsx.writeFile(path)
    return openTable(path)
  }

  it('reads every kind of cell as its text, from the first sheet with data', async () => {
    const source = await workbook((sheet) => {
      sheet.addRow(['code', 'at', 'lng', 'small', 'flag', 'rich', 'formula', 'link', 'error'])
      sheet.addRow([
        110101001001001,
        new Date('2024-03-05T08:30:15Z'),
        116.39748212345678,
        1e-7,
        true,
        { richText: [{ text: '东' }, { text: '城', font: { bold: true } }] },
        { formula: 'A2', result: 42 },
        { text: 'page', hyperlink: 'https://example.org' },
        { error: '#N/A' },
      ])
      sheet.getCell('A3').value = 140402198001011230
    })
    expect(source).toMatchObject({ format: 'xlsx', delimiter: null })
    expect(await all(source)).toEqual([
      {
        line: 2,
        values: [
          '110101001001001',
          '2024-03-05 08:30:15',
          '116.39748212345678',
          '0.0000001',
          'true',
          '东城',
          '42',
          'page',
          '',
        ],
      },
      { line: 3, values: ['1.40402E+17', '', '', '', '', '', '', '', ''] },
    ])
  })

  it('keeps serial dates to the second', async () => {
    const source = await workbook((sheet) => {
      sheet.addRow(['at', 'n'])
      sheet.addRow([45000.520833333, 1])
      sheet.getCell('A2').numFmt = 'yyyy-mm-dd hh:mm'
    })
    expect(await valuesOf(source)).toEqual([['2023-03-15 12:30:00', '1']])
  })

  it('skips a title and joins a header of two rows', async () => {
    const source = await workbook((sheet) => {
      sheet.addRows([
        ['事件导出表'],
        ['编号', '位置', '', '时间'],
        ['', '经度', '纬度', ''],
        ['a', 116.4, 39.9, 't'],
      ])
      for (const range of ['A1:D1', 'A2:A3', 'B2:C2', 'D2:D3']) sheet.mergeCells(range)
    })
    expect(source.headers).toEqual(['编号', '位置 经度', '位置 纬度', '时间'])
    expect(await all(source)).toEqual([{ line: 4, values: ['a', '116.4', '39.9', 't'] }])
  })

  it('takes no columns from cells that are only styled', async () => {
    const source = await workbook((sheet) => {
      sheet.addRows([
        ['a', 'b'],
        ['1', '2'],
      ])
      for (const address of ['XFD1', 'XFD2', 'F9']) sheet.getCell(address).font = { bold: true }
    })
    expect(source.headers).toEqual(['a', 'b'])
    expect(await valuesOf(source)).toEqual([['1', '2']])
  })

  it('is not unpacked where it would be too large, nor where the file was said to be another', async () => {
    const book = new exceljs.Workbook()
    const sheet = book.addWorksheet('data')
    for (let row = 0; row < 20_000; row++) sheet.addRow(['a', 'a', 'a'])
    const path = join(folder, 'bomb.xlsx')
    await book.xlsx.writeFile(path)
    // Over ten times as large unpacked.
    const mostBytes = 8 * statSync(path).size
    await expect(openTable(path, { mostBytes })).rejects.toMatchObject({ code: 'zip-too-large' })
    expect((await openTable(path)).headers).toHaveLength(3)
    await expect(openTable(path, { format: 'CSV', mostBytes })).rejects.toMatchObject({
      code: 'format-differs',
      message: expect.stringContaining('xlsx'),
    })
    expect((await openTable(path, { format: 'xlsx' })).format).toBe('xlsx')
  })

  it('refuses what is no workbook, and the old format', async () => {
    await expect(openTable(file('zip.xlsx', 'PK\u0003\u0004 nothing'))).rejects.toMatchObject({
      code: 'bad-workbook',
    })
    const old = Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1])
    await expect(openTable(file('old.xls', old))).rejects.toMatchObject({ code: 'old-workbook' })
  })
})

const texts = 'fixtures/mapshaper/text'
describeWithData(
  "mapshaper's text fixtures",
  ['utf16_le_bom.csv', 'utf16_be_bom.csv', 'utf8_bom.csv', 'states.csv', 'two_states.tsv', 'empty.csv'].map(
    (name) => `${texts}/${name}`,
  ),
  () => {
    const open = (name: string) => openTable(testData(`${texts}/${name}`)!)

    it('are the same table in every encoding', async () => {
      const [utf8, little, big] = await Promise.all(
        ['utf8_bom.csv', 'utf16_le_bom.csv', 'utf16_be_bom.csv'].map(open),
      )
      expect([utf8.encoding, little.encoding, big.encoding]).toEqual(['UTF-8 BOM', 'UTF-16LE', 'UTF-16BE'])
      expect(utf8).toMatchObject({ delimiter: '\t' })
      expect(utf8.headers[0]).toBe('election_dt')
      expect(little.headers).toEqual(utf8.headers)
      expect(await valuesOf(little)).toEqual(await valuesOf(utf8))
      expect(await valuesOf(big)).toEqual(await valuesOf(utf8))
    })

    it('have their delimiter found and their empty file refused', async () => {
      expect((await open('two_states.tsv')).delimiter).toBe('\t')
      const states = await open('states.csv')
      expect(states.headers[0]).toBe('STATE_NAME')
      expect(await all(states)).toHaveLength(52)
      await expect(open('empty.csv')).rejects.toMatchObject({ code: 'empty-file' })
    })
  },
)

describeWithData(
  'incidents of Chicago and San Francisco',
  [
    'incidents/chicago/311_sanitation_code_complaints.csv.gz',
    'incidents/chicago/crimes_2022.csv.gz',
    'incidents/san-francisco/311_service_requests.csv',
    'incidents/san-francisco/sffd_service_calls.csv',
  ],
  () => {
    it.each([
      ['chicago/311_sanitation_code_complaints.csv.gz', 74_401, 16],
      ['chicago/crimes_2022.csv.gz', 215_551, 8],
      ['san-francisco/311_service_requests.csv', 10_000, 19],
      ['san-francisco/sffd_service_calls.csv', 10_000, 36],
    ])('%s is read whole, twice', async (name, count, width) => {
      const source = await openTable(testData(`incidents/${name}`)!)
      expect(source).toMatchObject({ format: 'CSV', delimiter: ',' })
      expect(source.headers).toHaveLength(width)
      for (let turn = 0; turn < 2; turn++) {
        let rows = 0
        for await (const chunk of source.rows()) {
          rows += chunk.length
          expect(chunk.every(({ values }) => values.length === width)).toBe(true)
        }
        expect(rows).toBe(count)
      }
    })

    it.each(['311_service_requests.csv', 'sffd_service_calls.csv'])(
      '%s is what csv-parse reads',
      async (name) => {
        const path = testData(`incidents/san-francisco/${name}`)!
        const source = await openTable(path)
        const [headers, ...rows]: string[][] = parse(readFileSync(path), { bom: true, relax_quotes: true })
        expect(source.headers).toEqual(headers)
        expect(await valuesOf(source)).toEqual(rows)
      },
    )
  },
)
