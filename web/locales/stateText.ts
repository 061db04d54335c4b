// Words of what stands over the map when nothing, too little or no answer came, in the language of the interface; they come
// with that card.
import { type ComputedRef, computed } from 'vue'
import { useText } from './text.ts'

/** A date is set apart from Chinese words, a name is not. */
const apart = (words: string): string => (/\d$/.test(words) ? `${words} ` : words)

const zh = {
  zero: (window: string) => `${apart(window)}没有事件`,
  zeroText: (n: string, level: string) => `${n} 个${level}均为 0 件，不是缺数。`,
  zeroRate: '没有到期事件，率记为无数据。',
  filtered: (window: string) => `${apart(window)}没有符合筛选的事件`,
  future: (window: string) => `${apart(window)}尚未到`,
  futureText: (day: string) => `数据截至 ${day}。`,
  before: (window: string) => `${apart(window)}早于数据`,
  beforeText: (day: string) => `数据始于 ${day}。`,
  endedText: (day: string) => `数据止于 ${day}。`,
  unknown: (kind: string, keys: string) => `没有这个${kind}：${keys}`,
  unknownText: '链接中的筛选在本市没有对应项。',
  last: '看最后 30 天',
  recent: '看近 30 天',
  wider: '看近 12 个月',
  unfilter: '去掉筛选',
  kinds: { category: '类别', source: '来源', urgency: '紧急程度', handlingLevel: '处置层级' },
  few: (n: string, few: string, level: string) => `${n} 个${level}中 ${few} 个样本少`,
  fewNone: (none: string) => `，${none} 个无数据`,
  fewText: (limit: number) => `应处置不足 ${limit} 件，率的区间过宽，不着色。`,
  fewUp: (level: string) => `改看${level}`,
  fewWider: '放宽到近 12 个月',
  fewDensity: '只看密度',
  failed: '没有取到数据',
  failedCode: (code: string) => `仍不通请把编号 ${code} 告诉管理员。`,
  unknownUnit: (code: string) => `没有代码为 ${code} 的单元`,
  noCity: '还没有数据',
  noCityText: '导入单元与事件后在这里看到。命令：jingwei import',
}
const en: typeof zh = {
  zero: (window) => `No incidents: ${window}`,
  zeroText: (n, level) => `${level}: all ${n} are at 0; nothing is missing.`,
  zeroRate: ' Nothing fell due, so rates have no data.',
  filtered: (window) => `Nothing matches the filters: ${window}`,
  future: (window) => `Still to come: ${window}`,
  futureText: (day) => `Figures go up to ${day}.`,
  before: (window) => `Before the data: ${window}`,
  beforeText: (day) => `Data begin ${day}.`,
  endedText: (day) => `Data end ${day}.`,
  unknown: (kind, keys) => `No such ${kind}: ${keys}`,
  unknownText: 'This city does not have what the link filters by.',
  last: 'Look at the last 30 days',
  recent: 'Look at the last 30 days',
  wider: 'Look at 12 months',
  unfilter: 'Remove the filters',
  kinds: { category: 'category', source: 'source', urgency: 'urgency', handlingLevel: 'level of handling' },
  few: (n, few, level) => `${level}: ${few} of ${n} have too few to say`,
  fewNone: (none) => `, ${none} without data`,
  fewText: (limit) => `Fewer than ${limit} fell due; the interval is too wide to colour.`,
  fewUp: (level) => `Look at ${level}`,
  fewWider: 'Widen to 12 months',
  fewDensity: 'Density only',
  failed: 'The figures could not be had',
  failedCode: (code) => `If it stays so, give the administrator the number ${code}.`,
  unknownUnit: (code) => `There is no unit with the code ${code}`,
  noCity: 'No data yet',
  noCityText: 'Import units and incidents to see them here. Command: jingwei import',
}

export function useStateText(): ComputedRef<typeof zh> {
  const text = useText()
  return computed(() => (text.lang === 'en' ? en : zh))
}
