// The bulletin's template when a city has none of its own: made here, so that nothing binary is committed. Type and sizes
// follow GB/T 9704 (公文格式): title 22 pt, body 16 pt 仿宋, A4 with its margins. Tags are docxtemplater's.
import PizZip from 'pizzip'
import type { Lang } from '#data/text/figures.ts'

const NAMESPACES = [
  'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"',
  'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"',
  'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"',
].join(' ')

interface TextStyle {
  /** Half points. */
  readonly size?: number
  readonly font?: string
  readonly isBold?: boolean
  readonly align?: 'center' | 'left' | 'right'
  readonly isIndented?: boolean
  /** Stays on the page of what follows: a heading above its table or picture. */
  readonly isHeading?: boolean
  /** Begins a page: word processors do not all keep a heading with a picture. */
  readonly isOnNewPage?: boolean
}

/** Half points. */
const BODY_SIZE = 32
const BODY_FONT = '仿宋_GB2312'
const TITLE_FONT = '方正小标宋简体'
const HEAD_FONT = '黑体'
/** Twips: two characters of 16 pt. */
const INDENT = 640

function run(text: string, { size = BODY_SIZE, font = BODY_FONT, isBold = false }: TextStyle): string {
  const face = `<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="${font}"/>`
  return `<w:r><w:rPr>${face}${isBold ? '<w:b/>' : ''}<w:sz w:val="${size}"/></w:rPr><w:t xml:space="preserve">${text}</w:t></w:r>`
}

function paragraph(text: string, style: TextStyle = {}): string {
  const indent = style.isIndented ? `<w:ind w:firstLine="${INDENT}"/>` : ''
  const isSmall = (style.size ?? BODY_SIZE) < BODY_SIZE - 4
  const spacing = `<w:spacing w:line="${isSmall ? 380 : 560}" w:lineRule="exact"/>`
  const keep = `${style.isHeading ? '<w:keepNext/>' : ''}${style.isOnNewPage ? '<w:pageBreakBefore/>' : ''}`
  return `<w:p><w:pPr>${keep}${spacing}${indent}<w:jc w:val="${style.align ?? 'both'}"/></w:pPr>${run(text, style)}</w:p>`
}

/** Alone in a paragraph without a fixed line height, else Word would cut the picture. */
const picture = (tag: string): string => `<w:p><w:pPr><w:jc w:val="center"/></w:pPr>${run(tag, {})}</w:p>`

const cell = (text: string, width: number, align: 'left' | 'right', isBold = false): string =>
  `<w:tc><w:tcPr><w:tcW w:w="${width}" w:type="dxa"/></w:tcPr><w:p><w:pPr><w:jc w:val="${align}"/></w:pPr>${run(text, { size: 24, isBold })}</w:p></w:tc>`

/** Twips of the columns: rank, name, rate, interval, n, received. */
const COLUMNS = [600, 2000, 1650, 1800, 1550, 1244]

const WORDS = {
  zh: {
    heads: ['序', '{levelName}', '{metricName}', '95%区间', 'n', '接收量'],
    overall: '一、总体情况',
    facts: '{#facts}{name} {value}{unit}{#note}（{note}）{/note}；{/facts}统计口径为{basis}，截至{asOf}。',
    ranking: '二、各{levelName}情况',
    map: '三、分布图',
    cover: '{#cover}{name}：{value}　{/cover}{source}',
    link: '{#link}复核链接：{link}{/link}',
  },
  en: {
    heads: ['No.', '{levelName}', '{metricName}', '95% interval', 'n', 'Received'],
    overall: '1. Overview',
    facts: '{#facts}{name} {value} {unit}{#note} ({note}){/note}; {/facts}basis: {basis}; as of {asOf}.',
    ranking: '2. By {levelName}',
    map: '3. Map',
    cover: '{#cover}{name}: {value}; {/cover}{source}',
    link: '{#link}To check: {link}{/link}',
  },
} as const
type Words = (typeof WORDS)['zh' | 'en']

function rankingTable({ heads }: Words): string {
  const row = (texts: readonly string[], isBold: boolean): string =>
    `<w:tr><w:trPr><w:cantSplit/>${isBold ? '<w:tblHeader/>' : ''}</w:trPr>${texts.map((text, i) => cell(text, COLUMNS[i], i === 1 ? 'left' : 'right', isBold)).join('')}</w:tr>`
  const border = (side: string): string => `<w:${side} w:val="single" w:sz="4" w:color="9AA3AF"/>`
  const borders = ['top', 'bottom', 'insideH'].map(border).join('')
  return `<w:tbl><w:tblPr><w:jc w:val="center"/><w:tblBorders>${borders}</w:tblBorders></w:tblPr><w:tblGrid>${COLUMNS.map((width) => `<w:gridCol w:w="${width}"/>`).join('')}</w:tblGrid>${row(heads, true)}${row(['{#ranking}{position}', '{name}', '{value}', '{interval}', '{n}', '{received}{/ranking}'], false)}</w:tbl>`
}

function documentXml(words: Words): string {
  const body = [
    paragraph('{title}', { size: 44, font: TITLE_FONT, align: 'center' }),
    paragraph('{subtitle}', { size: 28, align: 'center' }),
    paragraph(words.overall, { font: HEAD_FONT, isIndented: true, isHeading: true }),
    paragraph(words.facts, { isIndented: true }),
    paragraph(words.ranking, { font: HEAD_FONT, isIndented: true, isHeading: true }),
    paragraph('{rankingNote}', { isIndented: true }),
    rankingTable(words),
    paragraph(words.map, { font: HEAD_FONT, isIndented: true, isHeading: true, isOnNewPage: true }),
    picture('{@map}'),
    paragraph(words.cover, { size: 21 }),
    paragraph(words.link, { size: 21, align: 'left' }),
    paragraph('{mark}', { size: 24, font: HEAD_FONT, align: 'right' }),
  ].join('')
  const page =
    '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1588" w:header="851" w:footer="992" w:gutter="0"/></w:sectPr>'
  return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:document ${NAMESPACES}><w:body>${body}${page}</w:body></w:document>`
}

const CONTENT_TYPES =
  '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
const RELATIONSHIPS =
  '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>'
const NO_RELATIONSHIPS =
  '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'

export function defaultTemplate(lang: Lang): Uint8Array {
  const zip = new PizZip()
  zip.file('[Content_Types].xml', CONTENT_TYPES)
  zip.file('_rels/.rels', RELATIONSHIPS)
  zip.file('word/document.xml', documentXml(WORDS[lang === 'en' ? 'en' : 'zh']))
  zip.file('word/_rels/document.xml.rels', NO_RELATIONSHIPS)
  return zip.generate({ type: 'uint8array', compression: 'DEFLATE' })
}
