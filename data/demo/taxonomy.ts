// The demo city's levels, categories, sources and urgencies. Category shares and handling times after published
// reports of grid governance; codes of disputes follow GB/T 31000.
import type { City } from '../model/city.ts'
import type { Text } from '../model/text.ts'

const text = (zh: string, en: string): Text => ({ zh, en })

export interface CategoryProfile {
  readonly code: string
  readonly name: Text
  /** Share of all matters, %. */
  readonly share: number
  readonly sensitive: boolean
  /** Median hours from received to handled, and σ of its logarithm. */
  readonly medianHours: number
  readonly sigma: number
  /** Hours allowed for handling at ordinary urgency. */
  readonly deadlineHours: number
  /** Factor on its frequency by month 1–12; one number: the same all year. */
  readonly season?: (month: number, day: number) => number
}

const heating = (month: number, day: number): number =>
  (month === 11 && day >= 15) || month === 12 || month < 3 || (month === 3 && day <= 15) ? 6 : 1
const inMonths =
  (months: readonly number[], factor: number) =>
  (month: number): number =>
    months.includes(month) ? factor : 1

export const CATEGORIES: readonly CategoryProfile[] = [
  {
    code: '0101',
    name: text('婚姻家庭纠纷', 'Marriage and family disputes'),
    share: 1.1,
    sensitive: true,
    medianHours: 120,
    sigma: 1.0,
    deadlineHours: 720,
  },
  {
    code: '0102',
    name: text('邻里纠纷', 'Neighbour disputes'),
    share: 1.6,
    sensitive: false,
    medianHours: 96,
    sigma: 1.0,
    deadlineHours: 480,
    season: inMonths([5, 6, 7, 8, 9], 2),
  },
  {
    code: '0103',
    name: text('劳动争议', 'Labour disputes'),
    share: 0.9,
    sensitive: false,
    medianHours: 150,
    sigma: 1.0,
    deadlineHours: 720,
  },
  {
    code: '0104',
    name: text('土地权属纠纷', 'Land disputes'),
    share: 0.9,
    sensitive: false,
    medianHours: 168,
    sigma: 1.1,
    deadlineHours: 1080,
  },
  {
    code: '0201',
    name: text('消防通道堵塞', 'Blocked fire lane'),
    share: 5.5,
    sensitive: false,
    medianHours: 30,
    sigma: 0.9,
    deadlineHours: 120,
  },
  {
    code: '0202',
    name: text('电动车违规充电', 'Unsafe e-bike charging'),
    share: 4.8,
    sensitive: false,
    medianHours: 26,
    sigma: 0.9,
    deadlineHours: 96,
  },
  {
    code: '0203',
    name: text('燃气隐患', 'Gas hazard'),
    share: 2.2,
    sensitive: false,
    medianHours: 20,
    sigma: 0.9,
    deadlineHours: 72,
  },
  {
    code: '0204',
    name: text('危房隐患', 'Dangerous house'),
    share: 1.6,
    sensitive: false,
    medianHours: 60,
    sigma: 1.0,
    deadlineHours: 240,
  },
  {
    code: '0205',
    name: text('汛期与地质灾害隐患', 'Flood and landslide hazard'),
    share: 1.6,
    sensitive: false,
    medianHours: 24,
    sigma: 0.9,
    deadlineHours: 96,
    season: inMonths([7, 8], 4),
  },
  {
    code: '0206',
    name: text('森林防火隐患', 'Forest fire hazard'),
    share: 1.4,
    sensitive: false,
    medianHours: 20,
    sigma: 0.9,
    deadlineHours: 72,
    season: inMonths([3, 4, 5], 3),
  },
  {
    code: '0207',
    name: text('用电隐患', 'Electrical hazard'),
    share: 1.4,
    sensitive: false,
    medianHours: 28,
    sigma: 0.9,
    deadlineHours: 120,
  },
  {
    code: '0301',
    name: text('治安线索', 'Public order lead'),
    share: 4,
    sensitive: false,
    medianHours: 18,
    sigma: 1.0,
    deadlineHours: 96,
  },
  {
    code: '0401',
    name: text('生活垃圾积存', 'Litter'),
    share: 14,
    sensitive: false,
    medianHours: 6,
    sigma: 0.9,
    deadlineHours: 36,
  },
  {
    code: '0402',
    name: text('建筑垃圾堆放', 'Rubble'),
    share: 6,
    sensitive: false,
    medianHours: 22,
    sigma: 1.0,
    deadlineHours: 96,
  },
  {
    code: '0403',
    name: text('乱堆乱放', 'Piled goods'),
    share: 4,
    sensitive: false,
    medianHours: 8,
    sigma: 0.9,
    deadlineHours: 48,
  },
  {
    code: '0404',
    name: text('小广告', 'Small ads'),
    share: 2,
    sensitive: false,
    medianHours: 6,
    sigma: 0.9,
    deadlineHours: 36,
  },
  {
    code: '0501',
    name: text('道路破损', 'Road damage'),
    share: 4,
    sensitive: false,
    medianHours: 48,
    sigma: 1.0,
    deadlineHours: 240,
  },
  {
    code: '0502',
    name: text('井盖缺失破损', 'Manhole cover'),
    share: 2,
    sensitive: false,
    medianHours: 12,
    sigma: 0.9,
    deadlineHours: 48,
  },
  {
    code: '0503',
    name: text('路灯故障', 'Street lamp'),
    share: 2.5,
    sensitive: false,
    medianHours: 36,
    sigma: 0.9,
    deadlineHours: 144,
  },
  {
    code: '0504',
    name: text('供水管道漏水', 'Water leak'),
    share: 2,
    sensitive: false,
    medianHours: 20,
    sigma: 0.9,
    deadlineHours: 72,
  },
  {
    code: '0505',
    name: text('供热不足与管道漏水', 'Heating'),
    share: 1.6,
    sensitive: false,
    medianHours: 26,
    sigma: 1.0,
    deadlineHours: 72,
    season: heating,
  },
  {
    code: '0601',
    name: text('占道经营', 'Street vending'),
    share: 5,
    sensitive: false,
    medianHours: 5,
    sigma: 0.8,
    deadlineHours: 24,
  },
  {
    code: '0602',
    name: text('机动车乱停', 'Illegal parking'),
    share: 4,
    sensitive: false,
    medianHours: 6,
    sigma: 0.8,
    deadlineHours: 24,
  },
  {
    code: '0701',
    name: text('社保医保咨询办理', 'Social insurance'),
    share: 6,
    sensitive: false,
    medianHours: 30,
    sigma: 1.0,
    deadlineHours: 168,
  },
  {
    code: '0702',
    name: text('住房与物业', 'Housing and property management'),
    share: 6,
    sensitive: false,
    medianHours: 60,
    sigma: 1.0,
    deadlineHours: 240,
  },
  {
    code: '0801',
    name: text('秸秆焚烧', 'Straw burning'),
    share: 1.4,
    sensitive: false,
    medianHours: 4,
    sigma: 0.8,
    deadlineHours: 24,
    season: inMonths([6, 10], 5),
  },
  {
    code: '0802',
    name: text('扬尘与散煤', 'Dust and coal'),
    share: 1.4,
    sensitive: false,
    medianHours: 24,
    sigma: 0.9,
    deadlineHours: 96,
  },
  {
    code: '0803',
    name: text('河道问题', 'River'),
    share: 1.2,
    sensitive: false,
    medianHours: 48,
    sigma: 1.0,
    deadlineHours: 240,
  },
  {
    code: '0901',
    name: text('食品与市场监管', 'Food and market'),
    share: 2,
    sensitive: false,
    medianHours: 48,
    sigma: 1.0,
    deadlineHours: 240,
  },
  {
    code: '1001',
    name: text('关爱服务', 'Care services'),
    share: 3,
    sensitive: true,
    medianHours: 24,
    sigma: 0.9,
    deadlineHours: 168,
  },
  {
    code: '1101',
    name: text('突发应急', 'Emergencies'),
    share: 1.5,
    sensitive: false,
    medianHours: 3,
    sigma: 0.9,
    deadlineHours: 24,
  },
  {
    code: '1201',
    name: text('咨询其他', 'Enquiries and other'),
    share: 2,
    sensitive: false,
    medianHours: 12,
    sigma: 1.0,
    deadlineHours: 120,
  },
]

