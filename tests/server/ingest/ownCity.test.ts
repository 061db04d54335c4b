// A city of one's own, as the people who bring it have it: irregular trees, other datums, every encoding and format,
// dirty borders. Each import is the one a person runs: a file, a mapping, a report.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import exceljs from 'exceljs'
import gcoord from 'gcoord'
import proj4 from 'proj4'
import { topology } from 'topojson-server'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { stringify } from 'yaml'
import type { IncidentReport, UnitsReport } from '#data/model/report.ts'
import type { ImportJob } from '../../../server/ingest/importJob.ts'
import { runImport } from '../../../server/ingest/runImport.ts'
import { openDuckDbStore } from '../../../server/store/duckdb/duckDbStore.ts'
import type { Store } from '../../../server/store/store.ts'

let store: Store
let folder: string
let clockMs = Date.UTC(2026, 10, 22)
beforeEach(async () => {
  store = await openDuckDbStore({ folder: ':memory:' })
  folder = mkdtempSync(join(tmpdir(), 'jingwei-own-'))
})
afterEach(async () => {
  await store.close()
  rmSync(folder, { recursive: true, force: true })
})

type Place = [number, number]
type Convert = (place: Place) => readonly number[]
const asIs: Convert = (place) => place

function write(name: string, content: string | Uint8Array): string {
  writeFileSync(join(folder, name), content)
  return join(folder, name)
}

async function run(
  kind: 'units' | 'incidents',
  file: string,
  mapping: object,
  options: Partial<ImportJob> = {},
  onProgress: () => void = () => {},
) {
  const yaml = write(`${kind}.yaml`, stringify({ kind, ...mapping }))
  clockMs += 1000
  return runImport(
    { kind, file, mapping: yaml, repair: false, toleranceMeters: 30, ...options },
    { store, folder, clock: () => clockMs, onProgress },
  )
}

// Hundredths of a degree from 113, 36:
//     ┌───────────┬─────┐   town T1 has villages V1, V2, and V1 has a grid G1; V2 lies in V1 as an enclave has an exclave;
//     │ V1 ┌──┐   │     │   T2 is a leaf; zone Z has no outline.
//     │    │V2│ G1│ T2  │
//     └────┴──┴───┴─────┘
const box = (x0: number, y0: number, x1: number, y1: number): Place[] =>
  (
    [
      [x0, y0],
      [x1, y0],
      [x1, y1],
      [x0, y1],
      [x0, y0],
    ] as Place[]
  ).map(([x, y]) => [113 + x / 100, 36 + y / 100])
const hole = (ring: Place[]): Place[] => [...ring].reverse()

interface Area {
  code: string
  level: string
  parent: string
  polygons: Place[][][]
}
const AREAS: Area[] = [
  { code: 'T1', level: 'town', parent: '', polygons: [] },
  { code: 'T2', level: 'town', parent: '', polygons: [[box(12, 0, 20, 10)]] },
  { code: 'Z', level: 'town', parent: '', polygons: [] },
  { code: 'V1', level: 'village', parent: 'T1', polygons: [[box(0, 0, 8, 10), hole(box(2, 2, 4, 4))]] },
  // An exclave inside V1, and land of its own.
  { code: 'V2', level: 'village', parent: 'T1', polygons: [[box(2, 2, 4, 4)], [box(8, 0, 10, 10)]] },
  { code: 'G1', level: 'grid', parent: 'V2', polygons: [[box(10, 0, 12, 10)]] },
]

const collection = (areas: readonly Area[], convert: Convert) => ({
  type: 'FeatureCollection' as const,
  features: areas.map(({ polygons, ...properties }) => ({
    type: 'Feature' as const,
    properties: { ...properties, name: `${properties.code}区` },
    geometry:
      polygons.length === 0
        ? null
        : {
            type: 'MultiPolygon' as const,
            coordinates: polygons.map((polygon) =>
              polygon.map((ring) => ring.map((place) => [...convert(place)])),
            ),
          },
  })),
})
const level = (key: string) => ({ key, name: { zh: key, en: key }, minZoom: 0 })
const unitMapping = (datum = 'WGS84') => ({
  city: { name: { zh: '试城', en: 'Trial' }, zone: 'Asia/Shanghai' },
  datum,
  levels: ['city', 'town', 'village', 'grid'].map(level),
  root: { code: 'ROOT', name: '试城' },
  columns: { code: 'code', name: 'name', parent: 'parent', level: 'level' },
})
const units = async (datum = 'WGS84', convert = asIs) =>
  (await run('units', write('areas.geojson', JSON.stringify(collection(AREAS, convert))), unitMapping(datum)))
    .report?.parts[0] as UnitsReport

