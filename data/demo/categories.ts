// What the demo city's matters are about: how often, when in the year, how long they take and may take. Shares and times after
// published reports of grid governance; codes of disputes follow GB/T 31000.
import type { DeadlineClock } from '../model/city.ts'
import type { Text } from '../model/text.ts'

export interface CategoryProfile {
  readonly code: string
  readonly name: Text
  /** Share of all matters, %. */
  readonly share: number
  readonly sensitive: boolean
  /** Median hours from received to handled, and σ of its logarithm. */
  readonly medianHours: number
  readonly sigma: number
  /** Hours allowed for handling at ordinary urgency, by the category's clock. */
  readonly deadlineHours: number
  readonly deadlineClock: DeadlineClock
  /** Factor on its frequency by month 1–12; absent: the same all year. */
  readonly season?: Season
}
type Season = (month: number, day: number) => number

const heating: Season = (month, day) =>
  (month === 11 && day >= 15) || month === 12 || month < 3 || (month === 3 && day <= 15) ? 6 : 1
const inMonths =
  (months: readonly number[], factor: number): Season =>
  (month) =>
    months.includes(month) ? factor : 1

type Row = readonly [
  code: string,
  zh: string,
  en: string,
  share: number,
  medianHours: number,
  sigma: number,
  deadlineHours: number,
  season?: Season,
]
const ROWS: readonly Row[] = [
  ['0101', '婚姻家庭纠纷', 'Marriage and family disputes', 1.1, 120, 1, 720],
  ['0102', '邻里纠纷', 'Neighbour disputes', 1.6, 96, 1, 480, inMonths([5, 6, 7, 8, 9], 2)],
  ['0103', '劳动争议', 'Labour disputes', 0.9, 150, 1, 720],
  ['0104', '土地权属纠纷', 'Land disputes', 0.9, 168, 1.1, 1080],
  ['0201', '消防通道堵塞', 'Blocked fire lane', 5.5, 30, 0.9, 120],
  ['0202', '电动车违规充电', 'Unsafe e-bike charging', 4.8, 26, 0.9, 96],
  ['0203', '燃气隐患', 'Gas hazard', 2.2, 20, 0.9, 72],
  ['0204', '危房隐患', 'Dangerous house', 1.6, 60, 1, 240],
  ['0205', '汛期与地质灾害隐患', 'Flood and landslide hazard', 1.6, 24, 0.9, 96, inMonths([7, 8], 4)],
  ['0206', '森林防火隐患', 'Forest fire hazard', 1.4, 20, 0.9, 72, inMonths([3, 4, 5], 3)],
  ['0207', '用电隐患', 'Electrical hazard', 1.4, 28, 0.9, 120],
  ['0301', '治安线索', 'Public order lead', 4, 18, 1, 96],
  ['0401', '生活垃圾积存', 'Litter', 14, 6, 0.9, 7],
  ['0402', '建筑垃圾堆放', 'Rubble', 6, 22, 1, 28],
  ['0403', '乱堆乱放', 'Piled goods', 4, 8, 0.9, 14],
  ['0404', '小广告', 'Small ads', 2, 6, 0.9, 7],
  ['0501', '道路破损', 'Road damage', 4, 48, 1, 240],
  ['0502', '井盖缺失破损', 'Manhole cover', 2, 12, 0.9, 48],
  ['0503', '路灯故障', 'Street lamp', 2.5, 36, 0.9, 144],
  ['0504', '供水管道漏水', 'Water leak', 2, 20, 0.9, 72],
  ['0505', '供热不足与管道漏水', 'Heating', 1.6, 26, 1, 72, heating],
  ['0601', '占道经营', 'Street vending', 5, 5, 0.8, 7],
  ['0602', '机动车乱停', 'Illegal parking', 4, 6, 0.8, 7],
  ['0701', '社保医保咨询办理', 'Social insurance', 6, 30, 1, 168],
  ['0702', '住房与物业', 'Housing and property management', 6, 60, 1, 240],
  ['0801', '秸秆焚烧', 'Straw burning', 1.4, 4, 0.8, 24, inMonths([6, 10], 5)],
  ['0802', '扬尘与散煤', 'Dust and coal', 1.4, 24, 0.9, 96],
  ['0803', '河道问题', 'River', 1.2, 48, 1, 240],
  ['0901', '食品与市场监管', 'Food and market', 2, 48, 1, 240],
  ['1001', '关爱服务', 'Care services', 3, 24, 0.9, 168],
  ['1101', '突发应急', 'Emergencies', 1.5, 3, 0.9, 24],
  ['1201', '咨询其他', 'Enquiries and other', 2, 12, 1, 120],
]
const SENSITIVE: readonly string[] = ['0101', '1001']
/** Deadlines in hours of work, seven to a working day, as published for the city's appearance. */
const WORKING: readonly string[] = ['0401', '0402', '0403', '0404', '0601', '0602']

export const CATEGORIES: readonly CategoryProfile[] = ROWS.map(
  ([code, zh, en, share, medianHours, sigma, deadlineHours, season]) => ({
    ...{ code, name: { zh, en }, share, medianHours, sigma, deadlineHours },
    sensitive: SENSITIVE.includes(code),
    deadlineClock: WORKING.includes(code) ? 'working' : 'natural',
    ...(season && { season }),
  }),
)

const text = (zh: string, en: string): Text => ({ zh, en })

export const CATEGORY_GROUPS: readonly [code: string, name: Text, sensitive: boolean][] = [
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
