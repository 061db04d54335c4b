// One frame of a playback: the classes of all units of a level in one window, and the figures of the unit one looks within.
// Made of the same figures as tiles, legend and key figures, so that pausing shows what was seen.

import { letterOf } from '#data/metrics/classLetters.ts'
import type { MetricId } from '#data/metrics/metric.ts'
import type { FigureChoice } from '#data/metrics/smoothing.ts'
import type { Frame } from '#data/model/frames.ts'
import type { Slice } from '#data/model/slice.ts'
import { classNames, countClasses } from './classCounting.ts'
import type { SliceService } from './slices/sliceService.ts'
import type { LoadedVersion } from './versions.ts'

export interface FrameQuestion {
  readonly version: LoadedVersion
  /** Of the unit one looks within. */
  readonly row: number
  /** Index of the level that is coloured. */
  readonly level: number
  /** Rows whose classes are told. */
  readonly rows: readonly number[]
  /** Rows that are counted by class. */
  readonly counted: readonly number[]
  /** Of the scale: one, or rows and columns. */
  readonly metrics: readonly MetricId[]
  /** Of the unit one looks within. */
  readonly headline: readonly MetricId[]
  readonly choice: FigureChoice
}

export async function frameOf(
  slices: SliceService,
  slice: Slice,
  question: FrameQuestion,
): Promise<Omit<Frame, 'from' | 'to' | 'asOf'>> {
  const { version, row, level, rows, counted, metrics, headline, choice } = question
  const figures = await slices.figures(slice, version, [...new Set([...metrics, ...headline])], choice)
  const nameOf = classNames(figures.source, metrics, level)
  let classes = ''
  for (const each of rows) classes += letterOf(nameOf(each))
  const told = figures.figures(row)
  return {
    classes,
    ...countClasses(figures.source, metrics, level, counted),
    unlocated: figures.measures.unlocated.get('received')!,
    figures: Object.fromEntries(headline.map((id) => [id, told[id]])),
  }
}