const gauss = proj4('+proj=tmerc +lat_0=0 +lon_0=114 +k=1 +x_0=500000 +y_0=0 +ellps=GRS80 +units=m +no_defs')
const DATUMS: [string, Convert][] = [
  ['WGS84', asIs],
  ['GCJ02', (place) => gcoord.transform([...place] as Place, gcoord.WGS84, gcoord.GCJ02)],
  ['BD09', (place) => gcoord.transform([...place] as Place, gcoord.WGS84, gcoord.BD09)],
  ['EPSG:4490', asIs],
  ['EPSG:4547', (place) => gauss.forward([...place])],
]

const HEADERS = ['工单号', '受理时间', '截止时间', '类别', '经度', '纬度', '单元', '诉求人', '联系电话']
const PLACES: Place[] = [
  [113.01, 36.05],
  [113.03, 36.03],
  [113.11, 36.05],
  [113.15, 36.05],
]
const matters = (convert = asIs): string[][] =>
  PLACES.map((place, i) => [
    `M${i}`,
    `2026-06-0${i + 1} 09:30:00`,
    i === 1 ? '尽快' : '2026-06-09 18:00:00',
    i === 3 ? '0101' : '04',
    ...convert(place).map((number) => String(number)),
    '',
    '张三',
    `1380000000${i}`,
  ])
const csv = (rows: readonly (readonly string[])[]) =>
  [HEADERS, ...rows].map((row) => row.join(',')).join('\r\n')
const incidentMapping = (more: object = {}) => ({
  source: { key: 'calls', name: { zh: '热线', en: 'Calls' }, linkTemplate: 'https://old.example/{id}' },
  zone: 'Asia/Shanghai',
  columns: {
    sourceId: '工单号',
    received: '受理时间',
    deadline: '截止时间',
    category: '类别',
    lng: '经度',
    lat: '纬度',
  },
  deadlineHours: 48,
  ...more,
})
const incidents = async (file: string, more: object = {}) =>
  (await run('incidents', file, incidentMapping(more))).report?.parts[0] as IncidentReport
const named = ({ topUnits }: IncidentReport) => topUnits.map(({ name }) => name.split(' ').at(-1)).sort()

describe('units', () => {
  it('may branch to different depths, lie apart or within another, or have no outline', async () => {
    const report = await units()
    expect(report).toMatchObject({ outcome: 'stored', units: 7, unitsWithoutPolygon: 3 })
    expect(named(await incidents(write('a.csv', csv(matters()))))).toEqual(['G1区', 'T2区', 'V1区', 'V2区'])
    expect((await units()).outcome).toBe('unchanged')
  })

  it.each(DATUMS)('and incidents come in %s', async (datum, convert) => {
    const report = await units(datum, convert)
    expect(report, JSON.stringify(report.problems)).toMatchObject({ outcome: 'stored', datum })
    const read = await incidents(write('a.csv', csv(matters(convert))), { datum })
    expect(read).toMatchObject({ located: 4, unlocated: { total: 0 } })
    expect(named(read)).toEqual(['G1区', 'T2区', 'V1区', 'V2区'])
    const version = await store.readVersion((await store.listVersions())[0].id)
    const west = Math.min(...(version?.coverage.xs ?? []))
    // A metre at most: what a conversion there and back leaves.
    expect(Math.abs(west - 1_130_000_000)).toBeLessThan(100)
  })

  it('come as TopoJSON, the same as GeoJSON', async () => {
    const geo = collection(AREAS, asIs)
    await units()
    const file = write('areas.topojson', JSON.stringify(topology({ areas: geo as never })))
    const { report } = await run('units', file, unitMapping())
    expect(report?.parts[0]).toMatchObject({ format: 'TopoJSON', outcome: 'unchanged' })
  })

  it('are refused with the list where dirty, mended within the tolerance, and then unchanged', async () => {
    const dirty = AREAS.map((area) =>
      area.code === 'T2' ? { ...area, polygons: [[box(11.99, 0, 20, 10)]] } : area,
    )
    const file = write('dirty.geojson', JSON.stringify(collection(dirty, asIs)))
    const refused = (await run('units', file, unitMapping())).report?.parts[0] as UnitsReport
    expect(refused).toMatchObject({ outcome: 'refused', overlaps: { pairs: 1, mendable: 1 } })
    expect(refused.problems[0]).toMatchObject({ kind: 'overlap', units: ['G1', 'T2'], mended: false })
    expect(await store.listVersions()).toHaveLength(0)
    const repair = { repair: true }
    const mended = (await run('units', file, unitMapping(), repair)).report?.parts[0] as UnitsReport
    expect(mended.outcome).toBe('repaired')
    expect(mended.problems.every((problem) => problem.mended && problem.givenTo !== null)).toBe(true)
    expect((await run('units', file, unitMapping(), repair)).report?.parts[0]).toMatchObject({
      outcome: 'unchanged',
    })
  })

  it('keep the calendar and the organisations a city has when they come again', async () => {
    await units()
    const city = (await store.readCity())!
    const organisations = [{ key: 'bureau', name: { zh: '城管局', en: 'Bureau' }, parent: null }]
    await store.writeCity({ ...city, organisations, assessmentMonthStartDay: 26 })
    const file = write('fewer.geojson', JSON.stringify(collection(AREAS.slice(0, 5), asIs)))
    await run('units', file, { ...unitMapping(), effectiveFrom: '2026-01-01' })
    expect(await store.readCity()).toMatchObject({ organisations, assessmentMonthStartDay: 26 })
  })
})