const GROUPS: readonly [code: string, name: Text, sensitive: boolean][] = [
  ['01', text('矛盾纠纷', 'Disputes'), false],
  ['02', text('安全隐患', 'Safety hazards'), false],
  ['03', text('社会治安', 'Public order'), false],
  ['04', text('环境卫生', 'Environment'), false],
  ['05', text('公共设施', 'Public facilities'), false],
  ['06', text('街面秩序', 'Street order'), false],
  ['07', text('民生服务', 'Livelihood'), false],
  ['08', text('生态农业', 'Ecology and farming'), false],
  ['09', text('食药市场', 'Food and market'), false],
  ['10', text('特殊群体关爱', 'Care services'), true],
  ['11', text('突发应急', 'Emergencies'), false],
  ['12', text('咨询其他', 'Enquiries and other'), false],
]

/** Shares in %. The video source closes without deadlines of its own. */
export const SOURCES: readonly { key: string; name: Text; share: number }[] = [
  { key: 'grid', name: text('网格员上报', 'Grid workers'), share: 72 },
  { key: 'resident', name: text('居民上报', 'Residents'), share: 10 },
  { key: 'patrol', name: text('巡查发现', 'Patrols'), share: 6 },
  { key: '12345', name: text('12345 热线', '12345 hotline'), share: 6 },
  { key: 'sensor', name: text('物联感知', 'Sensors'), share: 3 },
  { key: 'video', name: text('视频巡查', 'Video'), share: 2 },
  { key: 'transfer', name: text('部门转办', 'Transfers'), share: 1 },
]

