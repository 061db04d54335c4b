// Words of the public tables' page, Chinese; the type of every other language's.
export const publicWords = {
  title: '公开数据',
  month: '月份',
  table: '内容',
  tables: { received: '接收量（件）', outcome: '按期处置' } as Record<string, string>,
  unit: '单元',
  total: '合计',
  rate: '按期处置率',
  remainder: '未细分到下级',
  open: (name: string) => `展开 ${name}`,
  shut: (name: string) => `收起 ${name}`,
  hidden: '略去',
  hiddenHow: (small: string, withThem: string) =>
    `少于 10 件的 ${small} 格不公布；为防止由合计反推，另略去 ${withThem} 格，记作“–”。`,
  basis: '接收量按受理时间计；按期处置按办结或到期时间计，按期处置率 = 按期处置 ÷ 合计。',
  published: (at: string, version: string) => `${at} 公布，此后不再变化；边界为第 ${version} 版。`,
  none: '还没有公布过数据。',
  csv: '下载 CSV',
  publish: (month: string) => `公布 ${month}`,
  preview: '预览，尚未公布',
  level: '细到',
  confirm: '确认公布',
  confirmHow: '公布后不能撤回，也不能重做。',
  cancel: '取消',
  done: (month: string) => `${month} 已公布`,
  failed: '没有公布成',
}
export type PublicWords = typeof publicWords