const utf16 = (text: string): Buffer => Buffer.from(`\ufeff${text}`, 'utf16le')
/** What the decoder reads is what the encoder writes: all characters of two bytes. */
function gb18030(text: string): Buffer {
  const decoder = new TextDecoder('gb18030')
  const bytesOf = new Map<string, Buffer>()
  for (let high = 0x81; high <= 0xfe; high++)
    for (let low = 0x40; low <= 0xfe; low++) {
      const pair = Buffer.from([high, low])
      if (low !== 0x7f) bytesOf.set(decoder.decode(pair), pair)
    }
  return Buffer.concat([...text].map((letter) => bytesOf.get(letter) ?? Buffer.from(letter, 'latin1')))
}

async function workbook(): Promise<string> {
  const book = new exceljs.Workbook()
  const sheet = book.addWorksheet('六月')
  sheet.addRows([
    ['六月事件导出'],
    ['工单号', '受理时间', '截止时间', '类别', '位置', '', '单元', '诉求人', '联系电话'],
    ['', '', '', '', '经度', '纬度', '', '', ''],
  ])
  for (const range of ['A1:I1', 'E2:F2', ...[...'ABCDGHI'].map((column) => `${column}2:${column}3`)])
    sheet.mergeCells(range)
  for (const row of matters()) {
    const serial = 25_569 + Date.parse(`${row[1].replace(' ', 'T')}Z`) / 86_400_000
    const added = sheet.addRow([
      row[0],
      serial,
      row[2],
      row[3],
      Number(row[4]),
      Number(row[5]),
      '',
      row[7],
      row[8],
    ])
    added.getCell(2).numFmt = 'yyyy-mm-dd hh:mm:ss'
  }
  const path = join(folder, 'a.xlsx')
  await book.xlsx.writeFile(path)
  return path
}