/** Shares in %, and the factor on the deadline. */
export const URGENCIES: readonly { key: string; name: Text; share: number; deadlineFactor: number }[] = [
  { key: 'normal', name: text('一般', 'Normal'), share: 90, deadlineFactor: 1 },
  { key: 'raised', name: text('较急', 'Raised'), share: 8.5, deadlineFactor: 0.7 },
  { key: 'urgent', name: text('紧急', 'Urgent'), share: 1.4, deadlineFactor: 0.5 },
  { key: 'critical', name: text('特急', 'Critical'), share: 0.1, deadlineFactor: 0.3 },
]

export const DEMO_CITY: City = {
  name: text('长治市', 'Changzhi'),
  zone: 'Asia/Shanghai',
  levels: [
    { key: 'province', name: text('省', 'Province'), minZoom: 0 },
    { key: 'city', name: text('地市', 'City'), minZoom: 0 },
    { key: 'county', name: text('县区', 'County'), minZoom: 0 },
    { key: 'township', name: text('乡镇', 'Township'), minZoom: 5 },
    { key: 'village', name: text('村社', 'Village'), minZoom: 7 },
    { key: 'grid', name: text('网格', 'Grid'), minZoom: 8 },
  ],
  categories: [
    ...GROUPS.map(([code, name, sensitive]) => ({ code, name, sensitive })),
    ...CATEGORIES.map(({ code, name, sensitive }) => ({ code, name, sensitive })),
  ].sort((a, b) => (a.code < b.code ? -1 : 1)),
  sources: SOURCES.map(({ key, name }) => ({ key, name, hasDeadlines: true, linkTemplate: null })),
  urgencies: URGENCIES.map(({ key, name }) => ({ key, name })),
  assessmentMonthStartDay: 26,
  homeCode: '140400000000',
  syntheticBoundaries: true,
  demo: true,
}
