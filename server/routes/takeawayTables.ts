// Tables to take away: GET /api/tables/{table}.{xlsx|csv}. The question is /api/slice's; the file's name says what and as of when.

import type { Context } from 'hono'
import { z } from 'zod'
import { sliceQuerySchema } from '#data/model/slice.ts'
import { coverLines, say, sourceWords, statement } from '#data/tables/sliceWords.ts'
import { localDay, localTime } from '#data/text/days.ts'
import { guard, servicesOf } from '../access/guard.ts'
import type { ScopedServices } from '../access/scopedServices.ts'
import { notFound, violation } from '../problem.ts'
import { checkMetrics, sliceOf } from '../sliceParameters.ts'
import { attachment } from '../takeaway/attachment.ts'
import { coarsestBelow } from '../takeaway/mapQuestion.ts'
import { parseQuery } from '../takeaway/query.ts'
import { makeTable, TABLES, type TableKey, type TableQuestion, tableName } from '../takeaway/tables.ts'
import { csvStream, xlsxStream } from '../takeaway/writeTable.ts'
import {
  type App,
  answersOf,
  levelIndex,
  levelParameter,
  listParameter,
  namedVersion,
  rowAsked,
  unitParameter,
  versionParameter,
  withinRow,
} from './route.ts'

const TYPES = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const

/** Of the cover's lines: as of. */
const AS_OF = 2
/** Tables of the units of a level say which in their name. */
const OF_A_LEVEL: ReadonlySet<TableKey> = new Set(['ranking', 'units', 'evidence'])

const querySchema = z.strictObject({
  ...sliceQuerySchema.shape,
  version: versionParameter,
  within: unitParameter.optional(),
  level: levelParameter.optional(),
  metrics: listParameter.default(['handledRate', 'received', 'density', 'onTimeRate', 'open', 'overdue']),
  lang: z.enum(['zh-CN', 'en']).default('zh-CN'),
})

export function addTakeawayTableRoutes(app: App): void {
  for (const format of ['csv', 'xlsx'] as const)
    app.openAPIRegistry.registerPath({
      method: 'get',
      path: `/api/tables/{table}.${format}`,
      summary: `A table of a slice as ${format}: ${TABLES.join(', ')}`,
      request: { params: z.object({ table: z.enum(TABLES) }), query: querySchema },
      responses: answersOf(
        'The file; codes are text, rates come with their parts and interval',
        TYPES[format],
      ),
    })

  app.get('/api/tables/:file', guard('takeaway'), async (context: Context) => {
    const { key, format } = fileOf(context.req.param('file') ?? '')
    const services = servicesOf(context)
    const question = await questionOf(context, services)
    const made = await makeTable(key, question, services)
    const { version, row, slice, lang } = question
    const unit = version.table.units[row].name
    const name = tableName(key, lang)
    context.header('content-type', TYPES[format])
    context.header(
      'content-disposition',
      attachment(`${fileStem(unit, name, question, OF_A_LEVEL.has(key))}.${format}`),
    )
    const { city } = version
    const isEnglish = lang === 'en'
    const source = { name: isEnglish ? 'Source' : '来源', value: sourceWords(city, lang) }
    const lines = coverLines({ slice, city, version: version.summary, lang })
    if (format === 'csv') {
      const words = statement([{ name: unit, value: name }, ...lines, source], lang)
      return context.body(csvStream(made.table, { header: isEnglish ? 'About' : '统计说明', words }))
    }
    const title = { name: say(city.name, lang), value: `${unit} · ${name}` }
    return context.body(
      xlsxStream(
        { ...made.table, name: city.demo ? `${name}${isEnglish ? ' (demo)' : '（演示数据）'}` : name },
        {
          name: isEnglish ? 'About' : '说明',
          lines: [title, source, ...lines, ...made.remarks],
          foot: `${unit} · ${name} · ${lines[AS_OF].name} ${lines[AS_OF].value} · ${source.value}`,
        },
      ),
    )
  })
}

function fileOf(file: string): { key: TableKey; format: keyof typeof TYPES } {
  const [, name, format] = /^([^.]+)\.(csv|xlsx)$/.exec(file) ?? []
  const key = TABLES.find((each) => each === name)
  if (!key || !format) throw notFound('table', `ask for ${TABLES.join(', ')} as .xlsx or .csv`)
  return { key, format: format as keyof typeof TYPES }
}

async function questionOf(context: Context, { versions, slices }: ScopedServices): Promise<TableQuestion> {
  const { version: name, within, level, metrics, lang, ...query } = parseQuery(context, querySchema)
  if (metrics.length === 0) throw violation('metrics', 'at least one', 422)
  const ids = checkMetrics(metrics)
  const version = await namedVersion(versions, name, query.seq)
  const row = withinRow(version, within)
  return {
    version,
    row,
    within: rowAsked(version, within),
    level:
      level === undefined
        ? (coarsestBelow(version, row) ?? version.table.level[row])
        : levelIndex(version, level, 422),
    slice: await sliceOf(slices, query),
    metrics: ids,
    lang,
  }
}

/** 长治市-排名-乡镇-截至20261122-1042-19-演示数据: what, where, as of when, of which data. */
function fileStem(
  unit: string,
  name: string,
  { version, level, slice, lang }: TableQuestion,
  isOfLevel: boolean,
): string {
  const { zone, levels, demo } = version.city
  const at = `${localDay(slice.asOfMs, zone)} ${localTime(slice.asOfMs, zone)}`
    .replaceAll('-', '')
    .replace(' ', '-')
    .replace(':', '')
  return [
    unit,
    name,
    ...(isOfLevel ? [say(levels[level].name, lang)] : []),
    lang === 'en' ? `asof${at}` : `截至${at}`,
    slice.seq,
    ...(demo ? [lang === 'en' ? 'demo' : '演示数据'] : []),
  ].join('-')
}