describe('incidents', () => {
  beforeEach(async () => {
    await units()
  })

  it('are the same in every encoding and format, and twice changes nothing', async () => {
    const text = csv(matters())
    const first = await incidents(write('plain.csv', text))
    expect(first).toMatchObject({ read: 4, inserted: 4, located: 4, encoding: 'UTF-8', deadlinesUnread: 1 })
    const { seq } = await store.head()
    const objects = matters().map((row) => Object.fromEntries(row.map((value, i) => [HEADERS[i], value])))
    const points = objects.map(({ 经度, 纬度, ...properties }) => ({
      type: 'Feature',
      properties,
      geometry: { type: 'Point', coordinates: [Number(经度), Number(纬度)] },
    }))
    const geoJson = JSON.stringify({ type: 'FeatureCollection', features: points })
    const files: [string, string | Uint8Array, string][] = [
      ['again.csv', text, 'UTF-8'],
      ['packed.csv.gz', gzipSync(text), 'UTF-8'],
      ['mark.csv', `\ufeff${text}`, 'UTF-8 BOM'],
      ['wide.csv', utf16(text), 'UTF-16LE'],
      ['gb.csv', gb18030(text), 'GB18030'],
      ['lines.ndjson', objects.map((row) => JSON.stringify(row)).join('\n'), 'UTF-8'],
    ]
    for (const [name, content, encoding] of files) {
      const report = await incidents(write(name, content))
      expect(report, name).toMatchObject({
        encoding,
        unchanged: 4,
        inserted: 0,
        updated: 0,
        hours: first.hours,
      })
    }
    const places = { lng: 'lng', lat: 'lat' }
    const { columns } = incidentMapping()
    const ofPoints = await incidents(write('points.geojson', geoJson), { columns: { ...columns, ...places } })
    expect(ofPoints).toMatchObject({ format: 'GeoJSON', unchanged: 4 })
    const inSheet = { lng: '位置 经度', lat: '位置 纬度' }
    const ofSheet = await incidents(await workbook(), { columns: { ...columns, ...inSheet } })
    expect(ofSheet, JSON.stringify(ofSheet.rejections)).toMatchObject({ format: 'xlsx', unchanged: 4 })
    expect((await store.head()).seq).toBe(seq)
  })

  it('without ids add up over files; the same file again, in any order, changes nothing', async () => {
    const { sourceId: _, ...columns } = incidentMapping().columns
    const rows = matters()
    const send = async (name: string, some: readonly string[][]) =>
      incidents(write(name, csv(some)), { columns })
    expect(await send('may.csv', rows.slice(0, 2))).toMatchObject({ inserted: 2 })
    expect(await send('june.csv', rows.slice(2))).toMatchObject({ inserted: 2, updated: 0 })
    expect(await send('may.csv', rows.slice(0, 2).reverse())).toMatchObject({ unchanged: 2, inserted: 0 })
    const twice = [rows[0], rows[0]]
    expect(await send('twice.csv', twice)).toMatchObject({ unchanged: 1, inserted: 1, duplicates: 0 })
    expect(await send('twice.csv', twice)).toMatchObject({ unchanged: 2, inserted: 0 })
  })

  it('are refused by row where a spreadsheet has rounded a code, with what to do', async () => {
    const rows = matters()
    rows[2][6] = '1.40402E+14'
    const columns = { ...incidentMapping().columns, unitCode: '单元' }
    const { report } = await run('incidents', write('codes.csv', csv(rows)), incidentMapping({ columns }))
    const part = report?.parts[0] as IncidentReport
    expect(part).toMatchObject({ read: 4, stored: 3, rejected: 1 })
    expect(part.rejections).toEqual([
      { field: '单元', reason: 'scientific-code', example: '1.40402E+14', firstRow: 4, rows: 1 },
    ])
    const file = readFileSync(join(folder, 'imports', report?.id ?? '', 'rejected.csv'), 'utf8')
    expect(file).toBe(
      '\ufeff"row","field","reason","value"\r\n"4","单元","scientific-code","1.40402E+14"\r\n',
    )
  })

  it('lose the place where sensitive, the personal columns always, and keep the link to the original', async () => {
    const report = await incidents(write('a.csv', csv(matters())), { sensitive: ['0101'] })
    expect([...report.droppedColumns].sort()).toEqual(['联系电话', '诉求人'])
    const [private_] = await store.findIncidents(['calls'], 'M3')
    expect(private_).toMatchObject({ category: '0101', x: null, y: null })
    const city = await store.readCity()
    expect(city?.sources[0].linkTemplate).toBe('https://old.example/{id}')
    expect(city?.categories.find(({ code }) => code === '0101')?.sensitive).toBe(true)
    // Named later, a category is sensitive from then on.
    await incidents(write('b.csv', csv(matters())), { sensitive: ['04'] })
    expect((await store.readCity())?.categories.every(({ sensitive }) => sensitive)).toBe(true)
    await expect(
      incidents(write('c.csv', csv(matters())), {
        source: { key: 'x', name: { zh: 'x', en: 'x' }, linkTemplate: 'javascript:alert(1)' },
      }),
    ).rejects.toThrow(/source.linkTemplate/)
    await expect(
      incidents(write('d.csv', csv(matters())), {
        source: { key: 'x', name: { zh: 'x', en: 'x' }, unit: '999' },
      }),
    ).rejects.toThrow(/no unit 999[\s\S]*全市的留空/)
    expect((await store.readCity())?.sources).toHaveLength(1)
  })

  it('leave nothing half told when an import is ended', async () => {
    const rows = Array.from({ length: 40_000 }, (_, i) => [
      `N${i}`,
      i % 2 ? '' : '2026-06-01',
      ...matters()[0].slice(2),
    ])
    let told = 0
    const ended = run('incidents', write('many.csv', csv(rows)), incidentMapping(), {}, () => {
      if (++told === 3) throw new Error('ended')
    })
    await expect(ended).rejects.toThrow('ended')
    expect(
      readdirSync(join(folder, 'imports'), { withFileTypes: true }).filter((at) =>
        at.name.includes('incidents'),
      ),
    ).toEqual([])
    // The next import has a thread of its own and finds the store as it was.
    const report = await incidents(write('many.csv', csv(rows)))
    expect(report).toMatchObject({ read: 40_000, inserted: 20_000, rejected: 20_000 })
  })
})
