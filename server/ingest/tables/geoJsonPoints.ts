// A GeoJSON collection of points as a table: properties, then lng and lat. Read whole, for JSON has no rows.
import { IngestError } from '../ingestError.ts'
import { type Encoding, textChunks } from './encoding.ts'
import { columnsOf, isObject, type JsonObject, recordOf, valuesFor } from './jsonRecords.ts'
import { inMemory, type TableSource } from './tableSource.ts'

/** A few gigabytes of memory; beyond twice as many there is no such string. */
const MOST_LETTERS = 1 << 28

export async function openGeoJsonPoints(
  path: string,
  encoding: Encoding,
  bytes: number,
  mostLetters = MOST_LETTERS,
): Promise<TableSource> {
  const records = featuresOf(await parseFile(path, encoding, mostLetters)).map(recordOf)
  const headers = columnsOf(records)
  if (!records.some((record) => record.get('lng') !== ''))
    throw new IngestError(
      'no-points',
      'no feature of this GeoJSON is a point (GeoJSON 中没有点要素)',
      '区域边界请用 jingwei import units (boundaries go to jingwei import units)',
    )
  // The header counts as row 1 though GeoJSON has none, so that row numbers mean the same in every format.
  const rows = records.map((record, index) => ({ line: index + 2, values: valuesFor(record, headers) }))
  return { format: 'GeoJSON', encoding, delimiter: null, headers, bytes, ...inMemory(rows) }
}

async function parseFile(path: string, encoding: Encoding, mostLetters: number): Promise<unknown> {
  const pieces: string[] = []
  let letters = 0
  for await (const piece of textChunks(path, encoding)) {
    letters += piece.length
    if (letters > mostLetters)
      throw new IngestError(
        'json-too-large',
        `GeoJSON is read whole, and this has more than ${mostLetters} characters (GeoJSON 太大)`,
        '请导出每行一个对象的 NDJSON 或 CSV (export NDJSON or CSV)',
      )
    pieces.push(piece)
  }
  try {
    return JSON.parse(pieces.join(''))
  } catch (error) {
    throw new IngestError(
      'bad-json',
      `the file is not valid JSON (文件不是有效的 JSON): ${(error as Error).message}`,
      '请检查文件是否完整 (check that the file is complete)',
    )
  }
}

function featuresOf(value: unknown): JsonObject[] {
  if (isObject(value) && value.type === 'Feature') return [value]
  if (isObject(value) && value.type === 'FeatureCollection' && Array.isArray(value.features))
    return value.features.filter((feature) => isObject(feature) && feature.type === 'Feature')
  throw new IngestError(
    'not-features',
    'this JSON is no GeoJSON FeatureCollection (这个 JSON 不是 GeoJSON 要素集合)',
    '请导出为 GeoJSON，或每行一个对象的 NDJSON (export GeoJSON, or NDJSON with one object a line)',
  )
}
