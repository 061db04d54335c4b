// Search of units by names, codes and spellings, with rare characters among them; and over HTTP.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { searchResponseSchema } from '#data/model/api.ts'
import { unitId } from '#data/model/ids.ts'
import { createUnitTable } from '#data/model/unit.ts'
import { createUnitSearch } from '../../server/search/unitSearch.ts'
import { createTestServer, type TestServer } from './routes/testServer.ts'

const NAMES: readonly [code: string, name: string, level: number, parent: string | null][] = [
  ['14', '山西省', 0, null],
  ['1404', '长治市', 1, '14'],
  ['140403', '潞州区', 2, '1404'],
  ['140428', '长子县', 2, '1404'],
  ['140403001', '太行东街街道', 3, '140403'],
  ['140403002', '英雄中路街道', 3, '140403'],
  ['140428001', '𠮷𬭎镇', 3, '140428'],
  ['140428002', '上𡊄乡', 3, '140428'],
  ['140428003', '绿㙍村', 3, '140428'],
]
const idOf = (code: string | null) => (code === null ? null : unitId(Number(code)))
const table = createUnitTable(
  NAMES.map(([code, name, level, parent]) => ({
    id: unitId(Number(code)),
    code,
    name,
    level,
    parentId: idOf(parent),
    households: null,
    population: null,
    staff: null,
  })),
)
const search = createUnitSearch(table)
const names = (wanted: string): string[] =>
  search.find(wanted, 20).found.map(({ row }) => table.units[row].name)

describe('units are found', () => {
  test('by name: exact first, then beginning, then inside; a level left out at the end is no matter', () => {
    expect(names('长治')).toEqual(['长治市'])
    expect(names('长')).toEqual(['长治市', '长子县'])
    expect(names('街')).toEqual(['太行东街街道', '英雄中路街道'])
  })
  test('by the beginning of a code, the code itself first', () => {
    expect(names('1404')[0]).toBe('长治市')
    expect(names('140403')).toEqual(['潞州区', '太行东街街道', '英雄中路街道'])
  })
  test.each([
    'cz',
    'zz',
    'changzhi',
    'zhangzhi',
    'ChangZhi',
    "chang'zhi",
    'chang zhi',
    'czhi',
    'changz',
    'czs',
  ])('by spelling, whichever way a character is read: %s', (typed) =>
    expect(names(typed)).toContain('长治市'),
  )
  test('by spelling from the middle, behind those that begin so', () => {
    expect(names('dongjie')).toEqual(['太行东街街道'])
    expect(names('zhou')).toEqual(['潞州区'])
    expect(names('thdj')).toEqual(['太行东街街道'])
    expect(names('txdj')).toEqual(['太行东街街道'])
  })
  test('by ü as v or u', () => {
    expect(names('lv')).toContain('绿㙍村')
    expect(names('lü')).toContain('绿㙍村')
  })
  test('by rare characters of two UTF-16 units, whole or in part of the name', () => {
    expect(names('𠮷')).toEqual(['𠮷𬭎镇'])
    expect(names('𬭎镇')).toEqual(['𠮷𬭎镇'])
    expect(names('上𡊄')).toEqual(['上𡊄乡'])
    expect(names('㙍')).toEqual(['绿㙍村'])
    // The first unit of 𠮷 alone is no character of the name.
    expect(names('𠮷'.slice(0, 1))).toEqual([])
  })
  test('by full-width letters and digits as by ordinary ones', () => {
    expect(names('１４０４０３')[0]).toBe('潞州区')
    expect(names('ｃｚ')).toContain('长治市')
  })
  test('not at all by blanks or by what no name holds', () => {
    expect(names('  ')).toEqual([])
    expect(names('上海')).toEqual([])
    expect(names('q'.repeat(90))).toEqual([])
  })
  test('with the number of all matches, those beyond the limit included', () => {
    const { found, total } = search.find('14', 2)
    expect(found).toHaveLength(2)
    expect(total).toBe(NAMES.length)
  })
  test('in time that does not grow with the ways to spell a long name', () => {
    const long = createUnitSearch(
      createUnitTable([{ ...table.units[0], name: '长'.repeat(60), parentId: null, level: 0 }]),
    )
    const began = performance.now()
    long.find(`${'c'.repeat(39)}q`, 5)
    long.find(`${'z'.repeat(40)}`, 5)
    expect(performance.now() - began).toBeLessThan(500)
  })
})

describe('over HTTP', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await createTestServer()
  })
  afterAll(() => server.close())
  const ask = (q: string) => server.json(`/api/search?q=${encodeURIComponent(q)}`, searchResponseSchema)

  test('a unit comes with its level and the names above it', async () => {
    const { units } = await ask('2cun')
    expect(units[0]).toMatchObject({ name: '2村', level: 'village', path: ['方格市'], by: 'pinyin' })
  })
  test('an incident is found by its whole id only, of a sensitive one no more is told than in lists', async () => {
    expect((await ask('4-2')).incidents.map(({ sourceId }) => sourceId)).toEqual(['4-2'])
    expect((await ask('4-')).incidents).toEqual([])
    const [sensitive] = (await ask('8-10')).incidents
    expect(sensitive).toMatchObject({ category: '0101', lngLat: null, unit: { name: '2村' } })
  })
  test('without a text, or with too long a one, the problem names it', async () => {
    expect(await server.problem('/api/search', 400)).toHaveProperty('q')
    expect(await server.problem(`/api/search?q=${'x'.repeat(101)}`, 400)).toHaveProperty('q')
    expect(await server.problem('/api/search?q=a&limit=0', 400)).toHaveProperty('limit')
  })
})
