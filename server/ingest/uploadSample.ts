// What an uploaded file holds, for its mapping to be drafted and previewed: headers and first rows of a table, or
// the properties of the first units. Kept for the files last looked at, so that a correction is previewed at once.
import { open } from 'node:fs/promises'
import { looksLikeAssignments } from '#data/ingest/proposeAssignments.ts'
import type { ImportKind } from '#data/model/uploads.ts'
import type { UnitSample } from './checkUnitFile.ts'
import { IngestError } from './ingestError.ts'
import { openTable } from './tables/openTable.ts'
import type { TableRow, TableSource } from './tables/tableSource.ts'
import { inThread } from './thread/importThread.ts'
import type { UploadedFile } from './uploads.ts'
import { guardArchive } from './zipGuard.ts'

export interface TableSample {
  readonly source: Omit<TableSource, 'rows'>
  readonly rows: readonly TableRow[]
  readonly hasMore: boolean
}

export interface UploadSamples {
  table(file: UploadedFile): Promise<TableSample>
  units(file: UploadedFile): Promise<UnitSample>
  /** null: cannot tell. */
  guessKind(file: UploadedFile): Promise<ImportKind | null>
}

export const SAMPLE_ROWS = 2000
const KEPT = 3
const MOST_ARCHIVE_BYTES = 1024 ** 3

export function createUploadSamples(): UploadSamples {
  const table = kept((path) => reading(async () => sampleOf(await openTable(path))))
  const units = kept((path) =>
    reading(async () => {
      await guardArchive(path, MOST_ARCHIVE_BYTES)
      return inThread('sampleUnits', { file: path })
    }),
  )
  return {
    table: (file) => table(file.path),
    units: (file) => units(file.path),
    guessKind: (file) => guess(file),
  }

  async function guess(file: UploadedFile): Promise<ImportKind | null> {
    const head = await headOf(file.path)
    if (/^(SQLite format 3|fgb|\0\0'\n)/.test(head)) return 'units'
    if (/\.(zip|shp|gpkg|fgb|topojson)$/i.test(file.name)) return 'units'
    if (/^\s*(\ufeff)?\{/.test(head) && /"(Polygon|MultiPolygon|Topology)"/.test(head)) return 'units'
    if (/\.geojson$/i.test(file.name) && !/"Point"/.test(head)) return 'units'
    const { source } = await table(file.path)
    if (looksLikeAssignments(source.headers)) return 'assignments'
    const says = (pattern: RegExp): boolean => source.headers.some((header) => pattern.test(header))
    return says(/户数|households?/i) && !says(/时间|日期|date|time/i) ? 'premises' : 'incidents'
  }
}

async function headOf(path: string): Promise<string> {
  const file = await open(path)
  try {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(1 << 16), 0, 1 << 16, 0)
    return buffer.toString('utf8', 0, bytesRead)
  } finally {
    await file.close()
  }
}

async function sampleOf(source: TableSource): Promise<TableSample> {
  const rows: TableRow[] = []
  for await (const chunk of source.rows()) {
    rows.push(...chunk)
    if (rows.length > SAMPLE_ROWS) break
  }
  return { source, rows: rows.slice(0, SAMPLE_ROWS), hasMore: rows.length > SAMPLE_ROWS }
}

/** Whatever a reader trips over lies in the file, which the client sent: it is said, never a failure of ours. */
async function reading<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read()
  } catch (error) {
    if (error instanceof IngestError) throw error
    throw new IngestError('file-unreadable', `the file cannot be read: ${(error as Error).message}`)
  }
}

/** The last few answers, one reading for those who ask at once. */
function kept<T>(load: (path: string) => Promise<T>): (path: string) => Promise<T> {
  const answers = new Map<string, Promise<T>>()
  return (path) => {
    const known = answers.get(path) ?? load(path)
    answers.delete(path)
    answers.set(path, known)
    known.catch(() => answers.delete(path))
    if (answers.size > KEPT) answers.delete(answers.keys().next().value as string)
    return known
  }
}
