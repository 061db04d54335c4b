// What an import of a unit file would do: the import itself, run on a store that answers and takes nothing.
import type { UnitMapping } from '#data/ingest/mapping.ts'
import { versionId } from '#data/model/ids.ts'
import type { UnitsPreview } from '#data/model/uploads.ts'
import type { Store } from '../store/store.ts'
import type { ImportJob } from './importJob.ts'
import { importUnits } from './importUnits.ts'
import type { UnitFile } from './unitFiles/unitFile.ts'

/** @throws IngestError as the import would. */
export async function previewUnits(
  store: Store,
  job: ImportJob,
  mapping: UnitMapping,
  file: UnitFile,
  nowMs: () => number,
): Promise<UnitsPreview> {
  const report = await importUnits(withoutWriting(store), job, () => {}, nowMs)
  return { kind: 'units', report, levels: countLevels(file, mapping) }
}

function withoutWriting(store: Store): Store {
  return {
    ...store,
    writeCity: () => store.head(),
    publishVersion: async () => versionId(1),
  }
}

function countLevels({ features }: UnitFile, { columns, levels }: UnitMapping): UnitsPreview['levels'] {
  const codes = new Map<string, Set<string>>(levels.map(({ key }) => [key, new Set()]))
  for (const { properties } of features) {
    const level =
      columns.level === undefined ? levels.at(-1)?.key : String(properties[columns.level] ?? '').trim()
    codes.get(level ?? '')?.add(String(properties[columns.code] ?? ''))
  }
  return levels.map(({ key }, index) => ({
    key,
    // Without one of its own the file gets the root.
    units: codes.get(key)?.size || (index === 0 ? 1 : 0),
  }))
}
