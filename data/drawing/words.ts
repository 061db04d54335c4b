// Fixed words of sheets in both languages.
import type { Lang } from '../text/figures.ts'

const zh = {
  few: '样本少',
  none: '无数据',
  hidden: '不公开',
  unlocated: '未定位',
  unlocatedAll: '未定位（全部）',
  pieces: (n: string) => `${n} 件`,
  numbersNote: '格内左上为类别号，与图上数字一致，黑白打印可对照',
  noNumbersNote: '单元过多，图上不标类别号；黑白打印请逐县区或改大一级',
  noneAll: (level: string) => `本时段没有事件：各${level}均为 0 件，不是缺数`,
  noneMatch: '本时段没有符合筛选的事件',
  notYet: '本时段尚未到',
  notDueAll: (level: string) => `各${level}在本时段都没有可计算的事件`,
  fewAll: (level: string) => `各${level}样本都太少，区间过宽，不着色；可放长时段或改大一级`,
  countsNote: (n: string, level: string) => `共 ${n} 个${level}`,
  review: (number: string) => `审图号：${number}`,
  internal: '内部资料，不得公开',
  synthetic: '演示边界为合成，不可作为行政区划依据',
  noPolygon: '本单元没有边界，无法成图',
  fraction: (n: string) => `1∶${n}`,
  interval: (value: string) => `95% 区间 ${value}`,
}
const en: typeof zh = {
  few: 'Too few to say',
  none: 'No data',
  hidden: 'Not public',
  unlocated: 'Not located',
  unlocatedAll: 'Not located (all)',
  pieces: (n) => n,
  numbersNote: 'Small figures are class numbers, as on the map; they serve grey prints',
  noNumbersNote: 'Too many units for class numbers; for grey print take one part, or a coarser level',
  noneAll: (level) => `Nothing was received in this period: every unit (${level}) is at 0, none is missing`,
  noneMatch: 'Nothing in this period matches the filters',
  notYet: 'This period is still to come',
  notDueAll: (level) => `No unit (${level}) has anything to be counted in this period`,
  fewAll: (level) => `Every unit (${level}) has too few to colour: take a longer period or a coarser level`,
  countsNote: (n, level) => `${n} units: ${level}`,
  review: (number) => `Map approval no. ${number}`,
  internal: 'Internal, not for publication',
  synthetic: 'Demo boundaries are synthetic and no official division',
  noPolygon: 'This unit has no boundary to draw',
  fraction: (n) => `1:${n}`,
  interval: (value) => `95% interval ${value}`,
}

export type SheetWords = typeof zh
export const sheetWords = (lang: Lang): SheetWords => (lang === 'en' ? en : zh)
