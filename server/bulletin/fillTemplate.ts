// Fills a bulletin's template. Every tag that cannot be filled is named, all of them at once: the person who made the
// template is no programmer. The map is a picture Word shows everywhere (PNG, made by the browser that asks).
import Docxtemplater from 'docxtemplater'
import PizZip from 'pizzip'
import { escapeXml } from '#data/drawing/svg.ts'
import type { Lang } from '#data/text/figures.ts'
import { faultsOf, silentFaults, TemplateFault, unknownFault } from './templateFaults.ts'

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
    position: string
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
  readonly source: string
  readonly isDemo: boolean
  readonly mark: string
}

const RELATIONSHIP = 'rIdJingweiMap'
const DOCUMENT = 'word/document.xml'
const RELATIONSHIPS = 'word/_rels/document.xml.rels'
/** English metric units: as wide as the text of an A4 page with the margins of an official document. */
const WIDTH = 5_616_000
const MOST_HEIGHT = 7_400_000
/** Of a picture whose size cannot be read. */
const USUAL_SIZE = { width: 16, height: 9 }

/** Every name that may stand in a template, those of lists too. */
const namesOf = (fields: BulletinFields): string[] => [
  ...Object.keys(fields),
  'map',
  ...['name', 'value', 'unit', 'note', 'position', 'code', 'interval', 'n', 'received'],
]

/** @throws TemplateFault */
export function fillTemplate(
  template: Uint8Array,
  fields: BulletinFields,
  png: Uint8Array | null,
  lang: Lang,
): Uint8Array {
  const unknown = new Set<string>()
  const names = namesOf(fields)
  let zip: PizZip
  try {
    zip = new PizZip(template)
    const document = new Docxtemplater(zip, {
      paragraphLoop: true,
      linebreaks: true,
      errorLogging: false,
      // An empty field is none that is unknown.
      nullGetter: ({ value }: { value?: string }) => {
        if (value && !names.includes(value)) unknown.add(value)
        return ''
      },
    })
    const silent = silentFaults(document.getFullText(), lang)
    if (silent.length > 0) throw new TemplateFault(silent)
    zip = document.render({ ...fields, map: png ? pictureXml(sizeOf(png)) : '<w:p/>' }).getZip()
  } catch (error) {
    throw error instanceof TemplateFault ? error : new TemplateFault(faultsOf(error, lang))
  }
  if (unknown.size > 0) throw new TemplateFault([...unknown].map((tag) => unknownFault(tag, names, lang)))
  if (fields.isDemo) addDemoNote(zip, fields.source)
  if (png) addPicture(zip, png)
  return zip.generate({ type: 'uint8array', compression: 'DEFLATE' })
}

/** On top, whatever the template says: figures of the demo must not be taken for a city's. */
function addDemoNote(zip: PizZip, words: string): void {
  const note = `<w:p><w:pPr><w:jc w:val="center"/></w:pPr><w:r><w:rPr><w:rFonts w:eastAsia="黑体"/><w:b/><w:color w:val="B3261E"/><w:sz w:val="24"/></w:rPr><w:t>${escapeXml(words)}</w:t></w:r></w:p>`
  edit(zip, DOCUMENT, (text) => text.replace(/<w:body(?:\s[^>]*)?>/, (body) => body + note))
}

/** Of a PNG, from its header (PNG 1.2, 4.1.1). */
function sizeOf(png: Uint8Array): { width: number; height: number } {
  if (png.length < 24) return USUAL_SIZE
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength)
  const [width, height] = [view.getUint32(16), view.getUint32(20)]
  return width > 0 && height > 0 ? { width, height } : USUAL_SIZE
}

/** As wide as the text, or as high as leaves room for its heading. */
function pictureXml({ width, height }: { width: number; height: number }): string {
  const scale = Math.min(WIDTH / width, MOST_HEIGHT / height)
  const [cx, cy] = [Math.round(width * scale), Math.round(height * scale)]
  return `<w:p><w:pPr><w:jc w:val="center"/></w:pPr><w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" distT="0" distB="0" distL="0" distR="0"><wp:extent cx="${cx}" cy="${cy}"/><wp:docPr id="9001" name="map"/><a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:nvPicPr><pic:cNvPr id="9001" name="map.png"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:embed="${RELATIONSHIP}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="${cx}" cy="${cy}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>`
}

function edit(zip: PizZip, path: string, change: (text: string) => string): void {
  const text = zip.file(path)?.asText()
  if (text) zip.file(path, change(text))
}

function addPicture(zip: PizZip, png: Uint8Array): void {
  zip.file('word/media/jingweiMap.png', png)
  edit(zip, RELATIONSHIPS, (text) =>
    text.replace(
      '</Relationships>',
      `<Relationship Id="${RELATIONSHIP}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" Target="media/jingweiMap.png"/></Relationships>`,
    ),
  )
  edit(zip, '[Content_Types].xml', (text) =>
    /Extension="png"/i.test(text)
      ? text
      : text.replace(/(<Types[^>]*>)/, '$1<Default Extension="png" ContentType="image/png"/>'),
  )
}
