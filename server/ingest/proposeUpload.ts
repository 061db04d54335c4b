// An uploaded file → the mapping it would be imported with, drafted or corrected, and what that makes of it.

import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { stringify } from 'yaml'
import type { z } from 'zod'
import type { Mapping, UnitMapping } from '#data/ingest/mapping.ts'
import { droppedColumns, proposeIncidents, proposeUnits } from '#data/ingest/propose.ts'
import { proposeAssignments } from '#data/ingest/proposeAssignments.ts'
import {
  type ImportFault,
  type ImportKind,
  type ImportProposal,
  importKindSchema,
  type proposeBodySchema,
} from '#data/model/uploads.ts'
import type { Store } from '../store/store.ts'
import { type LoadedVersion, localDate, type VersionService } from '../versions.ts'
import { checkMapping, faultsOf } from './importFaults.ts'
import type { ImportJob } from './importJob.ts'
import { IngestError } from './ingestError.ts'
import { previewAssignments } from './previewAssignments.ts'
import { previewIncidents } from './previewIncidents.ts'
import { previewPremises } from './previewPremises.ts'
import { previewUnits } from './previewUnits.ts'
import { proposePremises } from './proposePremises.ts'
import type { ThreadListener } from './thread/importThread.ts'
import type { TableSample, UploadSamples } from './uploadSample.ts'
import type { UploadedFile } from './uploads.ts'
import { withWorkingTime } from './workingTime.ts'

export type ProposeRequest = z.output<typeof proposeBodySchema>

export interface ProposeParts {
  readonly store: Store
  readonly versions: VersionService
  readonly samples: UploadSamples
  readonly clock: () => number
  /** Hears how far the check of a unit file is, and may end it. */
  readonly listener: ThreadListener
}

const MOST_SAMPLES = 4

/** @throws IngestError where the file cannot be read as that kind. */
export async function proposeUpload(
  parts: ProposeParts,
  file: UploadedFile,
  request: ProposeRequest,
): Promise<ImportProposal> {
  const city = await parts.store.readCity()
  const zone = request.zone ?? city?.zone ?? 'Asia/Shanghai'
  const kind = request.kind ?? kindOf(request.mapping) ?? file.kind ?? 'incidents'
  const held =
    kind === 'units' ? await unitProposal(parts, file, zone) : await tableProposal(parts, file, kind, zone)
  const { notes, ...found } = held
  const mapping = request.mapping ?? found.mapping
  const checked = checkMapping(mapping)
  const base = { ...found, kind, mapping, notes: request.mapping ? [] : [...notes] }
  if (checked.mapping === null) return { ...base, faults: [...checked.faults], preview: null }
  if (checked.mapping.kind === 'organisations' || checked.mapping.kind !== kind)
    return { ...base, faults: [{ path: 'kind', message: `not ${kind}`, code: 'wrong-kind' }], preview: null }
  try {
    return { ...base, faults: [], preview: await previewOf(parts, file, checked.mapping, request) }
  } catch (error) {
    if (error instanceof IngestError) return { ...base, faults: faultsOf(error), preview: null }
    throw error
  }
}

function kindOf(mapping: Record<string, unknown> | undefined): ImportKind | null {
  const kind = importKindSchema.safeParse(mapping?.kind)
  return kind.success ? kind.data : null
}

type Found = Omit<ImportProposal, 'kind' | 'faults' | 'preview'>

async function unitProposal(
  { samples, store, clock }: ProposeParts,
  file: UploadedFile,
  zone: string,
): Promise<Found> {
  const { properties, format, datum } = await samples.units(file)
  const names = [...new Set(properties.flatMap((each) => Object.keys(each)))]
  const rows = properties.map((each) => names.map((name) => String(each[name] ?? '')))
  const drafted = proposeUnits(file.name, [...properties], zone)
  return {
    ...drafted,
    mapping: { ...drafted.mapping, ...(await nextVersion(store, localDate(clock(), zone), zone)) },
    notes: [...drafted.notes],
    format,
    encoding: null,
    delimiter: null,
    fileDatum: datum === null ? null : datum.slice(0, 200),
    columns: columnsOf(names, rows, []),
  }
}

