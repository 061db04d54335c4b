// Drafts a mapping from a header and first rows, for a person to correct. It never guesses away a doubt: what it
// could not tell stands in the notes, which become comments of the YAML file.
import { guessColumns, isFreeText, isPersonal } from './columns.ts'
import { guessDateForm, hasTimeOfDay } from './instants.ts'

export interface Sample {
  readonly file: string
  readonly headers: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

/** What a person must look at. Pages have words for the code; the message goes into the mapping file, in both languages. */
export interface ProposalNote {
  readonly code: string
  readonly message: string
  /** The name that it is about. */
  readonly detail: string
}
export const doubt = (code: string, message: string, detail = ''): ProposalNote => ({ code, message, detail })

export interface Proposal {
  readonly mapping: Record<string, unknown>
  readonly notes: readonly ProposalNote[]
}

const valuesOf = ({ rows }: Sample, index: number): string[] => rows.map((row) => row[index] ?? '')

export function droppedColumns(sample: Sample): string[] {
  return sample.headers.filter(
    (header, index) => isFreeText(header) || isPersonal(header, valuesOf(sample, index)),
  )
}

export function proposeIncidents(sample: Sample, zone: string): Proposal {
  const dropped = droppedColumns(sample)
  const columns = guessColumns(
    sample.headers.filter((header) => !dropped.includes(header)),
    (header) => hasTimeOfDay(valuesOf(sample, sample.headers.indexOf(header))),
  )
  const notes: ProposalNote[] = []
  if (!columns.received)
    notes.push(
      doubt(
        'no-received-column',
        '没有找到受理时间列：请填写 columns.received。No column for received was found.',
      ),
    )
  if (!columns.sourceId)
    notes.push(
      doubt(
        'no-id-column',
        '没有找到编号列：编号由所选各列的内容得出。同一文件再次导入不会重复；内容改动过的行（如补上了结案时间）算另一件；不同文件里内容完全相同的行算同一件；不能由接口推送。No id column: ids are made of what the mapped columns hold. The same file again changes nothing; a row whose content was changed counts as another matter; rows alike in two files count as one; nothing can be sent to such a source.',
      ),
    )
  const received = columns.received ? valuesOf(sample, sample.headers.indexOf(columns.received)) : []
  const key =
    sample.file
      .replace(/\.[^/]*$/, '')
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, '') || 'source'
  return {
    notes,
    mapping: {
      kind: 'incidents',
      source: { key, name: { zh: sample.file, en: sample.file }, linkTemplate: null },
      zone,
      datum: 'WGS84',
      dateForm: guessDateForm(received),
      columns,
      ...(columns.point ? { pointOrder: guessPointOrder(sample, columns.point) } : {}),
      locate: columns.lng || columns.point ? 'coordinates' : 'code',
      deadlineHours: null,
      sensitive: [],
      drop: dropped,
    },
  }
}

/** A first number beyond ±90 cannot be a latitude. */
function guessPointOrder(sample: Sample, column: string): 'lng,lat' | 'lat,lng' {
  const firsts = valuesOf(sample, sample.headers.indexOf(column)).map((value) =>
    Math.abs(Number(value.match(/-?\d+(\.\d+)?/)?.[0] ?? 0)),
  )
  return firsts.some((first) => first > 90) ? 'lng,lat' : 'lat,lng'
}

const HOUSEHOLDS = /^(total_?)?(households?|hh)(_?\d{4})?$|户数/i
const POPULATION = /^(total_?)?(population|tot_?pop|pop)(_?\d{2,4})?$|人口/i

/** @param properties of the first features of a unit file. */
export function proposeUnits(
  file: string,
  properties: readonly Record<string, unknown>[],
  zone: string,
): Proposal {
  const keys = [...new Set(properties.flatMap((each) => Object.keys(each)))]
  const isUnique = (key: string): boolean =>
    new Set(properties.map((each) => String(each[key] ?? ''))).size === properties.length
  const find = (pattern: RegExp): string | undefined => keys.find((key) => pattern.test(key))
  const code =
    find(/^(code|adcode|geoid\d*|区划代码|代码|编码)$/i) ??
    keys.find((key) => /num|code|id|fips/i.test(key) && isUnique(key)) ??
    keys.find(isUnique)
  const name =
    find(/^(name|名称|community|neighborhood|neighbourhood)$/i) ??
    find(/name|名称/i) ??
    wordiest(keys, properties) ??
    code
  // A parent column names units of this very file.
  const codes = new Set(properties.map((each) => String(each[code ?? ''] ?? '')))
  const parent = keys.find(
    (key) => /parent|上级/i.test(key) && properties.some((each) => codes.has(String(each[key]))),
  )
  const datum = guessDatum(keys)
  const stem = file.replace(/\.[^/]*$/, '')
  return {
    notes: [
      ...(code
        ? []
        : [
            doubt(
              'no-code-column',
              '没有唯一的代码列：请填写 columns.code。No column is unique: name the code column.',
            ),
          ]),
      ...(datum === 'GCJ02' ? [AMAP] : []),
    ],
    mapping: {
      kind: 'units',
      city: { name: { zh: stem, en: stem }, zone },
      datum,
      levels: [
        { key: 'city', name: { zh: '全市', en: 'City' }, minZoom: 0 },
        { key: 'area', name: { zh: '片区', en: 'Area' }, minZoom: 0 },
      ],
      root: { code: 'city', name: stem },
      columns: {
        code: code ?? '',
        name: name ?? '',
        ...(parent ? { parent } : {}),
        ...(find(HOUSEHOLDS) ? { households: find(HOUSEHOLDS) } : {}),
        ...(find(POPULATION) ? { population: find(POPULATION) } : {}),
      },
    },
  }
}

/** The column of words with the most different ones, where few repeat; undefined: there is none. */
function wordiest(
  keys: readonly string[],
  properties: readonly Record<string, unknown>[],
): string | undefined {
  const ofWords = keys.map((key) => {
    const words = properties.map((each) => String(each[key] ?? '')).filter(isWord)
    return { key, words: words.length, different: new Set(words).size }
  })
  return ofWords
    .filter(({ words, different }) => words > properties.length / 2 && different > properties.length / 2)
    .sort((a, b) => b.different - a.different)[0]?.key
}

/** Letters or Hanzi, not an address, a date or a code. */
const isWord = (value: string): boolean => /\p{L}{2}/u.test(value) && !/\d{3}|:\/\/|^[A-Z0-9_-]+$/.test(value)

/** Files of 高德 (Amap) and of DataV made from them call a unit's code adcode; they are in GCJ-02 and do not say so. */
const guessDatum = (keys: readonly string[]) => (keys.includes('adcode') ? 'GCJ02' : 'WGS84')
const AMAP = doubt(
  'amap-datum',
  '属性 adcode 是高德、DataV 的写法，这类文件多为 GCJ-02：请核对 datum。adcode is how Amap and DataV name codes; such files are in GCJ-02: check datum.',
)
