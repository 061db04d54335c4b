// Fills a bulletin's template. Every tag that cannot be filled is named, all of them at once: the person who made the
// template is no programmer. The map is a picture Word shows everywhere (PNG, made by the browser that asks).
import Docxtemplater from 'docxtemplater'
import PizZip from 'pizzip'

export interface BulletinFields {
  readonly title: string
  readonly subtitle: string
  readonly unitName: string
  readonly levelName: string
  readonly metricName: string
  readonly period: string
  readonly basis: string
  readonly asOf: string
  readonly facts: readonly { name: string; value: string; unit: string; note: string }[]
  readonly ranking: readonly {
    position: number
    code: string
    name: string
    value: string
    interval: string
    n: string
    received: string
  }[]
  readonly rankingNote: string
  readonly cover: readonly { name: string; value: string }[]
  readonly link: string
  readonly mark: string
}

/** What is wrong with a template, by tag. */
export class TemplateFault extends Error {
  constructor(readonly faults: readonly { tag: string; message: string }[]) {
    super(faults.map(({ tag, message }) => `${tag}: ${message}`).join('; '))
  }
}

const RELATIONSHIP = 'rIdJingweiMap'
const RELATIONSHIPS = 'word/_rels/document.xml.rels'
/** English metric units: 16 cm by 9 cm. */
const WIDTH = 5_760_000
const HEIGHT = 3_240_000

/** @throws TemplateFault */
export function fillTemplate(
  template: Uint8Array,
  fields: BulletinFields,
  png: Uint8Array | null,
): Uint8Array {
  const unknown = new Set<string>()
  const isSaid = (tag: string): boolean => tag in KNOWN
  let zip: PizZip
  try {
    zip = new PizZip(template)
    const filled = new Docxtemplater(zip, {
      paragraphLoop: true,
      linebreaks: true,
      errorLogging: false,
      nullGetter: ({ value }: { value?: string }) => {
        if (value && !isSaid(value)) unknown.add(value)
        return ''
      },
    }).render({ ...fields, map: png ? pictureXml() : '<w:p/>' })
    zip = filled.getZip()
  } catch (error) {
    throw new TemplateFault(faultsOf(error))
  }
  if (unknown.size > 0)
    throw new TemplateFault(
      [...unknown].map((tag) => ({ tag: `{${tag}}`, message: 'there is no such field' })),
    )
  if (png) addPicture(zip, png)
  return zip.generate({ type: 'uint8array', compression: 'DEFLATE' })
}

/** Fields that may be empty without being unknown. */
const KNOWN: Readonly<Record<string, true>> = { note: true, interval: true, link: true }

interface TagError {
  readonly properties?: {
    readonly id?: string
    readonly explanation?: string
    readonly xtag?: string
    readonly errors?: readonly TagError[]
  }
  readonly message?: string
}

function faultsOf(error: unknown): { tag: string; message: string }[] {
  const { properties, message } = error as TagError
  const all = properties?.errors ?? [error as TagError]
  return all.map((one) => ({
    tag: one.properties?.xtag ? `{${one.properties.xtag}}` : 'template',
    message: one.properties?.explanation ?? one.message ?? message ?? 'not a Word document',
  }))
}

const pictureXml = (): string =>
  `<w:p><w:pPr><w:jc w:val="center"/></w:pPr><w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" distT="0" distB="0" distL="0" distR="0"><wp:extent cx="${WIDTH}" cy="${HEIGHT}"/><wp:docPr id="9001" name="map"/><a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:nvPicPr><pic:cNvPr id="9001" name="map.png"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:embed="${RELATIONSHIP}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="${WIDTH}" cy="${HEIGHT}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>`

function addPicture(zip: PizZip, png: Uint8Array): void {
  zip.file('word/media/jingweiMap.png', png)
  const edit = (path: string, change: (text: string) => string): void => {
    const text = zip.file(path)?.asText()
    if (text) zip.file(path, change(text))
  }
  edit(RELATIONSHIPS, (text) =>
    text.replace(
      '</Relationships>',
      `<Relationship Id="${RELATIONSHIP}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" Target="media/jingweiMap.png"/></Relationships>`,
    ),
  )
  edit('[Content_Types].xml', (text) =>
    /Extension="png"/i.test(text)
      ? text
      : text.replace(/(<Types[^>]*>)/, '$1<Default Extension="png" ContentType="image/png"/>'),
  )
}
