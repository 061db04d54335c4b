// Values for tiles: from the query of a tile's address to columns, kept by that text, since all tiles of a
// view carry the same one. Only a pinned query (asOf and seq) is kept: its figures never change, what of them may be told does.

import { z } from 'zod'
import { metricOf } from '#data/metrics/catalogue.ts'
import type { MetricId } from '#data/metrics/metric.ts'
import { FIGURES, type FigureChoice } from '#data/metrics/smoothing.ts'
import type { VersionId } from '#data/model/ids.ts'
import { type Slice, sliceKey, sliceQuerySchema } from '#data/model/slice.ts'
import { tailFigures } from '#data/tiles/tail.ts'
import { fromZodError, violation } from './problem.ts'
import { checkMetrics, sliceOf } from './sliceParameters.ts'
import type { SliceService } from './slices/sliceService.ts'
import { zlibCodec } from './tiles/codec.ts'
import type { TileFigures } from './tiles/tileService.ts'
import type { LoadedVersion } from './versions.ts'

const list = (usual: string) =>
  z
    .string()
    .max(2000)
    .default(usual)
    .transform((value) => [...new Set(value.split(',').filter((item) => item !== ''))])

/** `figures`: as counted or smoothed towards the parent. `stateOf`: those of the metrics whose worst state is the unit's; without it all of them. */
export const tileQuerySchema = z.strictObject({
  ...sliceQuerySchema.shape,
  metrics: list('received,density,handledRate'),
  stateOf: list(''),
  figures: z.enum(FIGURES).default('raw'),
})

export interface TileQuestion {
  readonly slice: Slice
  readonly metrics: readonly MetricId[]
  /** The metrics a unit's state is the worst of. */
  readonly stateOf: readonly MetricId[]
  readonly choice: FigureChoice
  /** Equal for equal slice and metrics. */
  readonly key: string
  /** Gives the same for ever. */
  readonly isPinned: boolean
}

/** Views looked at at the same time, by a city's worth of people. */
const KEPT_QUESTIONS = 200
/** A view's columns over 12,000 grids and three metrics take 300 kB. */
const KEPT_FIGURES = 100
/** Of each view: the boundaries in force, and those it is compared with. */
const KEPT_VERSIONS = 2

export interface TileQuestions {
  /** @param search the raw query without `?` */
  parse(search: string): Promise<TileQuestion>
  figures(question: TileQuestion, version: LoadedVersion): Promise<TileFigures>
  /** Of a pinned query that was answered before: without a wait. */
  kept(search: string, version: VersionId): TileFigures | undefined
}

/** Of all questions' figures together: tiles are kept by it, whoever asked. */
let computed = 0

interface KeptFigures {
  /** As it was then: a confined account's is made anew with its standings. */
  readonly version: LoadedVersion
  readonly made: Promise<TileFigures>
  /** Once made. */
  value?: TileFigures
}

export function createTileQuestions(
  slices: SliceService,
  citySeq: () => number,
  keptFigures = KEPT_FIGURES,
): TileQuestions {
  const questions = new Map<string, TileQuestion>()
  const figures = new Map<string, Map<VersionId, KeptFigures>>()

  async function compute(question: TileQuestion, version: LoadedVersion): Promise<TileFigures> {
    const { slice, metrics, stateOf, choice } = question
    const { columns, states } = await slices.tailColumns(slice, version, metrics, stateOf, choice)
    const described = columns.map((values, index) => ({ values, ...columnOf(metrics[index]) }))
    // The first key is short: it is part of every kept tile's.
    const written = tailFigures(described, states, version.table)
    const checksum = zlibCodec.crc32(written.slots, 0).toString(36)
    return { key: String(++computed), columnsKey: metrics.join(), checksum, ...written }
  }

  return {
    async parse(search) {
      const known = questions.get(search)
      if (known) return known
      const question = await parseQuestion(slices, search)
      if (question.isPinned) keep(questions, search, question, KEPT_QUESTIONS)
      return question
    },
    figures(question, version) {
      const ofVersions = figures.get(question.key) ?? new Map<VersionId, KeptFigures>()
      const known = ofVersions.get(version.id)
      if (known?.version === version) return known.made
      const entry: KeptFigures = { version, made: compute(question, version) }
      entry.made.then(
        (value) => {
          entry.value = value
        },
        () => ofVersions.delete(version.id),
      )
      keep(ofVersions, version.id, entry, KEPT_VERSIONS)
      keep(figures, question.key, ofVersions, keptFigures)
      return entry.made
    },
    kept(search, version) {
      const question = questions.get(search)
      const known = question && figures.get(question.key)?.get(version)
      return known?.version.citySeq === citySeq() ? known.value : undefined
    },
  }
}

async function parseQuestion(slices: SliceService, search: string): Promise<TileQuestion> {
  const entries = [...new URLSearchParams(search)]
  const values = Object.fromEntries(entries)
  if (entries.length > Object.keys(values).length) {
    const [repeated] = entries.find(([key], at) => entries.findIndex(([other]) => other === key) < at)!
    throw violation(repeated, 'given more than once')
  }
  const parsed = tileQuerySchema.safeParse(values)
  if (!parsed.success) throw fromZodError(parsed.error)
  const { metrics, stateOf, figures: choice, ...query } = parsed.data
  if (metrics.length === 0) throw violation('metrics', 'at least one', 422)
  checkMetrics(metrics)
  const stranger = stateOf.find((id) => !metrics.includes(id))
  if (stranger !== undefined) throw violation('stateOf', `${stranger} is not among \`metrics\``, 422)
  const isPinned = query.asOf !== undefined && query.seq !== undefined
  const slice = await sliceOf(slices, query)
  return {
    slice,
    metrics,
    stateOf: stateOf.length > 0 ? stateOf : metrics,
    choice,
    key: `${choice} ${metrics.join()} ${stateOf.join()} ${sliceKey(slice)}`,
    isPinned,
  }
}

/** How a tile carries a metric. */
export const columnOf = (metric: MetricId) => ({
  key: metric,
  kind: metricOf(metric).kind === 'count' ? ('uint' as const) : ('float' as const),
})

function keep<Key, Value>(map: Map<Key, Value>, key: Key, value: Value, limit: number): void {
  map.set(key, value)
  if (map.size > limit) map.delete(map.keys().next().value as Key)
}
