// Why a unit is in its class: its neighbours, its parent, and what would carry it into another.
import { breaksFor } from '#data/metrics/catalogue.ts'
import { classify } from '#data/metrics/classes.ts'
import { figureFrom } from '#data/metrics/figures.ts'
import type { Metric } from '#data/metrics/metric.ts'
import type { EvidenceResponse } from '#data/model/evidence.ts'
import { classChange } from '#data/statistics/classChange.ts'
import { extentOf } from './classCounting.ts'
import type { Evidence } from './evidence.ts'
import type { LoadedVersion } from './versions.ts'

type Explained = NonNullable<EvidenceResponse['explained']>

const NO_CHANGE = { at: null, matters: null } as const

export function explain(version: LoadedVersion, metric: Metric, evidence: Evidence, row: number): Explained {
  const { source } = evidence
  const figure = evidence.figure(row)
  const breaks = [...breaksFor(metric, metric.breaks, extentOf(source, version.table.level[row]))]
  const isTold = figure.value !== null && figure.denominator !== null
  const { up, down } = isTold
    ? classChange(
        figure.numerator,
        figure.denominator!,
        breaks,
        metric.kind === 'rate' ? figure.denominator! : Number.POSITIVE_INFINITY,
      )
    : { up: NO_CHANGE, down: NO_CHANGE }
  const named = (each: number) => {
    const { id, name } = version.table.units[each]
    return { id, name, figure: evidence.figure(each) }
  }
  const neighbours = evidence.neighboursOf(row).map(named)
  const parent = version.table.parent[row]
  return {
    id: version.table.units[row].id,
    unit: evidence.answer.units[evidence.indexOf(row)],
    breaks,
    classIndex: isTold ? classify(figure.value!, breaks) : null,
    up,
    down,
    neighbours,
    together: together(metric, neighbours, evidence, version.table.level[row]),
    parent: parent >= 0 ? named(parent) : null,
  }
}

/** The neighbours as if they were one unit; null where any of them is not told. */
function together(
  metric: Metric,
  neighbours: Explained['neighbours'],
  { source }: Evidence,
  level: number,
): Explained['together'] {
  if (neighbours.length === 0 || neighbours.some(({ figure }) => figure.state === 'hidden')) return null
  const sum = (of: 'numerator' | 'denominator') =>
    neighbours.reduce((total, { figure }) => total + (figure[of] ?? 0), 0)
  return figureFrom(metric, sum('numerator'), sum('denominator'), level, source.privacy)
}
