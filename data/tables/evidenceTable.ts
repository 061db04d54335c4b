// The evidence of a level as a table: each unit's figure, what smoothing makes of it, where it lies on the funnel, whether it
// is part of a hot spot, and observed against expected. What a statistic has nothing to say of stays empty.
import { metricOf } from '../metrics/catalogue.ts'
import type { MetricId } from '../metrics/metric.ts'
import type { EvidenceResponse, UnitEvidence } from '../model/evidence.ts'
import type { Text } from '../model/text.ts'
import type { Lang } from '../text/figures.ts'
import { kindOf, metricCells, metricColumns } from './metricColumns.ts'
import { say } from './sliceWords.ts'
import type { Cell, Table, TableColumn } from './table.ts'

const FUNNEL: Readonly<Record<NonNullable<UnitEvidence['funnel']>, Text>> = {
  inside: { zh: '控制限内', en: 'within limits' },
  low95: { zh: '低于95%限', en: 'below 95% limit' },
  high95: { zh: '高于95%限', en: 'above 95% limit' },
  low998: { zh: '低于99.8%限', en: 'below 99.8% limit' },
  high998: { zh: '高于99.8%限', en: 'above 99.8% limit' },
}
const SPOT = { hot: { zh: '热点', en: 'hot' }, cold: { zh: '冷点', en: 'cold' } } as const
const FEW: Text = { zh: '偏少，请核实', en: 'few: please check' }

/** What the card of a unit says of it, besides its statistics. */
export type Explanation = Pick<
  NonNullable<EvidenceResponse['explained']>,
  'unit' | 'neighbours' | 'together' | 'parent' | 'up' | 'down'
>

/** @param explained every unit of the level with its explanation */
export function evidenceTable(
  name: string,
  explained: readonly Explanation[],
  metricId: MetricId,
  lang: Lang,
): Table {
  const metric = metricOf(metricId)
  const own = kindOf(metric)
  const column = (zh: string, en: string, kind: TableColumn['kind'], width?: number): TableColumn => ({
    ...{ header: lang === 'en' ? en : zh, kind, width },
  })
  return {
    name,
    columns: [
      column('代码', 'Code', 'text'),
      column('名称', 'Name', 'text'),
      ...metricColumns(metric, lang),
      column('上级', 'Parent', own),
      column('相邻单元数', 'Neighbours', 'count'),
      column('相邻合计', 'Neighbours together', own),
      column('升档需多(件)', 'Up: matters more', 'count'),
      column('升到', 'Up: to', own),
      column('降档需少(件)', 'Down: matters fewer', 'count'),
      column('降到以下', 'Down: below', own),
      column('平滑值', 'Smoothed', own),
      column('可靠度', 'Reliability', 'share'),
      column('漏斗图位置', 'On the funnel', 'text', 16),
      column('Gi* z', 'Gi* z', 'number'),
      column('Gi* 校正 p', 'Gi* adjusted p', 'number'),
      column('热点冷点', 'Hot or cold', 'text', 12),
      column('标化 实际件数', 'Mix observed', 'number'),
      column('标化 预期件数', 'Mix expected', 'number'),
      column('实际÷预期', 'Observed ÷ expected', 'number'),
      column('实际÷预期 95%下限', 'O÷E 95% low', 'number'),
      column('实际÷预期 95%上限', 'O÷E 95% high', 'number'),
      column('接收实际(件)', 'Received', 'count'),
      column('接收预期(件)', 'Received expected', 'number'),
      column('上报', 'Reporting', 'text', 16),
    ],
    rows: explained.map(({ unit, neighbours, together, parent, up, down }): Cell[] => {
      const { code, figure, smoothed, reliability, funnel, spot, mix, reporting } = unit
      return [
        ...[code, unit.name, ...metricCells(metric, figure, lang)],
        ...[parent?.figure.value ?? null, neighbours.length, together?.value ?? null],
        ...[matters(up), up.at, matters(down), down.at],
        ...[smoothed, reliability],
        funnel && say(FUNNEL[funnel], lang),
        ...[spot?.z ?? null, spot?.adjusted ?? null, spot?.kind ? say(SPOT[spot.kind], lang) : null],
        ...[mix?.observed ?? null, mix?.expected ?? null, mix?.ratio ?? null],
        ...[mix?.low ?? null, mix?.high ?? null],
        ...[reporting?.received ?? null, reporting?.expected ?? null],
        reporting?.isFew ? say(FEW, lang) : null,
      ]
    }),
  }
}

const matters = ({ matters: count }: Explanation['up']): number | null =>
  count === null ? null : Math.abs(count)
