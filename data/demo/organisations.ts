// Who is responsible in the demo city, by the keys its incidents carry: a bureau a category group in the city and in each
// county, and the office of each township.
import type { Organisation } from '../model/city.ts'
import type { Unit } from '../model/unit.ts'

const BUREAUS: readonly (readonly [group: string, zh: string, en: string])[] = [
  ['01', '司法局', 'Justice Bureau'],
  ['02', '应急管理局', 'Emergency Management Bureau'],
  ['03', '公安局', 'Public Security Bureau'],
  ['04', '城市管理局', 'Urban Management Bureau'],
  ['05', '住房和城乡建设局', 'Housing and Construction Bureau'],
  ['06', '综合行政执法局', 'Law Enforcement Bureau'],
  ['07', '民政局', 'Civil Affairs Bureau'],
  ['08', '生态环境局', 'Ecology and Environment Bureau'],
  ['09', '市场监督管理局', 'Market Regulation Bureau'],
  ['10', '残疾人联合会', "Disabled Persons' Federation"],
  ['11', '应急指挥中心', 'Emergency Command Centre'],
  ['12', '政务热线办公室', 'Hotline Office'],
]
/** Stands for all of them; no incident carries it. */
const TOWNSHIPS = 'townships'
const CITY_CODE = '140400'
const COUNTY_LEVEL = 2
const TOWNSHIP_LEVEL = 3

export function demoOrganisations(units: readonly Unit[]): Organisation[] {
  const ofCity = BUREAUS.map(([group, zh, en]) => ({
    key: `${CITY_CODE}-${group}`,
    name: { zh: `长治市${zh}`, en: `Changzhi ${en}` },
    parent: null,
  }))
  const counties = units.filter(({ level, code }) => level === COUNTY_LEVEL && code.startsWith('1404'))
  const ofCounties = counties.flatMap(({ code, name }) =>
    BUREAUS.map(([group, zh, en]) => ({
      key: `${code.slice(0, 6)}-${group}`,
      name: { zh: `${name}${zh}`, en: `${name} ${en}` },
      parent: `${CITY_CODE}-${group}`,
    })),
  )
  const ofTownships = units
    .filter(({ level }) => level === TOWNSHIP_LEVEL)
    .map(({ id, name }) => ({
      key: `township-${id}`,
      name: { zh: `${name}${officeOf(name)}`, en: `${name} office` },
      parent: TOWNSHIPS,
    }))
  const townships = { key: TOWNSHIPS, name: { zh: '乡镇（街道）', en: 'Townships' }, parent: null }
  return [...ofCity, ...ofCounties, townships, ...ofTownships]
}

function officeOf(township: string): string {
  if (township.endsWith('街道')) return '办事处'
  if (township.endsWith('办事处')) return ''
  return /[镇乡]$/.test(township) ? '人民政府' : '管理委员会'
}
