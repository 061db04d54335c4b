// The bulletin as a Word document: from the city's own template (bulletin.docx in the data folder), else from ours. The map's
// picture is the body of the request: only a browser can draw type into pixels without a native library here.

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Context } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { z } from 'zod'
import { sliceQuerySchema } from '#data/model/slice.ts'
import type { Lang } from '#data/text/figures.ts'
import { guard, servicesOf } from '../access/guard.ts'
import type { ScopedServices } from '../access/scopedServices.ts'
import { bulletinFields, bulletinMetrics } from '../bulletin/bulletinFields.ts'
import { defaultTemplate } from '../bulletin/defaultTemplate.ts'
import { fillTemplate } from '../bulletin/fillTemplate.ts'
import { TemplateFault } from '../bulletin/templateFaults.ts'
import { HttpProblem } from '../problem.ts'
import { checkMetrics, sliceOf } from '../sliceParameters.ts'
import { attachment } from '../takeaway/attachment.ts'
import { coarsestBelow } from '../takeaway/mapQuestion.ts'
import { parseQuery } from '../takeaway/query.ts'
import type { TableQuestion } from '../takeaway/tables.ts'
import {
  type App,
  answersOf,
  levelIndex,
  levelParameter,
  listParameter,
  namedVersion,
  unitParameter,
  versionParameter,
  withinRow,
} from './route.ts'

const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'
const TEMPLATE_FILE = 'bulletin.docx'
const PICTURE_LIMIT_BYTES = 12 * 1024 * 1024
const PNG_SIGNATURE = [0x89, 0x50, 0x4e, 0x47]

const querySchema = z.strictObject({
  ...sliceQuerySchema.shape,
  version: versionParameter,
  within: unitParameter.optional(),
  level: levelParameter.optional(),
  metrics: listParameter.default(['handledRate']),
  lang: z.enum(['zh-CN', 'en']).default('zh-CN'),
  title: z.string().max(80).optional(),
  link: z.string().max(4000).default(''),
  reviewNumber: z.string().max(60).optional(),
})

const templateSchema = z.strictObject({ lang: z.enum(['zh-CN', 'en']).default('zh-CN') })

export interface BulletinParts {
  /** Where a city puts its own template; absent: only ours. */
  readonly dataFolder?: string
}

/** Larger than other bodies: add before the general limit. */
export const isBulletin = (path: string): boolean => path.endsWith('/api/bulletin.docx')

export function addTakeawayBulletinRoutes(app: App, { dataFolder }: BulletinParts): void {
  for (const [method, path, summary] of [
    ['get', '/api/bulletin.docx', 'The bulletin of a slice, without a picture'],
    ['post', '/api/bulletin.docx', 'The bulletin of a slice; the body is the map as PNG'],
    ['get', '/api/bulletin/template.docx', 'The template in use, to make one’s own of'],
  ] as const)
    app.openAPIRegistry.registerPath({
      method,
      path,
      summary,
      ...(path.includes('template') ? {} : { request: { query: querySchema } }),
      responses: answersOf('A Word document', DOCX),
    })

  async function answer(context: Context, png: Uint8Array | null): Promise<Response> {
    const services = servicesOf(context)
    const { title, link, reviewNumber, question } = await questionOf(context, services)
    const figures = await services.slices.figures(
      question.slice,
      question.version,
      bulletinMetrics(question.metrics),
    )
    const fields = bulletinFields(question, figures, {
      title: title?.trim() || null,
      link,
      reviewNumber: reviewNumber?.trim() || null,
    })
    const body = filled(await templateOf(dataFolder, question.lang), fields, png, question.lang)
    context.header('content-type', DOCX)
    context.header('content-disposition', attachment(`${fields.title}-${fields.asOf}.docx`))
    return context.body(body as Uint8Array<ArrayBuffer>)
  }

  app.get('/api/bulletin.docx', guard('takeaway'), (context: Context) => answer(context, null))
  const limit = bodyLimit({
    maxSize: PICTURE_LIMIT_BYTES,
    onError: () => {
      throw new HttpProblem(413, `A picture may have ${PICTURE_LIMIT_BYTES} bytes.`)
    },
  })
  app.post('/api/bulletin.docx', guard('takeaway'), limit, async (context: Context) => {
    const body = new Uint8Array(await context.req.arrayBuffer())
    if (body.length > 0 && !PNG_SIGNATURE.every((byte, i) => body[i] === byte))
      throw new HttpProblem(415, 'The picture of the map must be a PNG.', [
        { path: 'body', message: 'not a PNG' },
      ])
    return answer(context, body.length > 0 ? body : null)
  })
  app.get('/api/bulletin/template.docx', guard('takeaway'), async (context: Context) => {
    context.header('content-type', DOCX)
    context.header('content-disposition', attachment(TEMPLATE_FILE))
    const { lang } = parseQuery(context, templateSchema)
    return context.body((await templateOf(dataFolder, lang)) as Uint8Array<ArrayBuffer>)
  })
}

async function questionOf(context: Context, { versions, slices }: ScopedServices) {
  const {
    version: name,
    within,
    level,
    metrics,
    lang,
    title,
    link,
    reviewNumber,
    ...query
  } = parseQuery(context, querySchema)
  const version = await namedVersion(versions, name, query.seq)
  const row = withinRow(version, within)
  const ids = checkMetrics(metrics.length > 0 ? metrics : ['handledRate'])
  const question: TableQuestion = {
    version,
    row,
    within: row,
    level:
      level === undefined
        ? (coarsestBelow(version, row) ?? version.table.level[row])
        : levelIndex(version, level, 422),
    slice: await sliceOf(slices, query),
    metrics: ids,
    lang,
  }
  return { title, link, reviewNumber, question }
}

async function templateOf(dataFolder: string | undefined, lang: Lang): Promise<Uint8Array> {
  if (dataFolder === undefined) return defaultTemplate(lang)
  try {
    return await readFile(join(dataFolder, TEMPLATE_FILE))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return defaultTemplate(lang)
    throw error
  }
}

function filled(...[template, fields, png, lang]: Parameters<typeof fillTemplate>): Uint8Array {
  try {
    return fillTemplate(template, fields, png, lang)
  } catch (error) {
    if (!(error instanceof TemplateFault)) throw error
    const violations = error.faults.map(({ tag, message }) => ({ path: tag, message }))
    const said =
      lang === 'en'
        ? `The template ${TEMPLATE_FILE} cannot be filled: ${error.message}`
        : `模板 ${TEMPLATE_FILE} 无法填写：${violations.map(({ path, message }) => `${path === 'template' ? '' : `${path} `}${message}`).join('；')}`
    throw new HttpProblem(422, said, violations)
  }
}
