// Frames of a playback: one question for all of them, answered in lines as they are counted, so that playing starts with the
// first and nobody waits for a year.
import { stream } from 'hono/streaming'
import { z } from 'zod'
import { MOST_FRAMES } from '#data/calendar/playback.ts'
import { rowsWithin } from '#data/metrics/evidence.ts'
import { FIGURES } from '#data/metrics/smoothing.ts'
import type { Frame, FramesHead } from '#data/model/frames.ts'
import { sliceQuerySchema } from '#data/model/slice.ts'
import { addDays, startOfDayMs } from '#data/text/days.ts'
import { guard, servicesOf } from '../access/guard.ts'
import { type FrameQuestion, frameOf } from '../frames.ts'
import { fromZodError, violation } from '../problem.ts'
import { checkMetrics, sliceOf } from '../sliceParameters.ts'
import {
  type App,
  answersOf,
  isShown,
  levelIndex,
  levelParameter,
  listParameter,
  namedVersion,
  unitParameter,
  withinRow,
} from './route.ts'

const DAY = String.raw`\d{4}-\d{2}-\d{2}`
const WINDOW = new RegExp(`^(${DAY})/(${DAY})$`)

/** `days`: the windows, local days, both included. */
const framesQuerySchema = z.strictObject({
  ...sliceQuerySchema.omit({ window: true, from: true, to: true }).shape,
  days: z.string().max(MOST_FRAMES * 24),
  within: unitParameter.optional(),
  level: levelParameter,
  metrics: listParameter.default(['density', 'handledRate']),
  headline: listParameter.default([]),
  figures: z.enum(FIGURES).default('raw'),
})

export function addFramesRoute(app: App): void {
  app.openAPIRegistry.registerPath({
    method: 'get',
    path: '/api/frames',
    summary: 'Windows one after another: a line with the units, then a line a window with the class of each',
    request: { query: framesQuerySchema },
    responses: answersOf('Lines of JSON', 'application/x-ndjson'),
  })
  app.get('/api/frames', guard('figures'), async (context) => {
    const { versions, slices } = servicesOf(context)
    const parsed = framesQuerySchema.safeParse(context.req.query())
    if (!parsed.success) throw fromZodError(parsed.error)
    const { days, within, level: levelKey, metrics, headline, figures: choice, ...query } = parsed.data
    const windows = windowsOf(days)
    if (metrics.length < 1 || metrics.length > 2) throw violation('metrics', 'one metric, or two', 422)
    const version = await namedVersion(versions, query.version, query.seq)
    const level = levelIndex(version, levelKey, 422)
    const row = withinRow(version, within)
    const question: FrameQuestion = {
      ...{ version, row, choice },
      level,
      rows: [...version.table.rowsOfLevel[level]].filter((each) => isShown(version, each)),
      counted: rowsWithin(version.table, row, level).filter((each) => isShown(version, each)),
      ...{ metrics: checkMetrics(metrics), headline: checkMetrics(headline) },
    }
    const { zone } = version.city
    const instant = (day: string) => startOfDayMs(day, zone)
    // The first resolves the tick that all are of.
    const first = await sliceOf(slices, sliceQueryOf(windows[0]))
    // Each as of its own end: handled since then, the past would look better than the present, which has not had that time.
    const slicesOfFrames = await Promise.all(
      windows.map((window) => {
        const asked = sliceQueryOf(window)
        return sliceOf(slices, { ...asked, asOf: Math.min(first.asOfMs, asked.to), seq: first.seq })
      }),
    )
    function sliceQueryOf({ from, to }: { from: string; to: string }) {
      return { ...query, from: instant(from), to: instant(addDays(to, 1)) }
    }
    const head: FramesHead = {
      version: version.id,
      level: levelKey,
      frames: windows.length,
      asOf: new Date(first.asOfMs).toISOString(),
      seq: first.seq,
      unitIds: question.rows.map((each) => version.table.units[each].id),
    }
    context.header('content-type', 'application/x-ndjson')
    context.header('cache-control', 'private, no-cache')
    return stream(context, async (out) => {
      await out.write(`${JSON.stringify(head)}\n`)
      for (const [index, slice] of slicesOfFrames.entries()) {
        if (out.aborted) return
        const frame: Frame = {
          ...windows[index],
          asOf: new Date(slice.asOfMs).toISOString(),
          ...(await frameOf(slices, slice, question)),
        }
        await out.write(`${JSON.stringify(frame)}\n`)
      }
    })
  })
}

/** @throws 400 or 422 naming what is wrong. */
function windowsOf(text: string): { from: string; to: string }[] {
  const items = text.split(',').filter((item) => item !== '')
  if (items.length === 0) throw violation('days', 'at least one window', 422)
  if (items.length > MOST_FRAMES) throw violation('days', `at most ${MOST_FRAMES} windows`, 422)
  return items.map((item) => {
    const [, from, to] = WINDOW.exec(item) ?? []
    const isDay = (day: string) => !Number.isNaN(Date.parse(`${day}T00:00:00Z`)) && addDays(day, 0) === day
    if (!from || !to || !isDay(from) || !isDay(to))
      throw violation('days', `${item} is not yyyy-mm-dd/yyyy-mm-dd`)
    if (from > to) throw violation('days', `${item} ends before it begins`, 422)
    return { from, to }
  })
}
