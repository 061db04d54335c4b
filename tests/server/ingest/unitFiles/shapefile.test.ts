import { describe, expect, it } from 'vitest'
import { readDbf } from '../../../../server/ingest/unitFiles/dbf.ts'
import { readShapefile, readZippedShapefile } from '../../../../server/ingest/unitFiles/shapefile.ts'
import { square } from './towns.ts'

/** 乡 as GBK writes it: valid GB18030, invalid UTF-8. */
const GBK_XIANG = [0xcf, 0xe7]

/** A .shp of one record of rings; type 1 makes one point of the first vertex. */
function shp(type: 1 | 5, rings: number[][][]): Uint8Array {
  const vertices = rings.flat()
  const content = Buffer.alloc(type === 1 ? 20 : 44 + 4 * rings.length + 16 * vertices.length)
  content.writeInt32LE(type, 0)
  if (type === 5) {
    content.writeInt32LE(rings.length, 36)
    content.writeInt32LE(vertices.length, 40)
    rings.forEach((_, at) => {
      content.writeInt32LE(rings.slice(0, at).flat().length, 44 + 4 * at)
    })
  }
  const start = type === 1 ? 4 : 44 + 4 * rings.length
  const written = type === 1 ? vertices.slice(0, 1) : vertices
  written.flat().forEach((value, at) => {
    content.writeDoubleLE(value, start + 8 * at)
  })
  const header = Buffer.alloc(108)
  header.writeInt32BE(9994, 0)
  header.writeInt32BE((header.length + content.length) / 2, 24)
  header.writeInt32LE(1000, 28)
  header.writeInt32LE(type, 32)
  header.writeInt32BE(1, 100)
  header.writeInt32BE(content.length / 2, 104)
  return Buffer.concat([header, content])
}

/** A .dbf of fields of ten characters; a row is its marker and its bytes. */
function dbf(
  fields: [name: string, type: string][],
  rows: [marker: string, ...values: (string | number[])[]][],
) {
  const header = Buffer.alloc(33 + 32 * fields.length)
  header[0] = 3
  header.writeUInt32LE(rows.length, 4)
  header.writeUInt16LE(header.length, 8)
  header.writeUInt16LE(1 + 10 * fields.length, 10)
  fields.forEach(([name, type], at) => {
    header.write(name, 32 + 32 * at)
    header.write(type, 43 + 32 * at)
    header[48 + 32 * at] = 10
  })
  header[header.length - 1] = 0x0d
  const padded = (value: string | number[]) =>
    Buffer.concat([Buffer.from(value as string), Buffer.alloc(10, ' ')]).subarray(0, 10)
  return Buffer.concat([
    header,
    ...rows.flatMap(([marker, ...values]) => [Buffer.from(marker), ...values.map(padded)]),
  ])
}

/** A zip archive of stored files. */
function zip(files: [name: Buffer, content: Uint8Array][]): Uint8Array {
  let at = 0
  const locals: Buffer[] = []
  const entries: Buffer[] = []
  for (const [name, content] of files) {
    const [local, entry] = [Buffer.alloc(30), Buffer.alloc(46)]
    local.writeUInt32LE(0x04034b50, 0)
    local.writeUInt16LE(name.length, 26)
    entry.writeUInt32LE(0x02014b50, 0)
    entry.writeUInt32LE(content.length, 20)
    entry.writeUInt32LE(content.length, 24)
    entry.writeUInt16LE(name.length, 28)
    entry.writeUInt32LE(at, 42)
    locals.push(local, name, Buffer.from(content))
    entries.push(entry, name)
    at += local.length + name.length + content.length
  }
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(files.length, 10)
  end.writeUInt32LE(at, 16)
  return Buffer.concat([...locals, ...entries, end])
}

const alone = { dbf: null, prj: null, cpg: null }

describe('readShapefile', () => {
  it('keeps parts that wind differently, and nests holes however they wind', () => {
    const rings = [square(0), square(10).toReversed()]
    const [shape] = readShapefile({ shp: shp(5, rings), ...alone }).features
    expect(shape.polygons).toEqual(rings.map((ring) => [ring]))
  })

  it('refuses a .shp cut short and tables of another length', () => {
    const whole = shp(5, [square(0)])
    expect(() => readShapefile({ shp: whole.subarray(0, whole.length - 8), ...alone })).toThrow(
      'ends too early',
    )
    const table = dbf(
      [['NAME', 'C']],
      [
        [' ', 'a'],
        [' ', 'b'],
      ],
    )
    expect(() => readShapefile({ ...alone, shp: whole, dbf: table })).toThrow('1 whole shapes')
  })

  it('leaves out a shape whose record is deleted', () => {
    const table = dbf([['NAME', 'C']], [['*', 'gone']])
    expect(readShapefile({ ...alone, shp: shp(5, [square(0)]), dbf: table }).features).toEqual([])
  })
})

describe('readZippedShapefile', () => {
  it('takes the layer of polygons, under a GBK path and in capitals', () => {
    const name = Buffer.from([...GBK_XIANG, ...Buffer.from('/B.')])
    const archive = zip([
      [Buffer.from('a.shp'), shp(1, [square(0)])],
      [Buffer.from('__MACOSX/a.shp'), shp(5, [square(0)])],
      [Buffer.concat([name, Buffer.from('SHP')]), shp(5, [square(4)])],
      [Buffer.concat([name, Buffer.from('DBF')]), dbf([['NAME', 'C']], [[' ', GBK_XIANG]])],
    ])
    expect(readZippedShapefile(archive).features).toEqual([
      { properties: { NAME: '乡' }, polygons: [[square(4)]] },
    ])
  })

  it('says that no shapefile is inside', () => {
    expect(() => readZippedShapefile(zip([[Buffer.from('a.txt'), Buffer.from('a')]]))).toThrow('no .shp')
  })
})

describe('readDbf', () => {
  it('gives numbers, long codes as text, dates as days, and null for blanks', () => {
    const fields: [string, string][] = [
      ['N', 'N'],
      ['BLANK', 'N'],
      ['DAY', 'D'],
      ['YES', 'L'],
      ['ASKED', 'L'],
    ]
    expect(readDbf(dbf(fields, [[' ', '      12.5', '', '20240229', 'T', '?']]), null)).toEqual([
      { N: 12.5, BLANK: null, DAY: '2024-02-29', YES: true, ASKED: null },
    ])
  })

  it('follows the .cpg file, and names one it does not know', () => {
    const table = dbf([['NAME', 'C']], [[' ', GBK_XIANG]])
    for (const cpg of ['GBK', 'CP936', 'gb2312', '936\r\n', 'ANSI 936', 'OEM']) {
      expect(readDbf(table, cpg), cpg).toEqual([{ NAME: '乡' }])
    }
    expect(readDbf(table, '88591')).toEqual([{ NAME: 'Ïç' }])
    expect(() => readDbf(table, 'Klingon')).toThrow('"Klingon"')
  })

  it('drops a character that the field’s end cuts', () => {
    const table = dbf([['NAME', 'C']], [[' ', [...Buffer.from('长治市潞'), 0x20]]])
    expect(readDbf(table, 'UTF-8')).toEqual([{ NAME: '长治市' }])
  })
})