/** The first version holds for all that was before; the next ones from today or later, with the city's levels. */
async function nextVersion(store: Store, today: string, zone: string): Promise<Partial<UnitMapping>> {
  const [city, versions] = await Promise.all([store.readCity(), store.listVersions()])
  const newest = versions.at(-1)
  if (!city || !newest) return {}
  const { effectiveFrom } = newest
  return {
    city: { name: city.name, zone },
    levels: city.levels,
    effectiveFrom: effectiveFrom < today ? today : dayAfter(effectiveFrom),
  }
}

function dayAfter(day: string): string {
  const [year, month, date] = day.split('-').map(Number)
  return new Date(Date.UTC(year, month - 1, date + 1)).toISOString().slice(0, 10)
}

async function tableProposal(
  { samples, store }: ProposeParts,
  file: UploadedFile,
  kind: ImportKind,
  zone: string,
): Promise<Found> {
  const { source, rows } = await samples.table(file)
  const sample = {
    file: file.name,
    headers: source.headers,
    rows: rows.slice(0, 500).map(({ values }) => values),
  }
  const sources = async () => ((await store.readCity())?.sources ?? []).map(({ key }) => key)
  const drafted =
    kind === 'premises'
      ? proposePremises(sample)
      : kind === 'assignments'
        ? proposeAssignments(sample, zone, await sources())
        : proposeIncidents(sample, zone)
  return {
    ...drafted,
    notes: [...drafted.notes],
    format: source.format,
    encoding: source.encoding,
    delimiter: source.delimiter,
    fileDatum: null,
    columns: columnsOf(source.headers, sample.rows, droppedColumns(sample)),
  }
}

/** Values of personal columns stay in the file: the page shows that they are there, not what they say. */
function columnsOf(
  names: readonly string[],
  rows: readonly (readonly string[])[],
  personal: readonly string[],
): ImportProposal['columns'] {
  return names.map((name, at) => {
    const isPersonal = personal.includes(name)
    const values = new Set<string>()
    for (const row of isPersonal ? [] : rows) {
      const value = (row[at] ?? '').trim()
      if (value !== '') values.add(value.slice(0, 60))
      if (values.size === MOST_SAMPLES) break
    }
    return { name, samples: [...values], isPersonal }
  })
}

async function previewOf(
  parts: ProposeParts,
  file: UploadedFile,
  mapping: Extract<Mapping, { kind: ImportKind }>,
  { repair, toleranceMeters }: ProposeRequest,
): Promise<ImportProposal['preview']> {
  if (mapping.kind === 'units') {
    const path = join(file.folder, 'preview.yaml')
    await writeFile(path, stringify(mapping))
    const job: ImportJob = { kind: 'units', file: file.path, mapping: path, repair, toleranceMeters }
    return previewUnits(job, mapping, parts)
  }
  if (mapping.kind === 'assignments')
    return previewAssignments(await parts.samples.table(file), mapping, parts.store)
  const version = await newestLoaded(parts)
  const sample: TableSample = await parts.samples.table(file)
  return mapping.kind === 'incidents'
    ? previewIncidents(sample, withWorkingTime(mapping, await parts.store.readCity()), version)
    : previewPremises(sample, mapping, version)
}

async function newestLoaded({ store, versions }: ProposeParts): Promise<LoadedVersion> {
  const newest = (await store.listVersions()).at(-1)
  const version = newest ? await versions.load(newest.id) : null
  if (!version) throw new IngestError('no-units', 'there are no units yet to place anything in', '先导入单元')
  return version
}

/** What stands against running it, all of it. */
export async function faultsBeforeRun(
  parts: ProposeParts,
  file: UploadedFile,
  mapping: Record<string, unknown>,
): Promise<readonly ImportFault[]> {
  const checked = checkMapping(mapping)
  if (checked.mapping === null) return checked.faults
  const { kind } = checked.mapping
  if (kind === 'organisations')
    return [{ path: 'kind', message: 'organisations are imported by the command', code: 'wrong-kind' }]
  if (kind === 'units') {
    await parts.samples.units(file)
    return []
  }
  const { faults } = await proposeUpload(parts, file, { kind, mapping, repair: false, toleranceMeters: 0 })
  return faults
}
