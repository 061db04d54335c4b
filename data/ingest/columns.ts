// What a column is, judged by its header and first values: which field it feeds, and whether it holds persons.
import type { IncidentField } from './mapping.ts'

const SYNONYMS: Readonly<Record<IncidentField, readonly RegExp[]>> = {
  sourceId: [
    /^(工单号|工单编号|事件编号|编号|案件号|流水号)$/,
    /^(service request number|unique[ _]?key|case ?id|request ?id|incident[ _]?number|id)$/i,
  ],
  received: [
    /(受理|上报|接收|登记|立案|发生)(时间|日期)/,
    /^(creation|created|opened|received|reported)([ _]?(date|at|time|timestamp|date ?time))?$/i,
    /^(call (date|time|timestamp)|date)$/i,
  ],
  accepted: [/^(接单|审核)时间$/, /^accepted/i],
  dispatched: [/派(遣|单|发)时间/, /^dispatch/i],
  responded: [/(响应|到场)时间/, /^(responded|on scene)/i],
  handled: [/(处置|处理|办理|办结)(完成)?(时间|日期)/, /^(handled|resolved)/i],
  closed: [/(结案|关闭|归档)(时间|日期)/, /^(completion|closed|completed)([ _]?(date|at|time))?$/i],
  deadline: [/(截止|办理时限|到期)/, /^(due|deadline)/i],
  category: [
    /(三级|二级|一级)?(分类|类别|类型)$/,
    /^(category|type|type of service request|complaint[ _]type|primary[ _]?type|request type)$/i,
  ],
  urgency: [/紧急(程度|等级)/, /^(urgency|priority)/i],
  lng: [/^(经度|X坐标|东经)$/i, /^(lng|lon|long|longitude|x)$/i],
  lat: [/^(纬度|Y坐标|北纬)$/i, /^(lat|latitude|y)$/i],
  point: [/(问题点位|点位|坐标)$/, /^(location|point|coordinates)$/i],
  unitCode: [
    /(网格|单元|区划|社区|村居)(编码|代码|编号)/,
    /^(community[ _]?area|unit[ _]?code|grid[ _]?code|district|neighborhood)$/i,
  ],
  organisation: [/(处置|承办|责任)(单位|部门)/, /^(agency|department|owner[ _]?department)/i],
}

const PERSONAL: readonly RegExp[] = [
  /(姓名|诉求人|举报人|当事人|联系人|户主|身份证|证件号|手机|电话|住址|家庭地址|诉求人住址|邮箱|微信|车牌)/,
  /(first|last|full|caller|reporter|contact|owner)[ _]?name|^name$|(street|home|incident) address|phone|mobile|e-?mail|id[ _]?card|passport|plate|ssn|birth/i,
]
/** A mainland identity number or mobile number among the values. */
const PERSONAL_VALUE = /^(\d{17}[\dXx]|1[3-9]\d{9}|[^\s@]+@[^\s@]+\.[a-z]{2,})$/

/** Free text is never stored; it may name people. */
const FREE_TEXT =
  /(描述|内容|备注|诉求|详情)$|^(description|notes?|comments?|details?|(status|resolution) notes)$/i

/** Underscores are spaces to a person. */
const plain = (header: string): string => header.trim().replaceAll('_', ' ')

export const isFreeText = (header: string): boolean => FREE_TEXT.test(plain(header))

export function isPersonal(header: string, values: readonly string[]): boolean {
  if (PERSONAL.some((pattern) => pattern.test(plain(header)))) return true
  const filled = values.filter((value) => value.trim() !== '')
  return (
    filled.length > 0 &&
    filled.filter((value) => PERSONAL_VALUE.test(value.trim())).length > filled.length / 2
  )
}

/**
 * First column whose header means the field; earlier patterns win. Of several that one pattern fits, the first that tells the
 * time of day.
 */
export function guessColumns(
  headers: readonly string[],
  hasTime: (header: string) => boolean = () => false,
): Partial<Record<IncidentField, string>> {
  const columns: Partial<Record<IncidentField, string>> = {}
  const taken = new Set<string>()
  for (const [field, patterns] of Object.entries(SYNONYMS) as [IncidentField, readonly RegExp[]][]) {
    const header = patterns
      .map((pattern) =>
        headers.filter((candidate) => !taken.has(candidate) && pattern.test(plain(candidate))),
      )
      .map((fitting) => fitting.find(hasTime) ?? fitting[0])
      .find((found) => found !== undefined)
    if (header === undefined) continue
    columns[field] = header
    taken.add(header)
  }
  if (columns.lng && columns.lat) delete columns.point
  return columns
}

/** 1.40402E+14: a spreadsheet has rounded a code; the digits are gone. */
export const isScientific = (value: string): boolean =>
  (value.includes('E') || value.includes('e')) && /^\d(\.\d+)?[Ee]\+?\d{1,2}$/.test(value.trim())
